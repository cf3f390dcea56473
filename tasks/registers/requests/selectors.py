"""依申请公开的读取：台账的筛选、一件的计时、轮到谁办。"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from portal.core import workdays
from portal.core.models import calendar
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks.registers.requests import actions, duties, legal_clock
from tasks.registers.requests.models import ANSWERED, DisclosureRequest
from tasks.registers.requests.outcomes import SHORT

S = DisclosureRequest.Status
SOON_WORKDAYS = 3
NEW, CARRIED, FORWARD = "new", "carried", "forward"


@dataclass(frozen=True)
class Row:
    """台账的一行：申请，与此刻的灯（绿、黄、红、灰）。"""

    request: DisclosureRequest
    light: str


def light_of(request: DisclosureRequest, *, on: dt.date, soon_by: dt.date) -> str:
    """办结的绿，停着的灰；超过最后一天红，三个工作日内到期黄。"""
    if request.finished_on or request.status == S.REVIEW and request.last_day is None:
        return "green"
    if request.last_day is None:
        return "grey"
    if request.last_day < on:
        return "red"
    return "amber" if request.last_day <= soon_by else "green"


def soon_by(on: dt.date) -> dt.date:
    """这一天以前（含）到期的算临期。"""
    return workdays.add_workdays(on, SOON_WORKDAYS, calendar.overrides())


def rows_of(requests, *, on: dt.date) -> list[Row]:
    near = soon_by(on)
    return [Row(request, light_of(request, on=on, soon_by=near)) for request in requests]


def register(
    user,
    *,
    on: dt.date,
    place: str = "",
    year: int | None = None,
    status: str = "",
    applicant: str = "",
    outcome: str = "",
    standing: str = "",
    row: str = "",
    q: str = "",
):
    """此人看得到、符合各条件的申请，近的在前。`row` 是年报表三的一行（须与 `year` 同给）。"""
    rows = DisclosureRequest.objects.visible_to(user).select_related("body")
    rows = under(rows, place) if place else rows
    rows = counted(rows, row, year) if row and year else rows.filter(year=year) if year else rows
    equal = {"status": status, "applicant_kind": applicant, "outcome": outcome}
    rows = rows.filter(**{name: value for name, value in equal.items() if value})
    if q:
        rows = rows.filter(Q(subject__icontains=q) | Q(answer_number__icontains=q))
    return _standing(rows, standing, on) if standing else rows


def under(rows, place: str):
    """`place` 是编码或名称，连同下级；都不是就按简称里的字找。"""
    exact = Organisation.objects.filter(Q(code__iexact=place) | Q(short_name=place) | Q(name=place))
    if paths := list(exact.values_list("path", flat=True)):
        return rows.filter(body__in=Organisation.objects.within(paths))
    return rows.filter(body__short_name__icontains=place)


def _standing(rows, standing: str, on: dt.date):
    """在办、临期、超期、逾期办结。"""
    ongoing = rows.ongoing()
    if standing == "ongoing":
        return ongoing
    late = Q(extended_on__lt=on) | Q(extended_on__isnull=True, due_on__lt=on)
    if standing == "overdue":
        return ongoing.filter(late)
    near = soon_by(on)
    soon = Q(extended_on__lte=near) | Q(extended_on__isnull=True, due_on__lte=near)
    return ongoing.filter(soon).exclude(late)


def counted(rows, row: str, year: int):
    """年报表三的一行所计的各件：新收、结转、某种结果、结转下年度。"""
    if row == NEW:
        return rows.received_in(year)
    if row == CARRIED:
        return rows.open_at_end_of(year - 1)
    if row == FORWARD:
        return rows.open_at_end_of(year)
    return rows.filter(finished_on__year=year, outcome=row) if row in SHORT else rows.none()


def reading_of(request: DisclosureRequest, *, today: dt.date) -> legal_clock.Reading:
    """这一件到 `today` 为止的期限与逐段说明。"""
    return legal_clock.read(actions.case_of(request, request.events.all()), today=today)


def awaiting(user, *, on: dt.date) -> list[tuple]:
    """轮到此人办的（类别, 事项, 状态, 去处, 截止）：经办人手上没办结的，审核人待审的；一次查询。"""
    scope = scope_of(user)
    if not any(
        scope.holds(perm) for perm in ("draft", "approve", "score", "approve_scores", "receive", "review")
    ):
        return []
    mine = Q(body__in=duties.bodies(user)) & Q(status__in=(S.PROCESSING, S.ANSWERED, S.DELIVERED))
    stuck = Q(body__in=duties.bodies(user), status__in=(S.CORRECTING, S.CONSULTING), waits_until__lt=on)
    review = Q(body__in=duties.bodies(user, "review"), status=S.REVIEW)
    rows = DisclosureRequest.objects.filter(mine | stuck | review, is_imported=False).select_related("body")
    return [
        ("依申请公开", str(row), row.get_status_display(), row.get_absolute_url(), _due(row)) for row in rows
    ]


def _due(row: DisclosureRequest) -> dt.date | None:
    return None if row.status in ANSWERED else row.last_day
