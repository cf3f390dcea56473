"""会议的期次：按月或按季度，把行动的起止切成一期一期。不认识 Django。"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

MONTHLY, QUARTERLY = "monthly", "quarterly"
MONTHS = {MONTHLY: 1, QUARTERLY: 3}
ONE = dt.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """一期：`code` 如 2026-Q3、2026-08；起止都含当天，已按行动的起止截断。"""

    code: str
    name: str
    start_on: dt.date
    end_on: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.start_on <= day <= self.end_on


def periods(rhythm: str, first: dt.date, last: dt.date) -> list[Period]:
    """`first` 至 `last`（都含）的各期；`rhythm` 不是每月、每季度的，一期也没有。"""
    if rhythm not in MONTHS:
        return []
    size, found = MONTHS[rhythm], []
    start = dt.date(first.year, (first.month - 1) // size * size + 1, 1)
    while start <= last:
        following = _months_on(start, size)
        found.append(Period(*_named(rhythm, start), max(start, first), min(following - ONE, last)))
        start = following
    return found


def _months_on(start: dt.date, months: int) -> dt.date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


def _named(rhythm: str, start: dt.date) -> tuple[str, str]:
    if rhythm == MONTHLY:
        return f"{start:%Y-%m}", f"{start.year} 年 {start.month} 月"
    quarter = (start.month - 1) // 3 + 1
    return f"{start.year}-Q{quarter}", f"{start.year} 年第{'一二三四'[quarter - 1]}季度"


def earliest(meetings: Iterable[tuple[dt.date, dt.date]], period: Period) -> dt.date | None:
    """这一期办到的那一天：在期内召开的会议里，最早存好纪要的日期；`meetings` 是（召开日期, 存纪要日期）。"""
    return min((filed for held, filed in meetings if held in period), default=None)
