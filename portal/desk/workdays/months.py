"""一个月的日历：每天上班还是休息、凭什么。"""

import calendar
import datetime as dt
from dataclasses import dataclass

from portal.core import workdays
from portal.core.workdays import Day, Overrides

ADJUSTED, ORDINARY = "调整", "平日"


@dataclass(frozen=True)
class Cell:
    """日历的一格；`is_inside` 为假的是前后两月补齐的天。"""

    day: Day
    is_inside: bool
    is_adjusted: bool

    @property
    def kind(self) -> str:
        """依据的类别：放假通知、周末、调整、按周末推算；平常的上班日是“平日”。"""
        if self.is_adjusted:
            return ADJUSTED
        is_ordinary = self.day.is_workday and self.day.source == workdays.WEEKEND
        return ORDINARY if is_ordinary else self.day.source


def weeks(year: int, month: int, table: Overrides) -> list[list[Cell]]:
    """`year` 年 `month` 月各周，周一起。"""
    grid = calendar.Calendar().monthdatescalendar(year, month)
    return [[_cell(day, month, table) for day in week] for week in grid]


def _cell(day: dt.date, month: int, table: Overrides) -> Cell:
    return Cell(workdays.describe(day, table), day.month == month, day in table)


def count(year: int, month: int, table: Overrides) -> int:
    """这个月的工作日数。"""
    last = calendar.monthrange(year, month)[1]
    return sum(workdays.is_workday(dt.date(year, month, day), table) for day in range(1, last + 1))
