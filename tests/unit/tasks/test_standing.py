"""推进情况的行：每一天的状态、件数与灯。"""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.standing import Gauge, Item, Light, LightRule, State, Tally, count

DUE = dt.date(2026, 9, 30)
ITEM = Item("meeting:2026-Q3", 1, None, "第三季度工作会议", "/", since=dt.date(2026, 7, 1), due_on=DUE)
DAYS = st.dates(dt.date(2026, 6, 1), dt.date(2026, 12, 31))


def gauge(on: dt.date) -> Gauge:
    return Gauge(on, on + dt.timedelta(days=3))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (dt.date(2026, 6, 30), None),
        (dt.date(2026, 7, 1), State.OPEN),
        (dt.date(2026, 9, 26), State.OPEN),
        (dt.date(2026, 9, 27), State.SOON),
        (DUE, State.SOON),
        (dt.date(2026, 10, 1), State.OVERDUE),
    ],
)
def test_an_item_turns_from_open_to_soon_to_overdue(on, expected):
    assert gauge(on).state(ITEM) == expected


@pytest.mark.parametrize(
    ("done_on", "expected"),
    [
        (DUE, State.ON_TIME),
        (dt.date(2026, 10, 1), State.EXTENDED),
        (dt.date(2026, 10, 8), State.EXTENDED),
        (dt.date(2026, 10, 9), State.LATE),
    ],
)
def test_done_in_time_within_an_extension_and_late_are_kept_apart(done_on, expected):
    item = replace(ITEM, extended_on=dt.date(2026, 10, 8), done_on=done_on)
    assert gauge(dt.date(2026, 11, 1)).state(item) == expected


def test_an_extension_keeps_an_item_from_being_overdue():
    item = replace(ITEM, extended_on=dt.date(2026, 10, 8))
    assert gauge(dt.date(2026, 10, 8)).state(item) == State.SOON
    assert gauge(dt.date(2026, 10, 9)).state(item) == State.OVERDUE


def test_looking_back_sees_an_item_as_it_was_then():
    item = replace(ITEM, done_on=dt.date(2026, 10, 5))
    assert gauge(dt.date(2026, 10, 4)).state(item) == State.OVERDUE
    assert gauge(dt.date(2026, 10, 5)).state(item) == State.LATE


@given(st.lists(st.builds(replace, st.just(ITEM), since=DAYS, done_on=st.none() | DAYS)), DAYS)
def test_every_item_that_exists_is_counted_once(items, on):
    tally = count(items, gauge(on)).get(1, Tally())
    assert tally.total == sum(item.since <= on for item in items)


@pytest.mark.parametrize(
    ("tally", "rule", "expected"),
    [
        (Tally(), LightRule(), Light.GREY),
        (Tally(open=3), LightRule(), Light.GREY),
        (Tally(on_time=1, open=3), LightRule(), Light.GREEN),
        (Tally(soon=1), LightRule(), Light.AMBER),
        (Tally(on_time=9, overdue=1), LightRule(), Light.RED),
        (Tally(on_time=9, overdue=1), LightRule(most_overdue=1), Light.AMBER),
        (Tally(on_time=1, open=3), LightRule(least_share=Decimal(50)), Light.RED),
    ],
)
def test_the_light_follows_the_rule_of_the_area(tally, rule, expected):
    assert rule.light(tally) == expected


def test_the_share_of_nothing_is_nothing_and_halves_round_up():
    assert Tally().share is None
    assert Tally(on_time=1, open=15).share == Decimal("6.3")
