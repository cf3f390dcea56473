"""工作日：对照国务院办公厅放假通知手算；调整表优先；没有通知的年份按周末推算并标明。"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import workdays
from portal.core.workdays import GUESS, NOTICE, WEEKEND, add_workdays, describe, is_workday, workdays_between

D = dt.date
DAYS = st.dates(D(2005, 1, 1), D(2030, 12, 31))

# 2023 年中秋、国庆：9 月 29 日至 10 月 6 日放假，10 月 7 日（周六）、8 日（周日）上班。
NATIONAL_DAY = [*((D(2023, 9, n), False) for n in (29, 30)), *((D(2023, 10, n), False) for n in range(1, 7))]
NATIONAL_DAY += [
    (D(2023, 9, 28), True),
    (D(2023, 10, 7), True),
    (D(2023, 10, 8), True),
    (D(2023, 10, 14), False),
]
# 2024 年春节：2 月 10 日至 17 日放假，4 日（周日）、18 日（周日）上班；除夕（9 日）不放假。
SPRING = [*((D(2024, 2, n), False) for n in range(10, 18))]
SPRING += [(D(2024, 2, 4), True), (D(2024, 2, 9), True), (D(2024, 2, 18), True), (D(2024, 2, 3), False)]


@pytest.mark.parametrize(("day", "works"), NATIONAL_DAY + SPRING)
def test_the_notices_are_followed_day_by_day(day, works):
    assert is_workday(day) is works
    assert describe(day).source in (NOTICE, WEEKEND)


def test_a_working_sunday_names_the_holiday_it_makes_up_for():
    sunday = describe(D(2024, 2, 4))
    assert (sunday.is_workday, sunday.name, sunday.source) == (True, "春节调休上班", NOTICE)


def test_an_ordinary_sunday_is_only_a_weekend():
    assert describe(D(2023, 11, 5)) == workdays.Day(D(2023, 11, 5), False, "", WEEKEND)


def test_a_year_without_a_notice_is_guessed_from_weekends_and_says_so():
    first = workdays.known_years()[1] + 1
    new_year = describe(D(first, 1, 1))
    assert new_year.estimated and new_year.source == GUESS
    assert new_year.is_workday is (D(first, 1, 1).weekday() < 5)


def test_an_adjustment_wins_even_in_a_year_without_a_notice():
    table = {D(2031, 10, 1): (False, "国庆节", "国办发明电〔2030〕1号")}
    assert describe(D(2031, 10, 1), table) == workdays.Day(
        D(2031, 10, 1), False, "国庆节", "国办发明电〔2030〕1号"
    )
    assert add_workdays(D(2031, 9, 30), 1, table) == D(2031, 10, 2)
    assert add_workdays(D(2031, 9, 30), 1) == D(2031, 10, 1)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (D(2023, 9, 28), 1, D(2023, 10, 7)),
        (D(2023, 9, 28), 3, D(2023, 10, 9)),
        (D(2024, 2, 9), 1, D(2024, 2, 18)),
        (D(2024, 2, 18), -1, D(2024, 2, 9)),
        (D(2023, 10, 9), -3, D(2023, 9, 28)),
    ],
)
def test_counting_across_the_holidays(start, count, end):
    assert add_workdays(start, count) == end
    assert workdays_between(start, end) == (count if count > 0 else count)


@given(DAYS, st.integers(1, 60))
def test_the_day_reached_is_a_working_day_and_counts_back_to_the_number(start, count):
    end = add_workdays(start, count)
    assert is_workday(end)
    assert workdays_between(start, end) == count


@given(DAYS, st.integers(0, 60))
def test_an_added_holiday_never_brings_a_deadline_forward(start, count):
    end = add_workdays(start, count)
    table = {end: (False, "放假", "测试")}
    assert add_workdays(start, count, table) >= end or count == 0
