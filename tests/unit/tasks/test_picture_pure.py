"""推进情况的纯算法：走势各点、纵轴、目录事项的各期、预报的速度。"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.rules import Denied
from tasks.picture import asof, trends
from tasks.picture.forecast import Pace
from tasks.registers.standards import cycles
from tasks.standing import Gauge, Lot, Tally, count_lots

START, TODAY = dt.date(2026, 6, 1), dt.date(2026, 9, 10)
DAYS = st.dates(START, dt.date(2026, 12, 31))
LOTS = st.builds(
    Lot,
    county_id=st.integers(1, 3),
    since=DAYS,
    due_on=st.none() | DAYS,
    done_on=st.none() | DAYS,
    until=st.none() | DAYS,
    count=st.integers(1, 5),
)


def test_a_point_each_week_and_the_last_is_the_day_itself():
    days = trends.days_since(START, TODAY)
    assert days[0] == START and days[-1] == TODAY
    assert {(b - a).days for a, b in zip(days, days[1:], strict=False)} <= {7, 3}
    assert trends.days_since(TODAY, TODAY) == [TODAY]


@given(st.lists(LOTS, max_size=20))
def test_each_point_is_what_the_counties_sum_to_that_day(lots):
    days = trends.days_since(START, TODAY)
    found = trends.line("合计", lots, days).tallies
    for day, tally in zip(days, found, strict=True):
        expected = sum(count_lots(lots, Gauge(day, day)).values(), Tally())
        assert (tally.done, tally.overdue, tally.total) == (expected.done, expected.overdue, expected.total)


@given(st.integers(0, 10**6))
def test_the_axis_holds_every_point_in_four_whole_steps(most):
    top = trends.rounded(most)
    assert top >= most and top % 4 == 0
    assert most <= 4 or top < 4 * most


def test_an_item_that_no_longer_counts_is_gone_from_that_day():
    lot = Lot(1, START, until=dt.date(2026, 7, 1))
    assert count_lots([lot], Gauge(dt.date(2026, 6, 30), TODAY))
    assert not count_lots([lot], Gauge(dt.date(2026, 7, 1), TODAY))


def test_periods_that_fall_due_since_the_campaign_began():
    names = [one.name for one in cycles.periods(3, start=START, on=TODAY)]
    assert names == ["2026年4—6月", "2026年7—9月"]
    assert [one.name for one in cycles.periods(1, start=START, on=dt.date(2026, 7, 1))] == [
        "2026年6月",
        "2026年7月",
    ]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], None),
        ([dt.date(2026, 3, 31)], None),
        ([dt.date(2026, 3, 31), dt.date(2026, 6, 30)], dt.date(2026, 6, 30)),
        ([dt.date(2026, 7, 2)], dt.date(2026, 7, 2)),
    ],
)
def test_a_period_is_done_by_the_first_disclosure_since_it_began(days, expected):
    period = cycles.Period(dt.date(2026, 4, 1), dt.date(2026, 6, 30))
    assert cycles.done_on(period, days) == expected


def test_cycles_shorter_than_a_month_are_looked_at_by_the_month():
    assert cycles.months_of(7, "日") == 1
    assert cycles.months_of(1, "季") == 3
    assert cycles.months_of(6, "月") == 6


def test_the_forecast_says_what_the_present_pace_reaches():
    pace = Pace(needed=20, done=10, lately=5, days=6)
    assert (pace.missing, pace.reached, pace.short, f"{pace.share}") == (10, 13, 7, "65.0")
    assert Pace(needed=3, done=3, lately=3, days=9).reached == 3
    assert Pace(needed=0, done=0, lately=0, days=9).share is None


@pytest.mark.parametrize("written", ["2026-09-11", "2026-13-01", "前天"])
def test_a_day_to_come_or_no_day_is_refused_with_a_sentence(written):
    with pytest.raises(Denied, match="还没有到|不是日期"):
        asof.day_in({"on": written}, today=TODAY)


def test_no_day_is_today():
    assert asof.day_in({}, today=TODAY) == TODAY
