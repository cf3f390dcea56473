"""画面上每个数对应的行。网址里写明方面、县区、台账、状态与截至的日子，行数必与那个数相等。"""

import datetime as dt
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from portal.organisations.models import Organisation
from tasks.models import TaskArea
from tasks.picture import lights
from tasks.picture.sight import Sight
from tasks.standing import STATE_LABELS, Gauge, Item, Lot, Register, State

DONE = (State.ON_TIME, State.EXTENDED, State.LATE)
WAITING = (State.OVERDUE, State.SOON, State.OPEN)
# 网址里的 `state` → （名称, 包括哪些状态）。
GROUPS = {
    "done": ("已办结", DONE),
    "waiting": ("未办结", WAITING),
    **{str(state): (label, (state,)) for state, label in STATE_LABELS.items()},
}
SORTS = {
    "": "先到期的在前",
    "-days": "超期久的在前",
    "county": "按县区",
    "area": "按方面",
    "done": "近办结的在前",
}
# 一次逐行列出的上限：再多就先按县区、台账分开看。
MOST = 20_000


@dataclass(frozen=True)
class Row:
    """一行：一件事、它的方面与台账、县区、那一天的状态。"""

    item: Item
    area: TaskArea
    register: Register
    county: Organisation
    state: State
    on: dt.date

    @property
    def label(self) -> str:
        return STATE_LABELS[self.state]

    @property
    def body(self) -> str:
        """责任单位。"""
        return self.item.organisation.called

    @property
    def done_on(self) -> dt.date | None:
        return self.item.done_on if self.state in DONE else None

    @property
    def days(self) -> int | None:
        """超期（或逾期办结）了几天为正，离到期还有几天为负；没有期限的为 None。"""
        last = self.item.last_day
        return None if last is None else ((self.done_on or self.on) - last).days


@dataclass(frozen=True)
class Chosen:
    """筛选：空的不限。`body` 是责任单位的编码；`by` 只要这天（含）以前到期的。"""

    area: str = ""
    county: str = ""
    register: str = ""
    state: str = ""
    body: str = ""
    q: str = ""
    sort: str = ""
    by: dt.date | None = None


def size(sight: Sight, chosen: Chosen) -> dict[tuple, int]:
    """{（台账, 县区编号）: 件数}，不逐行取。`body` 与 `q` 不计。"""
    found: dict[tuple, int] = {}
    for _, register, seen, gauge in _sources(sight, chosen):
        for lot in seen.lots(register):
            if _fits(gauge.state(lot), chosen.state) and _due(lot, chosen.by):
                place = register, lot.county_id
                found[place] = found.get(place, 0) + lot.count
    return found


def rows(sight: Sight, chosen: Chosen, *, within: Container[Register] | None = None) -> list[Row]:
    """符合条件的各行，已排好；`within` 是已经知道有这样的行的台账，别的不必再读。"""
    places = {county.pk: county for county in sight.counties}
    found = []
    for area, register, seen, gauge in _sources(sight, chosen):
        if within is not None and register not in within:
            continue
        for item in seen.items(register):
            state = gauge.state(item)
            if _fits(state, chosen.state) and _due(item, chosen.by) and _named(item, chosen):
                found.append(Row(item, area, register, places[item.county_id], state, gauge.on))
    return _sorted(found, chosen.sort)


def _sources(sight: Sight, chosen: Chosen) -> Iterator[tuple[TaskArea, Register, Sight, Gauge]]:
    """要看的各方面、台账，收窄了的视野，那个方面的量具。"""
    county = next((one for one in sight.counties if one.code == chosen.county), None)
    if chosen.county and county is None:
        return
    seen = sight.narrowed(county) if county else sight
    seen = seen.of_area(chosen.area) if chosen.area else seen
    for area in seen.ground.areas:
        gauge = seen.ground.gauge(lights.rule_of(area))
        for register in sight.registers(area.code):
            if chosen.register in ("", register.code):
                yield area, register, seen, gauge


def _fits(state: State | None, wanted: str) -> bool:
    return state is not None and (wanted not in GROUPS or state in GROUPS[wanted][1])


def _due(item: Item | Lot, by: dt.date | None) -> bool:
    return by is None or (item.last_day is not None and item.last_day <= by)


def _named(item: Item, chosen: Chosen) -> bool:
    return (not chosen.body or item.organisation.code == chosen.body) and (
        not chosen.q or chosen.q in item.text
    )


def _sorted(found: list[Row], sort: str) -> list[Row]:
    never = dt.date.max
    keys = {
        "-days": lambda row: (row.days is None, -(row.days or 0)),
        "county": lambda row: (row.county.path, row.area.number),
        "area": lambda row: (row.area.number, row.register.code, row.county.path),
        "done": lambda row: -(row.done_on or dt.date.min).toordinal(),
    }
    due = sorted(found, key=lambda row: (row.item.last_day or never, row.county.path, row.item.key))
    return sorted(due, key=keys[sort]) if sort in keys else due


def bodies(found: Iterable[Row]) -> list[Organisation]:
    """这些行的责任单位，机构树次序。"""
    places = {row.item.organisation.pk: row.item.organisation for row in found}
    return sorted(places.values(), key=lambda place: place.path)
