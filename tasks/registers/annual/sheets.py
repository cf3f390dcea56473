"""年度报告的工作簿：写成官方的三张表，合计带活公式；读人们实际填成的样子，错处一次列全。"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from portal.core.rules import Denied, refusal
from portal.core.sheets import kinds, stamp
from portal.core.sheets.addresses import address
from portal.core.sheets.forms import TITLE_ROWS, FormSheet, build
from portal.core.sheets.kinds import Plan, Table
from portal.core.sheets.parsers import shown
from portal.core.sheets.problems import Problem
from portal.core.sheets.stamp import Stamp, Tag
from portal.core.sheets.writing import Formula
from portal.core.spanning import TOTAL, Form, Span, placed
from portal.organisations.models import Organisation
from tasks.registers.annual import actions, checks, prefill, reading, standards, tables
from tasks.registers.annual.models import AnnualReport
from tasks.registers.requests import duties

KIND, LABEL, VERSION = "annual-report", "年度报告", "1"
NAMES = {2: "表二 主动公开", 3: "表三 依申请", 4: "表四 复议诉讼"}
SCALES = {2: 1.4, 3: 1.0, 4: 9}
NOTES = ("注：没有的填 0，不留空；总计由公式算出。",)


def workbook(report: AnnualReport, *, at: dt.datetime) -> bytes:
    """官方格式的三张表，已填的数在内，带签名。"""
    tags = tags_of(report.body, report.year)
    heading = report.title
    sheets = [
        FormSheet(NAMES[number], _titled(form, f"{heading}：{form.title}"), NOTES, SCALES[number])
        for number, form in tables.forms(_with_formulas(report.values)).items()
    ]
    return build(sheets, Stamp(KIND, LABEL, VERSION, tags, at))


def _titled(form: Form, title: str) -> Form:
    return Form(title, form.widths, form.rows, form.heads)


def tags_of(body: Organisation, year: int) -> dict[str, Tag]:
    return {"body": Tag(body.code, body.short_name), "year": Tag(str(year), f"{year} 年度")}


def _with_formulas(values: tables.Values) -> tables.Draw:
    """合计的格子写成公式，带着算好的值。"""
    plain = tables.plain(values)
    cells = {
        span.key: address(row + TITLE_ROWS + 1, column)
        for form in tables.forms(plain).values()
        for row, column, span in placed(form)
        if span.key
    }

    def draw(key: str) -> Span:
        span = plain(key)
        if span.kind != TOTAL:
            return span
        first, last = _summed(key)
        formula = Formula(f"=SUM({cells[first]}:{cells[last]})", span.value or 0)
        return Span(span.text, kind=TOTAL, key=key, value=formula)

    return draw


def _summed(key: str) -> tuple[str, str]:
    """合计所加的首末两格；各行相连。"""
    table, row, column = key.split(".")
    if column == tables.ALL:
        names = tuple(tables.COLUMNS_3 if table == "3" else tables.COLUMNS_4)
        return f"{table}.{row}.{names[0]}", f"{table}.{row}.{names[-1]}"
    return f"3.{tables.RESULTS[0]}.{column}", f"3.{tables.RESULTS[-1]}.{column}"


class AnnualImporter:
    """`scope` 的 `code` 是单位编码，`year` 是所报告的年度。没有签名的、别处编的工作簿也认。"""

    kind, label = KIND, LABEL

    def plan(self, book, *, campaign, scope, by) -> Plan:
        body, year = _place(scope)
        actions.check_is_reportable(year, timezone.now())
        report = actions.latest(body, year)
        if refused := _refused(by, body, report):
            return Plan(KIND, problems=[Problem("", "", "", refused)])
        if problems := _signed_for_another(book, body, year):
            return Plan(KIND, problems=problems)
        return _plan(reading.read(book), report, body, year)

    def apply(self, plan: Plan, *, by, at):
        if plan.new or plan.changed:
            body = Organisation.objects.get(code=plan.payload["body"])
            cells = {key: Decimal(text) for key, text in plan.payload["cells"].items()}
            actions.import_report(body=body, year=plan.payload["year"], cells=cells, by=by, at=at)
        return plan.outcome()


def _place(scope: Mapping) -> tuple[Organisation, int]:
    said = scope.get("code") or ""
    named = Q(code__iexact=said) | Q(name=said) | Q(short_name=said)
    if not said:
        raise Denied("请用 --scope 写明编报单位的编码。")
    found = list(Organisation.objects.current().filter(named)[:2])
    if len(found) != 1:
        why = "不止一个" if found else "没有"
        raise Denied(f"{why}编码或名称为“{said}”的机构，请用 --scope 写明编报单位的编码。")
    [body] = found
    if not scope.get("year"):
        raise Denied("请写明所报告的年度（--year），如 2025。")
    return body, int(scope["year"])


def _refused(by, body: Organisation, report: AnnualReport | None) -> str | None:
    refused = refusal(duties.check_can_write, by, body) if by is not None else None
    if refused or report is None or report.is_editable:
        return refused
    if report.status in (report.Status.PUBLISHED, report.Status.WITHDRAWN):
        return f"{report}{report.get_status_display()}，不能再导入；要改的，请先在平台上点“更正”另立一版。"
    return f"{report}{report.get_status_display()}，不能再导入；要改的，请审核人退回。"


def _signed_for_another(book, body: Organisation, year: int) -> list[Problem]:
    """平台下载的，核对是不是这个单位、这一年的；没有签名的不核对。"""
    own = stamp.read_stamp(book)
    if own is None:
        return []
    return stamp.verify(own, kind=KIND, label=LABEL, version=VERSION, scope=tags_of(body, year))


def _plan(found: reading.Found, report: AnnualReport | None, body: Organisation, year: int) -> Plan:
    figures = prefill.figures(body, year)
    problems = [*found.problems, *_wrong_years(found, year), *_findings(found, figures)]
    known = report.values if report else {}
    rows: dict[str, list[str]] = {}
    for key in tables.KEYS:
        rows.setdefault(tables.row_of(key), []).append(key)
    fresh = [row for row, keys in rows.items() if not any(key in known for key in keys)]
    changed = [
        row
        for row, keys in rows.items()
        if row not in fresh and any(known.get(key) != found.values.get(key) for key in keys)
    ]
    cells = {key: tables.shown(value) for key, value in found.values.items()}
    return Plan(
        KIND,
        rows=len(rows),
        new=len(fresh),
        changed=len(changed),
        same=len(rows) - len(fresh) - len(changed),
        problems=problems,
        doubts=[*found.doubts, *_doubts(found, figures)],
        payload={"body": body.code, "year": year, "cells": cells},
        preview=[_preview(found, [*fresh, *changed])],
    )


def _wrong_years(found: reading.Found, year: int) -> list[Problem]:
    return [
        Problem(
            sheet, cell, raw, f"表题写的是 {said} 年，要导入的是 {year} 年", "请核对是不是选错了年度或文件"
        )
        for said, sheet, cell, raw in found.years
        if said != year
    ]


def _findings(found: reading.Found, figures: standards.Figures) -> list[Problem]:
    """勾稽不符之处，带着格子的地址；没有读到的行列已经报过，不再逐格说。"""
    unread, problems = found.unread, []
    for finding in checks.check(found.values, found.typed, figures.last_year):
        if finding.rule == "blank" and (finding.keys[0] in unread or finding.keys[0] not in found.places):
            continue
        sheet, cell = found.place(finding.keys)
        raw = {**found.values, **found.typed}.get(finding.keys[0])
        problems.append(
            Problem(sheet, cell, shown(raw) if raw is not None else "", finding.message, finding.hint)
        )
    return problems


def _doubts(found: reading.Found, figures: standards.Figures) -> list[Problem]:
    """与台账不同的：可以导入，报送之前要写明原因。"""
    doubts = []
    for row, keys in standards.differing(found.values, figures).items():
        if row == f"3.{tables.CARRIED}" and figures.last_year:
            continue  # 与上年报告不符，另有错误
        for key in keys:
            sheet, cell = found.place([key])
            said = f"{tables.name_of(key)}为 {tables.shown(found.values[key])}，台账为 {tables.shown(figures.offered[key])}"
            doubts.append(
                Problem(sheet, cell, tables.shown(found.values[key]), said, "报送之前须在这一行写明原因")
            )
    return doubts


def _preview(found: reading.Found, rows: list[str]) -> Table:
    lines = []
    for row in rows[:60]:
        table = int(row.split(".")[0])
        values = [found.values.get(f"{row}.{column}") for column in tables.COLUMN_NAMES[table]]
        said = "、".join(tables.shown(value) for value in values if value is not None)
        lines.append((f"表{tables.NUMERALS[table]}", tables.ROW_NAMES[row].split("（区分")[0], said))
    return Table("新填与改动的各行", ("表", "项目", "各列的数"), tuple(lines), max(0, len(rows) - 60))


class AnnualExporter:
    """导出一份年度报告；还没有编的，是预填了台账的空白表。"""

    kind, label = KIND, LABEL

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        report = _report(scope or {}, by)
        known = {**report.values, **tables.totals(report.values)}
        return [
            {
                "key": key,
                "name": tables.name_of(key),
                "value": value,
                "source": report.sources.get(key, "sum"),
            }
            for key, value in known.items()
        ]

    def workbook(self, *, campaign=None, scope=None, by=None, at) -> bytes:
        return workbook(_report(scope or {}, by), at=at)


def _report(scope: Mapping, by) -> AnnualReport:
    body, year = _place(scope)
    report = actions.latest(body, year) or AnnualReport(body=body, year=year)
    if by is not None and not Organisation.objects.visible_to(by).filter(pk=body.pk).exists():
        raise Denied(f"你看不到{body}的年度报告。")
    return report


kinds.register(AnnualImporter())
kinds.register_exporter(AnnualExporter())
