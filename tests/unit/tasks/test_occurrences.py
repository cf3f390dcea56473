"""按期的任务：各期相连不重叠，头尾不出行动期间，月与季的边界两侧各归各期。"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.occurrences import occurrences, opened

FIRST, LAST = dt.date(2026, 6, 1), dt.date(2026, 12, 31)
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31))
ONE = dt.timedelta(days=1)


def test_quarters_of_a_campaign_that_begins_in_june():
    found = [(o.period, o.opens_on, o.due_on) for o in occurrences("quarterly", FIRST, LAST)]
    assert found == [
        ("2026-Q2", dt.date(2026, 6, 1), dt.date(2026, 6, 30)),
        ("2026-Q3", dt.date(2026, 7, 1), dt.date(2026, 9, 30)),
        ("2026-Q4", dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
    ]


def test_months_follow_the_calendar_through_february_and_the_new_year():
    found = occurrences("monthly", dt.date(2027, 12, 15), dt.date(2028, 3, 10))
    assert [(o.period, o.opens_on.day, o.due_on.day) for o in found] == [
        ("2027-12", 15, 31),
        ("2028-01", 1, 31),
        ("2028-02", 1, 29),
        ("2028-03", 1, 10),
    ]


@pytest.mark.parametrize(
    ("on", "count"),
    [(dt.date(2026, 5, 31), 0), (FIRST, 1), (dt.date(2026, 6, 30), 1), (dt.date(2026, 7, 1), 2)],
)
def test_a_period_opens_on_its_first_day(on, count):
    assert len(opened(occurrences("monthly", FIRST, LAST), on)) == count


@pytest.mark.parametrize("recurrence", ["once", "standing"])
def test_what_does_not_recur_has_no_periods(recurrence):
    assert occurrences(recurrence, FIRST, LAST) == []


def test_a_span_that_ends_before_it_begins_has_no_periods():
    assert occurrences("monthly", LAST, FIRST) == []


@given(st.sampled_from(["monthly", "quarterly"]), DAYS, DAYS)
def test_periods_cover_every_day_of_the_span_once(recurrence, one, other):
    first, last = sorted((one, other))
    found = occurrences(recurrence, first, last)
    assert (found[0].opens_on, found[-1].due_on) == (first, last)
    for before, after in zip(found, found[1:], strict=False):
        assert before.due_on + ONE == after.opens_on
    assert len({o.period for o in found}) == len(found)
