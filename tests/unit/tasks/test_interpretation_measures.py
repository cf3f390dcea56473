"""解读回应的算法：隔几天、几小时、中位数、率、相似。"""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import clock
from tasks.registers.interpretation import measures

NINE = dt.datetime(2026, 7, 1, 9, 0, tzinfo=clock.TZ)


def test_days_count_from_the_day_of_the_policy():
    day = dt.date(2026, 6, 30)
    assert measures.days_between(day, day) == 0
    assert measures.days_between(day, dt.date(2026, 7, 3)) == 3
    assert measures.days_between(day, None) is None


@pytest.mark.parametrize(
    ("minutes", "hours"), [(0, "0.0"), (3, "0.1"), (2, "0.0"), (90, "1.5"), (1441, "24.0"), (1443, "24.1")]
)
def test_hours_are_rounded_half_up_to_a_tenth(minutes, hours):
    assert measures.hours_taken(NINE, NINE + dt.timedelta(minutes=minutes)) == Decimal(hours)


def test_hours_do_not_care_about_the_zone_of_the_moments():
    later = (NINE + dt.timedelta(hours=5)).astimezone(dt.UTC)
    assert measures.hours_taken(NINE, later) == Decimal("5.0")
    assert measures.hours_taken(NINE, None) is None


def test_a_median_of_nothing_is_not_zero():
    assert measures.median([]) is None
    assert measures.median([3]) == Decimal("3.0")
    assert measures.median([1, 2]) == Decimal("1.5")
    assert measures.median([9, 1, 5]) == Decimal("5.0")


def test_a_rate_without_a_whole_is_not_zero():
    assert measures.percent(0, 0) is None
    assert measures.percent(0, 3) == Decimal("0.0")
    assert measures.percent(2, 3) == Decimal("66.7")


@given(st.lists(st.integers(0, 400), min_size=1))
def test_a_median_lies_among_its_values(values):
    assert min(values) <= measures.median(values) <= max(values)


def test_alike_questions_come_first_and_strangers_not_at_all():
    known = [(1, "个体户怎样申请创业贷款"), (2, "新生儿怎样上户口"), (3, "创业担保贷款去哪里申请")]
    assert measures.most_alike("怎样申请创业担保贷款？", known) == [3, 1] or measures.most_alike(
        "怎样申请创业担保贷款？", known
    ) == [1, 3]
    assert measures.most_alike("火车几点开", known) == []
    assert measures.most_alike("", known) == []


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_symmetric_and_between_none_and_all(one, other):
    found = measures.likeness(one, other)
    assert 0 <= found <= 1
    assert found == measures.likeness(other, one)
