"""覆盖与及时：周期、时限、合计。"""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogs import coverage, limits
from catalogs.coverage import Record, Tally
from portal.core import workdays

DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31))
RECORDS = st.lists(st.builds(Record, DAYS), max_size=6)
TEXTS = st.sampled_from(["20个工作日内", "每季度", "每年1月31日前", "及时", "永久", "", "每月"])


def standing(text, records, on):
    return coverage.standing(limits.parse(text), records, on=on, add_workdays=workdays.add_workdays)


@given(TEXTS, RECORDS, DAYS)
def test_what_is_disclosed_later_does_not_count(text, records, on):
    past = [record for record in records if record.disclosed_on <= on]
    assert standing(text, records, on) == standing(text, past, on)


@given(TEXTS, RECORDS, DAYS)
def test_an_item_is_either_covered_lapsed_or_never_disclosed(text, records, on):
    found = standing(text, records, on)
    assert found.is_covered + found.is_lapsed + (found.latest_on is None) == 1


@given(TEXTS, RECORDS, DAYS, DAYS)
def test_another_disclosure_never_lowers_the_coverage(text, records, on, more):
    before, after = standing(text, records, on), standing(text, [*records, Record(more)], on)
    assert after.is_covered >= before.is_covered


@pytest.mark.parametrize(
    ("text", "disclosed", "on", "covered"),
    [
        ("每季度", "2026-01-05", "2026-06-30", True),
        ("每季度", "2025-12-31", "2026-06-30", False),
        ("每月", "2026-05-01", "2026-06-30", True),
        ("每月", "2026-04-30", "2026-06-30", False),
        ("每年1月31日前", "2025-01-31", "2026-06-30", True),
        ("每年1月31日前", "2024-12-31", "2026-06-30", False),
        ("20个工作日内", "2020-01-01", "2026-06-30", True),
    ],
)
def test_a_recurring_item_lapses_after_the_last_finished_period(text, disclosed, on, covered):
    found = standing(text, [Record(dt.date.fromisoformat(disclosed))], dt.date.fromisoformat(on))
    assert found.is_covered is covered
    assert found.is_lapsed is not covered


def test_timeliness_counts_working_days_with_the_holidays():
    made = dt.date(2026, 9, 25)
    due = workdays.add_workdays(made, 20)
    on_time = [Record(due, made)]
    late = [Record(due + dt.timedelta(days=1), made)]
    assert due > made + dt.timedelta(days=28)
    assert standing("20个工作日内", on_time, dt.date(2026, 12, 31)).timely == 1
    assert standing("20个工作日内", late, dt.date(2026, 12, 31)).late == 1


def test_nothing_due_has_no_rate_and_it_is_not_zero():
    assert Tally().coverage is None and Tally().timeliness is None
    assert Tally(should=3, covered=1).coverage == Decimal("33.3")


@given(st.lists(st.builds(Tally, *[st.integers(0, 9)] * 6), max_size=5))
def test_tallies_add_up_in_any_order(tallies):
    assert sum(tallies, Tally()) == sum(reversed(tallies), Tally())
