"""周期更新的目录事项在行动期间的各期。纯函数。

与公开覆盖同一口径：某一期（或之后）第一次公开之日为办结，本期最后一天为期限，所以上一期、本期都没有公开即超期。
按日、按周更新的，按月看。
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from catalogs.coverage import MONTHS

ONE = dt.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """一期，首尾两天都算。"""

    first: dt.date
    last: dt.date

    @property
    def name(self) -> str:
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        if months == 1:
            return f"{self.first:%Y}年{self.first.month}月"
        return f"{self.first:%Y}年{self.first.month}—{self.last.month}月"


def months_of(value: int, unit: str) -> int:
    """一期几个月；不足一月的按一月。"""
    return max(1, MONTHS.get(unit, 1) * value) if unit in MONTHS else 1


@lru_cache(maxsize=64)
def periods(months: int, *, start: dt.date, on: dt.date) -> tuple[Period, ...]:
    """行动开始（`start`）之后到期、到 `on` 为止已经开始的各期；事项上万，周期只有几种。"""
    found, index = [], (start.year * 12 + start.month - 1) // months * months
    while (first := _first(index)) <= on:
        found.append(Period(first, _first(index + months) - ONE))
        index += months
    return tuple(found)


def _first(index: int) -> dt.date:
    return dt.date(index // 12, index % 12 + 1, 1)


def done_on(period: Period, days: Sequence[dt.date]) -> dt.date | None:
    """`days`（已排好）里这一期开始之后的第一天；没有为 None。"""
    place = bisect_left(days, period.first)
    return days[place] if place < len(days) else None
