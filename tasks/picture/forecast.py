"""到期前的预报：从到期前十个工作日起，说明还差什么、谁差、还有几天。

只说事实：应办、已办、近十个工作日办结几件，照这个速度到期能办结几件；不猜。
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from portal.organisations.models import Organisation
from tasks import obligations
from tasks.ground import Ground
from tasks.models import Deadline
from tasks.obligations import Obligation
from tasks.picture.board import lots_by_area
from tasks.picture.sight import Sight
from tasks.standing import TENTH, Gauge, Lot, State

AHEAD = 10
# 没有另外登记欠账的期限，看这些台账的行。
REGISTERS_OF = {Deadline.Code.POSTING: ("village-postings", "village-releases")}


@dataclass(frozen=True)
class Pace:
    """应办 `needed` 件，已办 `done` 件，其中近十个工作日 `lately` 件，还有 `days` 个工作日。"""

    needed: int
    done: int
    lately: int
    days: int

    @property
    def missing(self) -> int:
        return self.needed - self.done

    @property
    def reached(self) -> int:
        """照近十个工作日的速度，到期能办结的件数。"""
        return min(self.needed, self.done + self.lately * self.days // AHEAD)

    @property
    def short(self) -> int:
        """照这个速度还差几件。"""
        return self.needed - self.reached

    @property
    def share(self) -> Decimal | None:
        """照这个速度到期的办结率；没有应办的为 None。"""
        if not self.needed:
            return None
        return (Decimal(100 * self.reached) / self.needed).quantize(TENTH, ROUND_HALF_UP)


@dataclass(frozen=True)
class Gate:
    """一道关口。`owing` 是逐件的欠账（期限），`places` 是各县区还差几件（阶段、由台账看的期限）。"""

    name: str
    due_on: dt.date
    pace: Pace
    register: str = ""
    owing: tuple[Obligation, ...] = ()
    places: tuple[tuple[Organisation, int], ...] = ()


def gates(sight: Sight, *, reading: tuple[str, ...]) -> list[Gate]:
    """已经进入预报期的各道关口，先到期的在前。`reading` 是看的人的视野，欠账按它筛。"""
    ground = sight.ground
    near = [one for one in ground.deadlines.values() if _is_near(one.due_on, ground)]
    found = [_of_deadline(sight, one, reading) for one in near]
    phases = [one for one in ground.phases if _is_near(one.end_on, ground)]
    if phases:
        lots = [lot for batch in lots_by_area(sight).values() for lot in batch]
        found += [_of_lots(sight, f"“{one}”阶段结束", one.end_on, lots) for one in phases]
    return sorted(found, key=lambda gate: (gate.due_on, gate.name))


def opens_on(due_on: dt.date, ground: Ground) -> dt.date:
    """预报期的第一天：到期前第十个工作日。"""
    return ground.workdays_on(due_on, -AHEAD)


def _is_near(due_on: dt.date, ground: Ground) -> bool:
    return opens_on(due_on, ground) <= ground.on <= due_on


def _of_deadline(sight: Sight, deadline: Deadline, reading) -> Gate:
    if deadline.code in REGISTERS_OF:
        wanted = REGISTERS_OF[deadline.code]
        chosen = [one for one in sight.registers() if one.code in wanted]
        lots = [lot for one in chosen for lot in sight.lots(one)]
        return _of_lots(sight, deadline.name, deadline.due_on, lots, register=wanted[0])
    owing = tuple(
        one
        for one in obligations.outstanding_of(sight.ground, deadline)
        if one.organisation.path.startswith(reading)
    )
    done = obligations.finished(sight.ground, deadline)
    finished = [day for path, day in done if path.startswith(reading)]
    pace = _pace(len(owing) + len(finished), finished, deadline.due_on, sight.ground)
    return Gate(deadline.name, deadline.due_on, pace, owing=owing)


def _of_lots(sight: Sight, name: str, due_on: dt.date, lots: Iterable[Lot], register: str = "") -> Gate:
    gauge = Gauge(sight.ground.on, sight.ground.on)
    states = [(lot, gauge.state(lot)) for lot in lots if lot.last_day is not None and lot.last_day <= due_on]
    owing, finished, needed = Counter(), [], 0
    for lot, state in states:
        if state is None:
            continue
        needed += lot.count
        if state in (State.OVERDUE, State.SOON, State.OPEN):
            owing[lot.county_id] += lot.count
        else:
            finished += [lot.done_on] * lot.count
    places = tuple((county, owing[county.pk]) for county in sight.counties if owing[county.pk])
    pace = _pace(needed, finished, due_on, sight.ground)
    return Gate(name, due_on, pace, register=register, places=places)


def _pace(needed: int, finished: Sequence[dt.date], due_on: dt.date, ground: Ground) -> Pace:
    since = ground.workdays_on(ground.on, -AHEAD)
    lately = sum(since < day <= ground.on for day in finished)
    return Pace(needed, len(finished), lately, ground.workdays_left(due_on))


def upcoming(ground: Ground) -> list[tuple[str, dt.date, dt.date]]:
    """还没有进入预报期的关口：（名称, 到期, 何时开始预报）。"""
    named = [(one.name, one.due_on) for one in ground.deadlines.values()]
    named += [(f"“{one}”阶段结束", one.end_on) for one in ground.phases]
    found = [(name, due_on, opens_on(due_on, ground)) for name, due_on in named]
    return sorted((one for one in found if one[2] > ground.on), key=lambda one: one[1])
