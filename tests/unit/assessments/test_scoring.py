"""评分函数的性质：多扣不会多得，部分之和等于整体，次序无关，不适用按比例折算。"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import scoring
from assessments.scoring import Entry, Leaf

points = st.decimals(min_value=1, max_value=60, places=1)
share = st.decimals(min_value=0, max_value=1, places=2)
counts = st.dictionaries(st.sampled_from(["失效", "缺项", "超期"]), st.integers(0, 30), min_size=1)
UNITS = {"失效": "2", "缺项": "0.5", "超期": "1.25"}


def scored(parts):
    return [
        scoring.score_leaf(Leaf(str(n), full), Entry(deduction=full * lost))
        for n, (full, lost) in enumerate(parts)
    ]


@given(counts, st.sampled_from(list(UNITS)), points)
def test_one_more_defect_never_raises_a_score(found, name, full):
    leaf = Leaf("1", full, scoring.DEDUCTION, {"defects": UNITS})
    before = scoring.score_leaf(leaf, Entry(counts=found)).value
    after = scoring.score_leaf(leaf, Entry(counts=found | {name: found.get(name, 0) + 1})).value
    assert after <= before
    assert after >= 0


@given(st.lists(st.tuples(points, share), min_size=1, max_size=20))
def test_the_parts_make_the_whole(parts):
    leaves = scored(parts)
    total = scoring.total(leaves)
    assert total.raw == sum(leaf.value for leaf in leaves)
    assert total.raw + sum(leaf.deduction for leaf in leaves) == total.applicable
    assert 0 <= total.value <= 100


@given(st.lists(st.tuples(points, share), min_size=1, max_size=12), st.randoms())
def test_order_does_not_matter(parts, random):
    leaves = scored(parts)
    shuffled = leaves[:]
    random.shuffle(shuffled)
    assert scoring.total(shuffled).value == scoring.total(leaves).value


@given(st.lists(st.tuples(points, share), min_size=1, max_size=12), points)
def test_an_inapplicable_item_leaves_the_denominator(parts, full):
    leaves = scored(parts)
    absent = scoring.score_leaf(Leaf("x", full), Entry(is_inapplicable=True))
    assert scoring.total([*leaves, absent]).value == scoring.total(leaves).value


@given(st.lists(st.tuples(points, share), min_size=1, max_size=12), points)
def test_a_missing_item_makes_no_total(parts, full):
    missing = scoring.score_leaf(Leaf("x", full), None)
    total = scoring.total([*scored(parts), missing])
    assert (total.value, total.missing) == (None, ("x",))


@pytest.mark.parametrize(
    ("rule", "config"),
    [
        ("deduction", {}),
        ("deduction", {"defects": {"链接失效": "2", "内容缺失": "0.5"}}),
        ("addition", {"checks": {"目录齐全": "4", "更新及时": "6"}}),
        ("range", {"minimum": "0.5", "maximum": "9"}),
    ],
)
def test_rule_text_reads_back_as_written(rule, config):
    assert scoring.parse_rule(scoring.describe(rule, config), Decimal(10)) == (rule, config)


def test_a_deduction_is_capped_at_the_points_and_explained():
    leaf = Leaf("1", Decimal(5), scoring.DEDUCTION, {"defects": {"链接失效": "2"}})
    result = scoring.score_leaf(leaf, Entry(counts={"链接失效": 4}))
    assert (result.value, result.deduction) == (0, 5)
    assert result.explain == "分值 5.00，发现 4 处“链接失效”每处扣 2.00，扣 5.00，扣完为止，得 0.00"
