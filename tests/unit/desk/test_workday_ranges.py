"""放假通知里的日期：各种写法都认得，认不得的说出怎么改；月历一格一天。"""

import datetime as dt

import pytest

from portal.core.sheets.problems import CellProblem
from portal.desk.workdays import months
from portal.desk.workdays.ranges import DayRange

D = dt.date
read = DayRange()
WEEK = tuple(D(2027, 10, n) for n in range(1, 8))


@pytest.mark.parametrize(
    "text",
    [
        "2027-10-01至2027-10-07",
        "2027-10-1 至 2027-10-7",
        "2027年10月1日至7日",
        "2027年10月1日—10月7日",
        "2027年10月1日到2027年10月7日",
        "2027/10/1～2027/10/7",
        "２０２７年１０月１日至７日",
        "2027.10.1–2027.10.7",
    ],
)
def test_a_range_is_read_however_it_is_written(text):
    assert read(text) == WEEK


@pytest.mark.parametrize(
    "raw", ["2027-10-01", "2027年10月1日", D(2027, 10, 1), dt.datetime(2027, 10, 1), "20271001"]
)
def test_a_single_day_is_a_range_of_one(raw):
    assert read(raw) == (D(2027, 10, 1),)


def test_a_range_may_cross_the_year():
    assert read("2027年12月31日至1月2日") == (D(2027, 12, 31), D(2028, 1, 1), D(2028, 1, 2))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2027-10-07至2027-10-01", "早于"),
        ("2027-10-01至2027-12-01", "62 天"),
        ("2027-02-27至2027-02-30", "不是|没有|日期"),
        ("2027年2月27日至30日", "没有 2月30日"),
        ("2027-10-01至03至05", "一段"),
        ("国庆节", "日期"),
        ("10月1日至7日", "日期|年"),
        (True, "日期"),
    ],
)
def test_what_cannot_be_read_says_how_to_write_it(text, said):
    with pytest.raises(CellProblem, match=said):
        read(text)


def test_the_month_shows_where_each_day_comes_from():
    table = {D(2023, 10, 9): (False, "停电", "市通知")}
    cells = {cell.day.date: cell for week in months.weeks(2023, 10, table) for cell in week}
    assert len(cells) % 7 == 0
    assert cells[D(2023, 10, 2)].kind == "国务院办公厅放假通知"
    assert cells[D(2023, 10, 14)].kind == "周末"
    assert cells[D(2023, 10, 9)].kind == "调整" and not cells[D(2023, 10, 9)].day.is_workday
    assert not cells[D(2023, 11, 1)].is_inside
    guessed = {cell.kind for week in months.weeks(2031, 5, {}) for cell in week}
    assert guessed == {"按周末推算"}


def test_the_number_of_working_days_in_a_month_is_counted():
    assert months.count(2023, 10, {}) == 19  # 7、8 日上班；9–13、16–20、23–27、30–31
