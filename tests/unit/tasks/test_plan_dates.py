"""期限的各种写法；2023 年的方案。"""

import datetime as dt

import pytest

from tasks.plan import dates

BASE = dates.Context(2023, dt.date(2023, 5, 20))
WORDINGS = [
    ("6月底前", "2023-06-30"),
    ("六月底前", "2023-06-30"),
    ("11月5日前", "2023-11-05"),
    ("十一月五日之前", "2023-11-05"),
    ("于11月5日前报送", "2023-11-05"),
    ("2023年7月—2023年10月", "2023-10-31"),
    ("7月—10月", "2023-10-31"),
    ("7-10月", "2023-10-31"),
    ("7月至10月底", "2023-10-31"),
    ("2023年6月—11月", "2023-11-30"),
    ("2023年11月—2024年2月", "2024-02-29"),
    ("11月至次年1月", "2024-01-31"),
    ("11月—1月", "2024-01-31"),
    ("9月1日—9月15日", "2023-09-15"),
    ("9月1日至15日", "2023-09-15"),
    ("9月中旬前", "2023-09-20"),
    ("9月上旬", "2023-09-10"),
    ("10月前", "2023-09-30"),
    ("上半年", "2023-06-30"),
    ("2024年上半年", "2024-06-30"),
    ("下半年", "2023-12-31"),
    ("年底前", "2023-12-31"),
    ("2023年底前", "2023-12-31"),
    ("2024年年底前", "2024-12-31"),
    ("年内", "2023-12-31"),
    ("第三季度", "2023-09-30"),
    ("三季度末前", "2023-09-30"),
    ("第4季度", "2023-12-31"),
    ("2024年第1季度", "2024-03-31"),
    ("次年1月31日前", "2024-01-31"),
    ("明年3月底前", "2024-03-31"),
    ("1月底前", "2024-01-31"),
    ("2023.9.30前", "2023-09-30"),
    ("2023-09-30前", "2023-09-30"),
    ("截止9月30日", "2023-09-30"),
    ("二〇二三年九月底前", "2023-09-30"),
    ("2月底前", "2024-02-29"),
    ("上半年的于6月中旬完成", "2023-06-20"),
    ("下半年的于11月下旬完成", "2023-11-30"),
    ("四季度12月10日前", "2023-12-10"),
    ("国庆节前", "2023-09-30"),
    ("“五一”前", "2024-04-30"),
    ("春节前", "2024-02-09"),
    ("中秋节前", "2023-09-28"),
    ("清明节前", "2024-04-03"),
    ("2025年元旦前", "2024-12-31"),
    ("即日起至8月15日", "2023-08-15"),
]


def due(text: str, context=BASE) -> list[str]:
    return [found.period.end_on.isoformat() for found in dates.find(text, context) if found.is_due]


@pytest.mark.parametrize(("text", "day"), WORDINGS)
def test_each_wording_means_its_last_day(text, day):
    assert due(text) == [day]


@pytest.mark.parametrize(
    "text", ["2023年以来", "自2023年6月1日起施行", "截至2022年底", "20个工作日内", "2月30日前", "13月底前"]
)
def test_what_is_no_deadline_gives_none(text):
    assert due(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每月25日前", "monthly"),
        ("每季度末", "quarterly"),
        ("按季度通报", "quarterly"),
        ("长期坚持", "standing"),
        ("6月底前", "once"),
    ],
)
def test_recurrence(text, expected):
    assert dates.recurrence(text) == expected


def test_a_month_inside_a_phase_over_the_year_end_takes_the_year_of_the_phase():
    period = dates.find("2023年11月—2024年1月", BASE)[0].period
    assert due("1月15日前", dates.Context(2023, None, period)) == ["2024-01-15"]


def test_no_holiday_is_invented_beyond_the_years_that_are_known():
    assert due("春节前", dates.Context(2050)) == []
