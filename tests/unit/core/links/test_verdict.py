"""一次核验算什么状态：真值表。"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.links.verdict import Before, Found, verdict

DAY = dt.date(2026, 7, 1)
YESTERDAY, EARLIER = DAY - dt.timedelta(days=1), DAY - dt.timedelta(days=5)
KNOWN = Before(text_hash="a", stale_after_days=30)
OLD = DAY - dt.timedelta(days=31)


@pytest.mark.parametrize(
    ("before", "found", "state"),
    [
        (Before(), Found(DAY, 200, text_hash="a"), "alive"),
        (KNOWN, Found(DAY, 200, text_hash="a"), "alive"),
        (KNOWN, Found(DAY, 204), "alive"),
        (KNOWN, Found(DAY, 200, text_hash="b"), "changed"),
        (KNOWN, Found(DAY, 200, text_hash="b", page_date=OLD), "stale"),
        (KNOWN, Found(DAY, 200, text_hash="a", page_date=OLD + dt.timedelta(days=1)), "alive"),
        (Before(text_hash="a"), Found(DAY, 200, text_hash="a", page_date=OLD), "alive"),
        (KNOWN, Found(DAY, 404), "dead"),
        (KNOWN, Found(DAY, 410), "dead"),
        (KNOWN, Found(DAY, 500), "unreachable"),
        (Before(error_days=frozenset({DAY})), Found(DAY, 500), "unreachable"),
        (Before(error_days=frozenset({YESTERDAY})), Found(DAY, 500), "unreachable"),
        (Before(error_days=frozenset({YESTERDAY, EARLIER})), Found(DAY, 502), "dead"),
        (Before(error_days=frozenset({YESTERDAY, EARLIER})), Found(DAY, 521), "unreachable"),
        (Before(error_days=frozenset({YESTERDAY, EARLIER})), Found(DAY, failure="超时"), "unreachable"),
        (KNOWN, Found(DAY, 403), "unreachable"),
        (KNOWN, Found(DAY, 302), "unreachable"),
        (KNOWN, Found(DAY), "unreachable"),
    ],
)
def test_every_answer_has_one_state(before, found, state):
    assert verdict(before, found) == state


@given(
    st.frozensets(st.dates(dt.date(2026, 1, 1), dt.date(2026, 6, 30)), max_size=6),
    st.sampled_from([None, 200, 301, 401, 403, 404, 410, 412, 429, 500, 503, 521]),
    st.sampled_from(["", "连不上"]),
)
def test_only_an_answer_can_make_a_page_dead(days, status, failure):
    state = verdict(Before(error_days=days), Found(DAY, status, failure))
    if state == "dead":
        assert not failure
        assert status in (404, 410) or (status in (500, 503) and len(days) >= 2)
