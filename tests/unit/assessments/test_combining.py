"""合成、名次、等次。"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import combining
from assessments.combining import FieldScore

values = st.decimals(min_value=0, max_value=100, places=2)
BANDS = [["90", "优秀"], ["70", "良好"], ["60", "合格"], ["0", "不合格"]]


@given(st.lists(values, min_size=1, max_size=26))
def test_a_mean_lies_between_the_lowest_and_the_highest(scores):
    fields = {str(n): FieldScore(value) for n, value in enumerate(scores)}
    combined = combining.combine(fields, weights={"0": "3"})
    assert min(scores) <= combined.value <= max(scores)


@given(st.lists(values, min_size=1, max_size=26), st.randoms())
def test_order_of_fields_does_not_matter(scores, random):
    pairs = [(str(n), FieldScore(value)) for n, value in enumerate(scores)]
    shuffled = pairs[:]
    random.shuffle(shuffled)
    one, other = (combining.combine(dict(p), weights={"0": "2"}).value for p in (pairs, shuffled))
    assert one == other


def test_a_missing_field_makes_no_result_and_is_named():
    combined = combining.combine({"01": FieldScore(Decimal(90)), "02": FieldScore(None)}, weights={})
    assert (combined.value, combined.missing) == (None, ("02",))


def test_an_inapplicable_field_leaves_numerator_and_denominator():
    fields = {"01": FieldScore(Decimal(90)), "02": FieldScore(None, is_applicable=False)}
    assert combining.combine(fields, weights={"02": "9"}).value == Decimal("90.00")


def test_weights_count_only_in_the_weighted_mean():
    fields = {"01": FieldScore(Decimal(100)), "02": FieldScore(Decimal(70))}
    weighted = combining.combine(fields, weights={"01": "2"})
    plain = combining.combine(fields, weights={"01": "2"}, method=combining.PLAIN_MEAN)
    assert (weighted.value, plain.value) == (Decimal("90.00"), Decimal("85.00"))


def test_report_only_makes_no_result():
    fields = {"01": FieldScore(Decimal(100))}
    assert combining.combine(fields, weights={}, method=combining.REPORT_ONLY).value is None


@pytest.mark.parametrize(("ties", "places"), [("skip", [1, 2, 2, 4, None]), ("dense", [1, 2, 2, 3, None])])
def test_ties_share_a_rank_and_the_rest_follows_the_setting(ties, places):
    scores = dict(zip("abcde", (Decimal(95), Decimal(90), Decimal(90), Decimal(80), None), strict=True))
    assert list(combining.ranks(scores, ties=ties).values()) == places


@pytest.mark.parametrize(
    ("value", "name"), [("90", "优秀"), ("89.99", "良好"), ("60", "合格"), ("0", "不合格")]
)
def test_a_band_begins_at_its_floor(value, name):
    assert combining.grade(Decimal(value), BANDS) == name


def test_bands_that_go_up_or_leave_a_gap_are_named():
    assert combining.band_problems(BANDS) == []
    assert combining.band_problems([["60", "合格"], ["90", "优秀"]]) != []
    assert combining.band_problems([["90", "优秀"]]) != []
