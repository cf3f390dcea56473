"""更新节奏分成的一期一期。纯函数，不认识 Django。

每周从周一起，每月、每季、每半年照日历；“及时”的从 `start` 起每 n 天一期。不足一期的开头照样算一期。
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ONE = dt.timedelta(days=1)
MONTHS = {"monthly": 1, "quarterly": 3, "half": 6}


@dataclass(frozen=True)
class Period:
    """一期，首尾都含。"""

    first: dt.date
    last: dt.date

    @property
    def label(self) -> str:
        return f"{self.first:%-m月%-d日}至{self.last:%-m月%-d日}"


def periods(rhythm: str, *, start: dt.date, on: dt.date, days: int | None = None) -> Iterator[Period]:
    """`start` 起、到 `on` 为止已经开始的各期；不定期的没有。"""
    first = start
    while rhythm != "none" and first <= on:
        last = _last(rhythm, first, days)
        yield Period(first, last)
        first = last + ONE


def _last(rhythm: str, first: dt.date, days: int | None) -> dt.date:
    if rhythm == "days":
        return first + dt.timedelta(days=days - 1)
    if rhythm == "weekly":
        return first + dt.timedelta(days=6 - first.weekday())
    months = MONTHS[rhythm]
    ends = (first.month - 1) // months * months + months
    return dt.date(first.year + ends // 12, ends % 12 + 1, 1) - ONE


def done_on(period: Period, updates: Sequence[dt.date]) -> dt.date | None:
    """这一期何时算更新了：期内或其后的头一次更新；`updates` 由早到晚。其后才有的是逾期。"""
    place = bisect_left(updates, period.first)
    return updates[place] if place < len(updates) else None
