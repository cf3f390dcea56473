"""工作日表变动之后要重算的：还在公示的“公示止”，没有答复的异议的“应答复日期”。结束了的、已经期满的不变。"""

import datetime as dt
from collections.abc import Sequence

from portal.core import audit, clock
from portal.core.recomputing import Shift, Source, register
from portal.core.workdays import Overrides
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation
from village import periods
from village.models import Objection, Posting

ENDS, ANSWERS = "village.postings", "village.objections"


def moved_postings(table: Overrides, *, on: dt.date) -> list[Shift]:
    """公示中、`on` 还没有期满的。"""
    rows = Posting.objects.posted().filter(ends_on__gte=on).select_related("programme__county", "village")
    found = [(row, periods.posting_ends(row.programme, row.starts_on, table)) for row in rows]
    moved = [(row, day) for row, day in found if day != row.ends_on]
    staff = _staff({row.village for row, _ in moved})
    return [
        Shift(ENDS, "公示止", row, str(row), row.get_absolute_url(), row.ends_on, day, staff[row.village_id])
        for row, day in moved
    ]


def moved_objections(table: Overrides, *, on: dt.date) -> list[Shift]:
    """没有答复的，逾期的也在内：期限本来就按工作日数。"""
    rows = Objection.objects.open().select_related("posting__programme__county", "posting__village")
    found = [
        (row, periods.answer_due(row.posting.programme, clock.local_date(row.received_at), table))
        for row in rows
    ]
    moved = [(row, day) for row, day in found if day != row.due_on]
    staff = _staff({row.posting.village for row, _ in moved})
    return [
        Shift(
            ANSWERS,
            "应答复日期",
            row,
            str(row),
            row.get_absolute_url(),
            row.due_on,
            day,
            staff[row.posting.village_id],
        )
        for row, day in moved
    ]


def move_postings(shifts: Sequence[Shift], *, by, at: dt.datetime) -> None:
    _move(shifts, "ends_on", "village.posting.moved", by=by, at=at)


def move_objections(shifts: Sequence[Shift], *, by, at: dt.datetime) -> None:
    _move(shifts, "due_on", "village.objection.moved", by=by, at=at)


def _move(shifts: Sequence[Shift], field: str, event: str, *, by, at: dt.datetime) -> None:
    for shift in shifts:
        setattr(shift.obj, field, shift.after)
        shift.obj.save(update_fields=[field])
    audit.record_all(
        event,
        objs=[shift.obj for shift in shifts],
        by=by,
        at=at,
        details=[{"from": shift.before, "to": shift.after} for shift in shifts],
    )


def _staff(villages: set[Organisation]) -> dict[int, tuple]:
    """{村的编号: 村与所在乡镇的经办}。"""
    towns = {village.pk: village.path[: -Organisation.steplen] for village in villages}
    places = list(Organisation.objects.filter(path__in=towns.values())) + list(villages)
    held = organisations.staff(places, "draft")
    by_path = {place.path: held.get((place.pk, "draft"), ()) for place in places}
    return {
        village.pk: tuple(dict.fromkeys((*by_path[village.path], *by_path.get(towns[village.pk], ()))))
        for village in villages
    }


register(Source(ENDS, "公示止", moved_postings, move_postings))
register(Source(ANSWERS, "应答复日期", moved_objections, move_objections))
