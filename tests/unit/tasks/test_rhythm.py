"""会议的期次：首尾相接，不漏一天，不出行动的起止。"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.registers.organising.rhythm import earliest, periods

FIRST, LAST = dt.date(2026, 6, 1), dt.date(2026, 12, 31)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))


def test_quarters_are_cut_to_the_campaign():
    found = [(p.code, p.start_on, p.end_on) for p in periods("quarterly", FIRST, LAST)]
    assert found == [
        ("2026-Q2", dt.date(2026, 6, 1), dt.date(2026, 6, 30)),
        ("2026-Q3", dt.date(2026, 7, 1), dt.date(2026, 9, 30)),
        ("2026-Q4", dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
    ]


def test_months_have_names_people_read():
    assert [p.name for p in periods("monthly", FIRST, LAST)][:2] == ["2026 年 6 月", "2026 年 7 月"]


def test_no_rhythm_has_no_periods():
    assert periods("none", FIRST, LAST) == []


@pytest.mark.parametrize("rhythm", ["monthly", "quarterly"])
@given(one=DAYS, other=DAYS)
def test_periods_cover_every_day_once(rhythm, one, other):
    first, last = min(one, other), max(one, other)
    found = periods(rhythm, first, last)
    assert (found[0].start_on, found[-1].end_on) == (first, last)
    assert all(b.start_on - a.end_on == dt.timedelta(days=1) for a, b in zip(found, found[1:], strict=False))
    assert len({p.code for p in found}) == len(found)


def test_a_period_is_done_on_the_day_the_first_minutes_were_filed():
    quarter = periods("quarterly", FIRST, LAST)[1]
    held = [
        (dt.date(2026, 8, 1), dt.date(2026, 8, 20)),
        (dt.date(2026, 9, 30), dt.date(2026, 8, 30)),
        (dt.date(2026, 6, 30), dt.date(2026, 7, 1)),
    ]
    assert earliest(held, quarter) == dt.date(2026, 8, 20)
    assert earliest(held[2:], quarter) is None
