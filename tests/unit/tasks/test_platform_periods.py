"""更新节奏的一期一期：首尾相接，开头不足一期照样算；其后才更新的是逾期。"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.registers.platforms import findings
from tasks.registers.platforms.periods import Period, done_on, periods

START = dt.date(2026, 6, 3)  # 星期三
RHYTHMS = ("weekly", "monthly", "quarterly", "half", "days")


def ends(rhythm, on, days=None):
    return [period.last for period in periods(rhythm, start=START, on=on, days=days)]


def test_weeks_run_from_monday_to_sunday():
    assert ends("weekly", dt.date(2026, 6, 15)) == [dt.date(2026, 6, d) for d in (7, 14, 21)]


def test_months_quarters_and_half_years_follow_the_calendar():
    assert ends("monthly", dt.date(2026, 8, 1)) == [
        dt.date(2026, 6, 30), dt.date(2026, 7, 31), dt.date(2026, 8, 31),
    ]  # fmt: skip
    assert ends("quarterly", dt.date(2026, 10, 1)) == [
        dt.date(2026, 6, 30), dt.date(2026, 9, 30), dt.date(2026, 12, 31),
    ]  # fmt: skip
    assert ends("half", dt.date(2026, 12, 31)) == [dt.date(2026, 6, 30), dt.date(2026, 12, 31)]


def test_every_n_days_counts_from_the_opening_and_none_has_no_periods():
    assert ends("days", dt.date(2026, 6, 12), 5) == [dt.date(2026, 6, 7), dt.date(2026, 6, 12)]
    assert ends("none", dt.date(2026, 12, 1)) == []
    assert ends("monthly", dt.date(2026, 6, 2)) == []


@given(
    st.sampled_from(RHYTHMS),
    st.dates(dt.date(2024, 1, 1), dt.date(2027, 1, 1)),
    st.integers(0, 800),
    st.integers(1, 60),
)
def test_periods_touch_and_cover_every_day(rhythm, start, more, days):
    on = start + dt.timedelta(days=more)
    found = list(periods(rhythm, start=start, on=on, days=days))
    assert found[0].first == start
    assert found[-1].first <= on <= found[-1].last
    for one, after in zip(found, found[1:], strict=False):
        assert after.first == one.last + dt.timedelta(days=1)


def test_an_update_in_the_period_or_the_first_after_it_counts():
    june = Period(dt.date(2026, 6, 1), dt.date(2026, 6, 30))
    days = [dt.date(2026, 5, 30), dt.date(2026, 7, 2), dt.date(2026, 8, 1)]
    assert done_on(june, days) == dt.date(2026, 7, 2)
    assert done_on(june, [dt.date(2026, 6, 30)]) == dt.date(2026, 6, 30)
    assert done_on(june, days[:1]) is None


@pytest.mark.parametrize(
    ("state", "code", "note", "has_text", "word"),
    [
        ("alive", 200, "", True, "打得开"),
        ("stale", 200, "", True, "打得开"),
        ("alive", 200, "", False, "打得开但空白"),
        ("alive", 200, "已跳转到网站首页，请人工打开确认。", True, "跳回首页"),
        ("dead", 404, "网页已不在", False, "已失效"),
        ("unreachable", 403, "", False, "拒绝自动核验"),
        ("unreachable", None, "网站的 robots.txt 不允许自动核验这个网页", False, "拒绝自动核验"),
        ("unreachable", None, "连接超时", False, "没有答复"),
        ("unchecked", None, "", False, "未核验"),
    ],
)
def test_what_a_check_says(state, code, note, has_text, word):
    assert findings.finding(state, code, note, has_text=has_text) == word
