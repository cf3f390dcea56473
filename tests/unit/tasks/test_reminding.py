"""提醒的规矩：档次、补发、升级；免打扰等到能发的时候。"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import clock, workdays
from portal.notifications.quiet import Quiet, from_dict
from tasks.reminding import CATCH_UP_DAYS, Level, Rhythm, parse_offsets, when

DUE = dt.date(2026, 6, 30)
DEFAULT = Rhythm()


def step(days: int, rhythm: Rhythm = DEFAULT) -> int | None:
    return rhythm.step(DUE, on=DUE + dt.timedelta(days=days))


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-31, None), (-30, -30), (-27, -30), (-26, None), (-7, -7), (-4, -7), (-3, -3), (-1, -1), (0, 0), (1, 1)]
    + [(2, 1), (3, 3), (6, 3), (7, None)],
)
def test_the_step_of_a_day_is_the_newest_that_passed(days, expected):
    assert step(days) == expected


def test_several_missed_steps_collapse_to_the_newest():
    assert step(0, Rhythm((-3, -2, -1))) == -1


def test_the_ladder_climbs_one_rung_at_a_time():
    assert DEFAULT.levels(0) == (Level.OFFICER,)
    assert DEFAULT.levels(1) == (Level.OFFICER, Level.HEAD)
    assert DEFAULT.levels(3) == (Level.OFFICER, Level.HEAD, Level.CITY)


@given(st.sets(st.integers(-365, 365), min_size=1, max_size=8), st.integers(-400, 400))
def test_a_step_never_comes_early_nor_after_the_catch_up(offsets, days):
    found = step(days, Rhythm(tuple(sorted(offsets))))
    assert found is None or 0 <= days - found <= CATCH_UP_DAYS


def test_offsets_are_read_as_people_write_them():
    assert parse_offsets("-7， −1,0, 0,+1") == (-7, -1, 0, 1)


@pytest.mark.parametrize("text", ["", "，", "七天", "1.5", "-400"])
def test_offsets_that_make_no_sense_are_refused(text):
    with pytest.raises(ValueError, match="请"):
        parse_offsets(text)


def test_days_are_said_in_words():
    assert [when(DUE, on=DUE + dt.timedelta(days=n)) for n in (-2, 0, 2)] == [
        "还有 2 天",
        "今天截止",
        "已逾期 2 天",
    ]


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 7, day, hour, minute, tzinfo=clock.TZ)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(1, 9), at(1, 9)),
        (at(1, 7, 30), at(1, 8)),
        (at(1, 20), at(2, 8)),
        (at(1, 19, 59), at(1, 19, 59)),
        (at(3, 21), at(6, 8)),  # 周五晚上，到周一早上
        (at(4, 12), at(6, 8)),
    ],
)
def test_quiet_hours_wait_for_the_next_working_morning(now, expected):
    assert Quiet().opens_at(now) == expected


def test_a_working_sunday_is_not_quiet():
    override = {dt.date(2026, 7, 5): (True, "调休上班", "测试")}
    assert Quiet().opens_at(at(4, 12), override) == at(5, 8)


def test_quiet_at_noon_and_none_at_all():
    assert Quiet(dt.time(12), dt.time(14), False).opens_at(at(4, 13)) == at(4, 14)
    assert Quiet(dt.time(0), dt.time(0), False).opens_at(at(4, 3)) == at(4, 3)


@given(
    st.times(), st.times(), st.booleans(), st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2026, 12, 31))
)
def test_what_opens_is_never_quiet_again(start, end, workdays_only, naive):
    quiet = Quiet(start.replace(tzinfo=None), end.replace(tzinfo=None), workdays_only)
    now = naive.replace(tzinfo=clock.TZ)
    opened = quiet.opens_at(now)
    assert opened >= now and quiet.opens_at(opened) == opened
    assert not workdays_only or workdays.is_workday(clock.local_date(opened))


def test_quiet_is_kept_with_the_row():
    assert from_dict(Quiet().as_dict()) == Quiet() and from_dict({}) is None
