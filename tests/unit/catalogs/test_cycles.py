"""公开周期：从时限的文字认出来，排出各期；闰年、季末、年末都在其中。"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogs import cycles
from catalogs.cycles import Cycle, Rhythm

DATED = [Cycle.MONTH, Cycle.QUARTER, Cycle.HALF, Cycle.YEAR]


def due(text: str, year: int) -> list[str]:
    rows = cycles.periods(cycles.read(text), dt.date(year, 1, 1), dt.date(year, 12, 31))
    return [f"{row.due_on:%m-%d}" for row in rows]


@pytest.mark.parametrize(
    ("text", "cycle"),
    [
        ("每月", Cycle.MONTH),
        ("按月公开", Cycle.MONTH),
        ("月", Cycle.MONTH),
        ("每 月\n至少公布一次", Cycle.MONTH),
        ("每季度", Cycle.QUARTER),
        ("季", Cycle.QUARTER),
        ("按季公开", Cycle.QUARTER),
        ("每季度的首个月20日", Cycle.QUARTER),
        ("每半年", Cycle.HALF),
        ("每年", Cycle.YEAR),
        ("年度", Cycle.YEAR),
        ("每年1月31日前", Cycle.YEAR),
        ("及时", Cycle.PROMPT),
        ("实时公开", Cycle.PROMPT),
        ("信息形成或者变更之日起20个工作日内", Cycle.PROMPT),
        ("长期公开", Cycle.PROMPT),
    ],
)
def test_a_clear_limit_gives_its_cycle(text, cycle):
    rhythm = cycles.read(text)
    assert (rhythm.cycle, rhythm.certain) == (cycle, True)


@pytest.mark.parametrize(
    ("text", "cycle"),
    [
        ("每季度公布一次，重大事项随时公布", Cycle.QUARTER),
        ("及时/月/季/年", Cycle.MONTH),
        ("每年6月30日和12月31日前", Cycle.YEAR),
        ("6月底前", Cycle.YEAR),
        ("每月45日前", Cycle.MONTH),
        ("看情况", None),
        ("", None),
    ],
)
def test_an_unclear_limit_is_never_certain(text, cycle):
    rhythm = cycles.read(text)
    assert (rhythm.cycle, rhythm.certain) == (cycle, False)


def test_months_end_on_their_own_last_day_in_a_leap_year():
    assert due("每月", 2024)[:4] == ["01-31", "02-29", "03-31", "04-30"]
    assert due("每月", 2023)[1] == due("每月", 2100)[1] == "02-28"


def test_quarters_halves_and_years_end_where_the_calendar_says():
    assert due("每季度", 2026) == ["03-31", "06-30", "09-30", "12-31"]
    assert due("每半年", 2026) == ["06-30", "12-31"]
    assert due("每年", 2026) == ["12-31"]


def test_a_day_that_is_written_counts_instead_of_the_end():
    assert due("每月10日前", 2026)[:2] == ["01-10", "02-10"]
    assert due("每月31日前", 2024)[1] == "02-29"
    assert due("每季度首月15日前", 2026) == ["01-15", "04-15", "07-15", "10-15"]
    assert due("每年1月31日前", 2026) == ["01-31"]
    assert due("每年12月底前", 2026) == ["12-31"]


def test_what_happens_when_it_happens_has_no_dates():
    assert due("及时", 2026) == [] and not cycles.read("及时").is_dated


def test_the_thirty_first_of_december_belongs_to_the_year_that_ends():
    day = dt.date(2026, 12, 31)
    labels = [next(cycles.periods(Rhythm(cycle), day, day)).label for cycle in DATED]
    assert labels == ["2026年12月", "2026年第四季度", "2026年下半年", "2026年"]
    [new_year] = cycles.periods(Rhythm(Cycle.QUARTER), dt.date(2027, 1, 1), dt.date(2027, 1, 1))
    assert new_year.label == "2027年第一季度"


@given(st.sampled_from(DATED), st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)), st.integers(0, 1500))
def test_periods_leave_no_gap_and_never_overlap(cycle, first, days):
    found = list(cycles.periods(Rhythm(cycle), first, first + dt.timedelta(days=days)))
    assert found[0].starts_on <= first <= found[0].ends_on
    assert found[-1].starts_on <= first + dt.timedelta(days=days) <= found[-1].ends_on
    for one, after in zip(found, found[1:], strict=False):
        assert after.starts_on == one.ends_on + dt.timedelta(days=1)
    assert all(row.starts_on <= row.due_on <= row.ends_on for row in found)
    assert all(cycles.period_at(Rhythm(cycle), row.starts_on) == row for row in found)
    assert cycles.period_at(Rhythm(cycle), found[0].starts_on + dt.timedelta(days=1)) is None


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text):
    rhythm = cycles.read(text)
    list(cycles.periods(rhythm, dt.date(2024, 1, 1), dt.date(2024, 12, 31)))
