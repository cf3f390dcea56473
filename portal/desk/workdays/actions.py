"""工作日调整的写入：先算出随之变动的期限，人确认之后一个事务写入，留痕，并告诉相关的人。"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from portal.core import audit, clock, recomputing
from portal.core.models import DayOverride
from portal.core.models.calendar import overrides
from portal.core.recomputing import Shift
from portal.core.rules import Denied
from portal.core.workdays import Overrides
from portal.desk.workdays import permissions
from portal.notifications import actions as notifications
from portal.notifications.models import Message

LISTED = 30


class Moved(Denied):
    """看过之后数据又有变动，要重新看一遍再确认。"""


@dataclass(frozen=True)
class DayLine:
    """一天的调整：上班还是休息、名称、依据。"""

    date: dt.date
    is_workday: bool
    name: str
    source: str


@dataclass(frozen=True)
class Proposal:
    """打算怎样改，以及随之变动的期限；`fingerprint` 供确认时核对与看到的相同。"""

    lines: tuple[DayLine, ...]
    removed: tuple[dt.date, ...]
    shifts: tuple[Shift, ...]
    fingerprint: str


def propose(*, lines: Sequence[DayLine] = (), removed: Collection[dt.date] = (), on: dt.date) -> Proposal:
    """只看不写：写入 `lines`、删去 `removed` 之后，`on` 这天哪些没有办结的期限要变。"""
    table = overrides()
    touched = sorted({line.date for line in lines} | set(removed))
    before = [(day, table.get(day)) for day in touched]
    shifts = tuple(recomputing.shifts(_after(table, lines, removed), on=on))
    body = repr((before, sorted(lines, key=lambda line: line.date), sorted(removed), [s.key for s in shifts]))
    mark = hashlib.sha256(body.encode()).hexdigest()[:32]
    return Proposal(tuple(lines), tuple(sorted(removed)), shifts, mark)


@transaction.atomic
def adjust_days(
    *,
    lines: Sequence[DayLine] = (),
    removed: Collection[dt.date] = (),
    fingerprint: str,
    by,
    at: dt.datetime,
) -> Proposal:
    """写入调整并重算没有办结的期限；办结了的从不改动。抛 `Denied`：无权；`Moved`：与看到的 `fingerprint` 不同。"""
    permissions.check_can_change(by)
    known = {row.date: row for row in DayOverride.objects.select_for_update().order_by("date")}
    proposal = propose(lines=lines, removed=removed, on=clock.local_date(at))
    if proposal.fingerprint != fingerprint:
        raise Moved("看过之后数据又有变动，随之变动的期限与刚才列出的不同，请再看一遍。")
    for line in proposal.lines:
        _write(known.get(line.date), line, by=by, at=at)
    for day in proposal.removed:
        if row := known.get(day):
            audit.record("core.dayoverride.removed", obj=row, by=by, at=at, detail={"basis": row.source})
            row.delete()
    recomputing.apply(proposal.shifts, by=by, at=at)
    _tell(proposal.shifts, mark=fingerprint, at=at)
    return proposal


def _after(table: Overrides, lines: Sequence[DayLine], removed: Collection[dt.date]) -> Overrides:
    kept = {day: value for day, value in table.items() if day not in removed}
    return kept | {line.date: (line.is_workday, line.name, line.source) for line in lines}


def _write(row: DayOverride | None, line: DayLine, *, by, at: dt.datetime) -> None:
    fresh = {"is_workday": line.is_workday, "name": line.name, "source": line.source}
    if row is not None and all(getattr(row, name) == value for name, value in fresh.items()):
        return
    verb = "added" if row is None else "changed"
    row = row or DayOverride(date=line.date)
    for name, value in fresh.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    audit.record(f"core.dayoverride.{verb}", obj=row, by=by, at=at, detail={"basis": line.source})


def _tell(shifts: Sequence[Shift], *, mark: str, at: dt.datetime) -> None:
    """每人一条，列出与他有关的变动。"""
    concerned = defaultdict(list)
    for shift in shifts:
        for person in shift.people:
            concerned[person].append(shift)
    for person, found in concerned.items():
        lines = [
            {"text": f"{s.title}：{s.label}由 {s.before} 改为 {s.after}", "url": s.url}
            for s in found[:LISTED]
        ]
        notifications.tell(
            [person],
            key=f"workdays:{mark}",
            kind=Message.Kind.NOTICE,
            title=f"工作日有调整，{len(found)} 个期限随之变动",
            url="desk:inbox",
            lines=lines,
            at=at,
        )
