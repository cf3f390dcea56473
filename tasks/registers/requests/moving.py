"""工作日表变动之后要重算的：没有办结的申请的答复期限，与等补正、等意见的最后一天。"""

import datetime as dt
from collections.abc import Sequence

from portal.core.recomputing import Shift, Source, register
from portal.core.workdays import Overrides
from tasks.registers.requests import actions, duties, legal_clock
from tasks.registers.requests.models import DisclosureRequest

CODE, LABEL = "tasks.requests", "依申请公开的期限"


def moved_requests(table: Overrides, *, on: dt.date) -> list[Shift]:
    """没有办结的，超期的也在内：期限本来就按工作日数。"""
    rows = DisclosureRequest.objects.ongoing().select_related("body").prefetch_related("events")
    found = []
    for row in rows:
        case = actions.case_of(row, row.events.all(), table)
        limits = legal_clock.limits(case)
        before = row.last_day or row.waits_until
        after = limits.extended_on or limits.due_on or limits.waits_until
        if before and after and before != after:
            found.append((row, before, after))
    staff = duties.writers({row.body for row, *_ in found})
    return [
        Shift(CODE, LABEL, row, str(row), row.get_absolute_url(), before, after, staff[row.body_id])
        for row, before, after in found
    ]


def move_requests(shifts: Sequence[Shift], *, by, at: dt.datetime) -> None:
    actions.reckon_again(requests=[shift.obj for shift in shifts], by=by, at=at)


register(Source(CODE, LABEL, moved_requests, move_requests))
