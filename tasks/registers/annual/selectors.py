"""年度报告的读取：各单位一行（没有编的县区政府也在），轮到谁办。"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from portal.core.gate import timeliness
from portal.core.spanning import NUMBER, Span
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks.registers.annual import tables, terms
from tasks.registers.annual.models import AnnualReport
from tasks.registers.annual.standards import Figures
from tasks.registers.requests import duties

S = AnnualReport.Status
K = Organisation.Kind


@dataclass(frozen=True)
class Row:
    """一个单位一年的一行；没有编的 `report` 为 None。`light` 是绿、黄、红、灰。"""

    body: Organisation
    year: int
    due_on: dt.date
    report: AnnualReport | None
    standing: str
    light: str

    @property
    def status(self) -> str:
        return self.report.get_status_display() if self.report else "未编"


def rows(user, *, on: dt.date, year: int, place: str = "", status: str = "") -> list[Row]:
    """此人看得到的各单位该年的最新一版，机构树顺序；两次查询。

    县区政府、以及由此人办理的单位，没有编的也列；其余单位编了才列。
    """
    newest: dict[int, AnnualReport] = {}
    reports = AnnualReport.objects.visible_to(user).of_year(year).select_related("body", "publication")
    for report in reports.order_by("edition"):
        newest[report.body_id] = report
    visible = Organisation.objects.visible_to(user).current()
    owing = Q(kind=K.COUNTY) | Q(pk__in=duties.bodies(user)) | Q(pk__in=newest)
    bodies = visible.filter(owing)
    if place:
        named = Q(code__iexact=place) | Q(short_name__icontains=place) | Q(name__icontains=place)
        bodies = bodies.filter(named)
    found = [_row(body, year, newest.get(body.pk), on) for body in bodies]
    return [row for row in found if not status or (row.report.status if row.report else "none") == status]


def _row(body: Organisation, year: int, report: AnnualReport | None, on: dt.date) -> Row:
    due_on = terms.due_on(body, year)
    if report and report.published_at:
        said = timeliness(terms.window(body, year), report.published_at)
        return Row(body, year, due_on, report, said, "green")
    days = (due_on - on).days
    if days < 0:
        return Row(body, year, due_on, report, "逾期未报", "red")
    started = report is not None or on.year > year
    return Row(
        body, year, due_on, report, "未到期", "grey" if not started else "amber" if days <= 7 else "green"
    )


def default_year(on: dt.date) -> int:
    """今年该公开的是上年的；十二月起准备本年的。"""
    return on.year if on.month == 12 else on.year - 1


def linked(report: AnnualReport, figures: Figures) -> tables.Draw:
    """详情页的表：与台账一致的数是链接，点开是那些申请；其余标明来处。"""
    plain = tables.plain(report.values)
    base = reverse("tasks:requests")

    def draw(key: str) -> Span:
        span = plain(key)
        if span.kind != NUMBER or not span.text:
            return span
        source = report.sources.get(key, "")
        _, row, column = key.split(".")
        url = ""
        if key in figures.ledger and key.startswith("3."):
            url = f"{base}?place={report.body.code}&year={report.year}&row={row}&applicant={column}"
        return Span(span.text, kind=NUMBER, key=key, value=span.value, url=url, mark=source)

    return draw


def awaiting(user) -> list[tuple]:
    """轮到此人办的（类别, 事项, 状态, 去处, 截止）；一次查询。"""
    scope, city = scope_of(user), ()
    if not any(
        scope.holds(perm) for perm in ("draft", "approve", "score", "approve_scores", "receive", "review")
    ):
        return []
    turns = Q(body__in=duties.bodies(user), status__in=(S.DRAFT, S.RETURNED))
    turns |= Q(body__in=duties.bodies(user, "review"), status=S.SUBMITTED)
    for perm, status in (("receive", S.PASSED), ("publish_final", S.CHECKED)):
        if scope.holds(perm):
            city = (*city, status)
    turns |= Q(status__in=city)
    found = AnnualReport.objects.filter(turns).select_related("body")
    return [
        ("年度报告", str(r), r.get_status_display(), r.get_absolute_url(), terms.due_on(r.body, r.year))
        for r in found
        if user not in (r.passed_by, r.checked_by) or r.status in (S.DRAFT, S.RETURNED, S.SUBMITTED)
    ]


def editions(report: AnnualReport):
    """同一单位同一年的各版，新的在前。"""
    rows = AnnualReport.objects.filter(body=report.body, year=report.year)
    return rows.select_related("publication").order_by("-edition")
