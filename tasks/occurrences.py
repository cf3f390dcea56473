"""按期的任务有哪几期：每月、每季度各一期，起止都是整日（北京时间），不认识 Django。"""

import datetime as dt
from dataclasses import dataclass

MONTHS = {"monthly": 1, "quarterly": 3}


@dataclass(frozen=True)
class Occurrence:
    """一期：`period` 如 2026-07、2026-Q3；`opens_on` 起可以办，`due_on`（含）到期。"""

    period: str
    opens_on: dt.date
    due_on: dt.date | None


def occurrences(recurrence: str, first: dt.date, last: dt.date) -> list[Occurrence]:
    """从 `first` 到 `last`（都含）的各期；头尾不满一期的照算，起止不出这段日子。不按期的没有。"""
    length = MONTHS.get(recurrence)
    if length is None or last < first:
        return []
    found, start = [], _start(first, length)
    while start <= last:
        following = _months_on(start, length)
        end = following - dt.timedelta(days=1)
        found.append(Occurrence(_name(start, length), max(start, first), min(end, last)))
        start = following
    return found


def opened(items: list[Occurrence], on: dt.date) -> list[Occurrence]:
    """`on` 这天已经开始的各期。"""
    return [item for item in items if item.opens_on <= on]


def _start(day: dt.date, length: int) -> dt.date:
    return dt.date(day.year, (day.month - 1) // length * length + 1, 1)


def _months_on(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.month - 1 + months, 12)
    return dt.date(day.year + year, month + 1, 1)


def _name(start: dt.date, length: int) -> str:
    return f"{start:%Y-%m}" if length == 1 else f"{start.year}-Q{(start.month - 1) // 3 + 1}"
