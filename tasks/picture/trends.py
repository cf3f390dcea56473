"""走势：行动开始以来每七天一个点，按那一天以前的事实算。事项只取一次，各天在内存里数。"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.core.charts import Chart, trend
from tasks.models import TaskArea
from tasks.standing import Gauge, Lot, Tally, count_lots

WEEK = dt.timedelta(days=7)
EVERYWHERE = 0


@dataclass(frozen=True)
class Line:
    """一条线：名称，各点的件数。"""

    name: str
    tallies: tuple[Tally, ...]

    @property
    def shares(self) -> list[Decimal | None]:
        return [one.share for one in self.tallies]

    @property
    def overdue(self) -> list[int]:
        return [one.overdue for one in self.tallies]


def days_since(start: dt.date | None, on: dt.date) -> list[dt.date]:
    """行动第一天起每七天，最后一个点是 `on`；还没有开始的只有 `on`。"""
    start, found = start or on, []
    while start < on:
        found.append(start)
        start += WEEK
    return [*found, on]


def line(name: str, lots: Iterable[Lot], days: Sequence[dt.date]) -> Line:
    """各点的件数，不分县区。"""
    merged = Counter()
    for lot in lots:
        merged[lot.since, lot.due_on, lot.done_on, lot.extended_on, lot.until] += lot.count
    batches = [Lot(EVERYWHERE, *dates, count=number) for dates, number in merged.items()]
    return Line(name, tuple(count_lots(batches, Gauge(day, day)).get(EVERYWHERE, Tally()) for day in days))


def lines(lots: Mapping[str, list[Lot]], areas: Iterable[TaskArea], days: Sequence[dt.date]) -> list[Line]:
    """每个方面一条；一件事也没有过的方面不画。"""
    return [line(area.name, lots[area.code], days) for area in areas if lots.get(area.code)]


def total(lots: Mapping[str, list[Lot]], days: Sequence[dt.date]) -> Line:
    """各方面合计。"""
    return line("合计", (lot for batch in lots.values() for lot in batch), days)


def share_chart(found: Sequence[Line], days: Sequence[dt.date], *, title: str) -> Chart:
    """办结率（百分比）。"""
    return trend(_names(days), [(one.name, one.shares) for one in found], title=title, unit="%")


def overdue_chart(found: Sequence[Line], days: Sequence[dt.date], *, title: str) -> Chart:
    """超期未办的件数。"""
    most = max((number for one in found for number in one.overdue), default=0)
    series = [(one.name, one.overdue) for one in found]
    return trend(_names(days), series, title=title, full=rounded(most), unit="件")


def rounded(most: int) -> int:
    """纵轴的顶：不小于 `most`，分成四格每格都是整数。"""
    step = 1
    while 4 * step < most:
        step = next(n for n in (2, 5, 10) if n * _power(step) > step) * _power(step)
    return 4 * step


def _power(step: int) -> int:
    return 10 ** (len(f"{step}") - 1)


def _names(days: Sequence[dt.date]) -> list[str]:
    return [f"{day.month}月{day.day}日" for day in days]
