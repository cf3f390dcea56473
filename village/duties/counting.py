"""应公开的各期与登记对账：该公开的、公开了的、晚了的、逾期没有公开的。纯函数。

一年的账：这一年里到期的各期。过了应公开日期的为“应已公开”，没有登记的为逾期；还没有到日子的是“待公开”。
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields

from catalogs import cycles
from catalogs.coverage import percent
from catalogs.cycles import Period
from village.duties.items import VillageItem


@dataclass(frozen=True)
class Slot:
    """一个事项的一期。"""

    item: VillageItem
    period: Period

    @property
    def mark(self) -> tuple[str, str, dt.date]:
        """与登记对账的依据：（事项标识, 周期, 期初）。"""
        return self.item.key, self.period.cycle.value, self.period.starts_on

    @property
    def token(self) -> str:
        """表单里的写法。"""
        return f"{self.item.key}:{self.period.cycle}:{self.period.starts_on}"


@dataclass(frozen=True)
class Tally:
    """若干村的合计。`due` 应已公开，`done` 其中公开了的，`late` 其中晚了的；`open` 未到期的，`open_done` 其中已公开的。"""

    due: int = 0
    done: int = 0
    late: int = 0
    open: int = 0
    open_done: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Tally)))

    @property
    def overdue(self) -> int:
        return self.due - self.done

    @property
    def waiting(self) -> int:
        return self.open - self.open_done

    @property
    def rate(self):
        """公开率，百分数一位小数；没有应已公开的为 None。"""
        return percent(self.done, self.due)


def slots(item: VillageItem, year: int) -> list[Slot]:
    """一个事项在一年里的各期，各按到期那天的时限；及时公开的、周期待定的没有。"""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return [
        Slot(item, period)
        for term in item.terms
        for period in cycles.periods(term.rhythm, first, last)
        if term.covers(period.due_on)
    ]


def past(found: Iterable[Slot], on: dt.date) -> list[Slot]:
    """应公开日期已过的。"""
    return [slot for slot in found if slot.period.due_on < on]


def open_on(found: Iterable[Slot], on: dt.date) -> list[Slot]:
    """已经开始、还没有到应公开日期的（当天截止的在内）。"""
    return [slot for slot in found if slot.period.starts_on <= on <= slot.period.due_on]


def tally(items: Iterable[VillageItem], records: dict[tuple, bool], *, year: int, on: dt.date) -> Tally:
    """一村的合计；`records` 是 {对账依据: 晚了没有}。"""
    found = [slot for item in items for slot in slots(item, year)]
    due, waiting = past(found, on), open_on(found, on)
    done = [slot.mark for slot in due if slot.mark in records]
    return Tally(
        len(due),
        len(done),
        sum(records[mark] for mark in done),
        len(waiting),
        sum(slot.mark in records for slot in waiting),
    )
