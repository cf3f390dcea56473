"""年度报告的写入：开编、预填、填数、写文字、报送、公开、撤回、更正。"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction

from portal.core import audit, clock, files
from portal.core.gate import gate
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation
from portal.organisations.permissions import check_is_current
from portal.publications import actions as publications
from tasks.registers.annual import permissions, prefill, publishing, standards, tables, terms
from tasks.registers.annual.models import AnnualReport
from tasks.registers.annual.workflow import ANNUAL
from tasks.registers.requests import duties

Source = AnnualReport.Source
S = AnnualReport.Status
DATA = ("cells", "sources", "notes", "version", "saved_at")
FIRST_YEAR = 2008


class EditedByAnother(Denied):
    """保存时发现别人刚改过；`report` 是现在的。"""

    def __init__(self, report: AnnualReport):
        super().__init__("这份年度报告刚被他人改过，请比较两边的内容后再保存。")
        self.report = report


@transaction.atomic
def open_report(*, body: Organisation, year: int, by, at: dt.datetime) -> AnnualReport:
    """开编一份并预填，或回到已有的那一份。"""
    existing = latest(body, year)
    if existing:
        return existing
    duties.check_can_write(by, body)
    check_is_current(body)
    check_is_reportable(year, at)
    report = AnnualReport(body=body, year=year, created_by=by, created_at=at, saved_at=at)
    _offer(report, prefill.figures(body, year))
    report.save()
    audit.record("tasks.annualreport.opened", obj=report, by=by, at=at)
    return report


def check_is_reportable(year: int, at: dt.datetime) -> None:
    """自有条例以来到今年的年度才编得。"""
    if not FIRST_YEAR <= year <= clock.local_date(at).year:
        raise Denied(f"年度应在 {FIRST_YEAR} 与 {clock.local_date(at).year} 之间。")


def latest(body: Organisation, year: int) -> AnnualReport | None:
    """最近的一版。"""
    rows = AnnualReport.objects.filter(body=body, year=year).select_related("body")
    return rows.order_by("-edition").first()


def _offer(report: AnnualReport, figures: standards.Figures) -> int:
    """把台账与上年报告的数填进还没有人填过的格；返回改动的个数。"""
    changed = 0
    for key, value in figures.offered.items():
        source = report.sources.get(key)
        text = tables.shown(value)
        if source in (None, Source.LEDGER, Source.CARRIED) and report.cells.get(key) != text:
            is_carried = key.startswith(f"3.{tables.CARRIED}.") and figures.last_year
            report.cells[key], changed = text, changed + 1
            report.sources[key] = Source.CARRIED if is_carried else Source.LEDGER
    return changed


@transaction.atomic
def refill_report(*, report: AnnualReport, by, at: dt.datetime) -> int:
    """重新从台账取数；填写与导入的不动。返回改动的个数。"""
    report = ANNUAL.lock(report)
    permissions.check_can_edit(by, report)
    changed = _offer(report, prefill.figures(report.body, report.year))
    if changed:
        _keep(report, at)
        audit.record("tasks.annualreport.filled", obj=report, by=by, at=at, detail={"cells": changed})
    return changed


@transaction.atomic
def set_cells(
    *,
    report: AnnualReport,
    cells: Mapping[str, Decimal | None],
    notes: Mapping[str, str] | None = None,
    source: str = Source.TYPED,
    by,
    at: dt.datetime,
) -> AnnualReport:
    """填若干格（`None` 为清空）与各行的说明；改成与台账一样的，来处仍记台账。"""
    report = ANNUAL.lock(report)
    permissions.check_can_edit(by, report)
    figures = prefill.figures(report.body, report.year)
    for key, value in cells.items():
        _set(report, key, value, figures, source)
    for row, note in (notes or {}).items():
        report.notes.pop(row, None)
        report.notes |= {row: note.strip()} if note.strip() else {}
    _keep(report, at)
    audit.record("tasks.annualreport.filled", obj=report, by=by, at=at, detail={"cells": len(cells)})
    return report


def _set(report: AnnualReport, key: str, value: Decimal | None, figures, source: str) -> None:
    if key not in tables.KEYS:
        raise Denied("年度报告没有这一格，请刷新页面。")
    report.cells.pop(key, None)
    was = report.sources.pop(key, None)
    if value is None:
        return
    report.cells[key] = tables.shown(value)
    matches = figures.offered.get(key) == value
    report.sources[key] = was if matches and was in (Source.LEDGER, Source.CARRIED) else source


def _keep(report: AnnualReport, at: dt.datetime) -> None:
    report.version, report.saved_at = report.version + 1, at
    report.save(update_fields=DATA)


@transaction.atomic
def save_texts(*, report: AnnualReport, texts: Mapping[str, str], version: int, by, at: dt.datetime):
    """保存三个部分的文字；打开之后别人改过文字的，抛 `EditedByAnother`。"""
    report = ANNUAL.lock(report)
    permissions.check_can_edit(by, report)
    if report.version != version and any(getattr(report, name) != texts[name] for name in report.TEXTS):
        raise EditedByAnother(report)
    for name in report.TEXTS:
        setattr(report, name, texts[name].strip())
    report.version, report.saved_at = report.version + 1, at
    report.save(update_fields=[*report.TEXTS, "version", "saved_at"])
    audit.record("tasks.annualreport.saved", obj=report, by=by, at=at)
    return report


@transaction.atomic
def import_report(*, body: Organisation, year: int, cells: Mapping[str, Decimal], by, at: dt.datetime):
    """工作簿里的各数写进在编的一份；还没有的新建。"""
    report = open_report(body=body, year=year, by=by, at=at)
    return set_cells(report=report, cells=cells, source=Source.IMPORTED, by=by, at=at)


@transaction.atomic
def move_report(
    *, report: AnnualReport, move: str, by, at: dt.datetime, reason: str = "", attachments: Sequence = ()
) -> AnnualReport:
    """报送、审核、核对、公开、退回、撤回。`attachments` 是公开时附上的（文件名, 字节, 种类, 类型）。"""
    if move in ("submit", "publish"):
        _check_open(report, ANNUAL[move].label, at)
    if move == "publish":
        return _publish(report, attachments, by=by, at=at)
    report = ANNUAL.move(report, move, by=by, at=at, reason=reason)
    if move == "withdraw":
        report.publication = publications.move_publication(
            publication=report.publication, move="withdraw", by=by, at=at, reason=reason
        )
    _tell(report, by=by, at=at)
    return report


def _check_open(report: AnnualReport, label: str, at: dt.datetime) -> None:
    verdict = gate(terms.window(report.body, report.year), label, at)
    if not verdict.allowed:
        raise Denied(verdict.reason)


def _publish(report: AnnualReport, attachments: Sequence, *, by, at: dt.datetime) -> AnnualReport:
    """公开，并使同一单位同一年以前公开的同日废止。"""
    report = ANNUAL.lock(report)
    permissions.check_can_publish(by, report)
    stored = [
        files.keep(data, name, kind=kind, content_type=content_type, by=by, at=at)
        for name, data, kind, content_type in attachments
    ]
    publication = publishing.publish(report, stored, by=by, at=at)
    for earlier in AnnualReport.objects.filter(
        body=report.body, year=report.year, edition__lt=report.edition
    ):
        if earlier.publication:
            publications.repeal(publication=earlier.publication, on=clock.local_date(at), by=by, at=at)
    report = ANNUAL.move(report, "publish", by=by, at=at, publication=publication)
    _tell(report, by=by, at=at)
    return report


@transaction.atomic
def correct_report(*, report: AnnualReport, reason: str, by, at: dt.datetime) -> AnnualReport:
    """公开之后更正：照抄一份新版，改好再审核公开；原来的一版到新版公开时才废止。"""
    report = ANNUAL.lock(report)
    permissions.check_can_correct(by, report)
    if not reason.strip():
        raise Denied("请写明更正什么、为什么。")
    newest = latest(report.body, report.year)
    if newest.pk != report.pk:
        raise Denied(f"已有{newest}，{newest.get_status_display()}；请在那一版上办理。")
    copied = {name: getattr(report, name) for name in (*report.TEXTS, "cells", "sources", "notes")}
    made = AnnualReport.objects.create(
        body=report.body,
        year=report.year,
        edition=report.edition + 1,
        correction=reason.strip(),
        created_by=by,
        created_at=at,
        saved_at=at,
        **copied,
    )
    audit.record("tasks.annualreport.opened", obj=made, by=by, at=at, detail={"edition": made.edition})
    return made


def _tell(report: AnnualReport, *, by, at: dt.datetime) -> None:
    city = organisations.city()
    turns = {S.PASSED: ("receive", city), S.CHECKED: ("publish_final", city)}
    if report.status == S.SUBMITTED:
        people, kind = duties.reviewers(report.body), Message.Kind.TODO
    elif report.status in turns:
        people, kind = organisations.people_with(*turns[report.status]), Message.Kind.TODO
    else:
        people, kind = [report.submitted_by or report.created_by], Message.Kind.RESULT
    notifications.tell(
        [person for person in people if person and person != by],
        key=f"annual:{report.pk}:{report.status}:{report.version}",
        kind=kind,
        title=f"{report}：{report.get_status_display()}",
        url=report.get_absolute_url(),
        at=at,
    )
