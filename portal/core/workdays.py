"""工作日：国务院办公厅每年的放假通知（含调休上班），外加本站的调整表。chinesecalendar 的门。

`overrides` 形如 `{日期: (是否工作日, 名称, 依据)}`，见 `portal.core.models.calendar.overrides`。
库里还没有的年份只能按周末推算，并如实标明。
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import chinese_calendar
from chinese_calendar.constants import holidays

Overrides = Mapping[dt.date, tuple[bool, str, str]]
ONE = dt.timedelta(days=1)
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
NOTICE, WEEKEND, GUESS = "国务院办公厅放假通知", "周末", "按周末推算"


@dataclass(frozen=True)
class Day:
    """一天：是否工作日、节日名称、依据；`estimated` 表示该年通知未知，按周末推算。"""

    date: dt.date
    is_workday: bool
    name: str
    source: str
    estimated: bool = False


@cache
def known_years() -> tuple[int, int]:
    """内置节假日表覆盖的首年与末年。"""
    years = {day.year for day in holidays}
    return min(years), max(years)


def describe(day: dt.date, overrides: Overrides | None = None) -> Day:
    """这一天是不是工作日，凭什么。"""
    if overrides and day in overrides:
        is_workday, name, source = overrides[day]
        return Day(day, is_workday, name, source)
    return _by_notice(day)


@lru_cache(maxsize=4096)
def _by_notice(day: dt.date) -> Day:
    """照通知与周末；同一天问得多，记住最近的十来年。"""
    first, last = known_years()
    if not first <= day.year <= last:
        return Day(day, day.weekday() < 5, "", GUESS, estimated=True)
    off, english = chinese_calendar.get_holiday_detail(day)
    is_workday = chinese_calendar.is_workday(day)
    name = NAMES.get(english, "") if english else ""
    by_notice = bool(english) or (is_workday and day.weekday() >= 5)
    return Day(
        day, is_workday, name if off else f"{name}调休上班" if name else "", NOTICE if by_notice else WEEKEND
    )


def is_workday(day: dt.date, overrides: Overrides | None = None) -> bool:
    return describe(day, overrides).is_workday


def add_workdays(day: dt.date, count: int, overrides: Overrides | None = None) -> dt.date:
    """`day` 之后第 `count` 个工作日（负数往前）；当天不算。`count` 为零返回原日。"""
    step, left = (ONE if count >= 0 else -ONE), abs(count)
    while left:
        day += step
        left -= is_workday(day, overrides)
    return day


def workdays_between(start: dt.date, end: dt.date, overrides: Overrides | None = None) -> int:
    """`start` 之后到 `end`（含）的工作日数；`end` 在前为负。"""
    if end < start:
        return -workdays_between(end, start, overrides)
    return sum(is_workday(start + ONE * n, overrides) for n in range(1, (end - start).days + 1))
