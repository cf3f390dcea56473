"""对比、合并、配对：纯函数的性质。"""

from hypothesis import given
from hypothesis import strategies as st

from catalogs import difference, matching, merging
from catalogs.difference import Kind
from catalogs.entries import Entry

NAMES = ("item_1", "content", "channels")
TEXT = st.text(alphabet="甲乙丙丁，。\n 12", max_size=12)
VALUES = st.fixed_dictionaries(
    {
        "item_1": TEXT,
        "content": TEXT,
        "channels": st.lists(st.sampled_from(["政府网站", "政府公报"]), max_size=2),
    }
)


@st.composite
def catalogs(draw):
    keys = draw(st.lists(st.sampled_from("abcdefghij"), unique=True, max_size=8))
    return [Entry(key, draw(st.sampled_from(["1", "2"])), draw(VALUES)) for key in keys]


def entry(key: str, field: str = "1", **values) -> Entry:
    return Entry(key, field, values)


@given(catalogs())
def test_a_catalog_does_not_differ_from_itself(entries):
    assert difference.compare(entries, entries, NAMES) == []


@given(catalogs(), catalogs())
def test_every_item_of_either_side_is_same_or_in_exactly_one_change(before, after):
    changes = difference.compare(before, after, NAMES)
    keys = [change.key for change in changes]
    assert len(keys) == len(set(keys))
    old, new = {e.key for e in before}, {e.key for e in after}
    assert {c.key for c in changes if c.kind == Kind.ADDED} == new - old
    assert {c.key for c in changes if c.kind == Kind.REMOVED} == old - new
    assert {c.key for c in changes if c.kind in (Kind.CHANGED, Kind.MOVED)} <= old & new


@given(catalogs(), catalogs())
def test_the_way_back_mirrors_the_way_there(before, after):
    there = difference.summary(difference.compare(before, after, NAMES))
    back = difference.summary(difference.compare(after, before, NAMES))
    assert (there["added"], there["removed"], there["changed"]) == (
        back["removed"],
        back["added"],
        back["changed"],
    )


@given(TEXT, TEXT)
def test_spans_rebuild_both_texts(before, after):
    spans = difference.text_spans(before, after)
    assert "".join(span.text for span in spans if span.mark != "new") == before
    assert "".join(span.text for span in spans if span.mark != "gone") == after


def test_long_texts_are_compared_at_both_ends():
    before, after = "首" + "甲" * 5000 + "尾", "首" + "乙" * 5000 + "尾"
    assert [span.mark for span in difference.text_spans(before, after)] == ["same", "gone", "new", "same"]


def test_moving_one_item_moves_only_that_item():
    before = [entry(key) for key in "abcde"]
    after = [entry(key) for key in "eabcd"]
    assert [(c.kind, c.key) for c in difference.compare(before, after, NAMES)] == [(Kind.MOVED, "e")]


def test_an_item_in_another_field_has_moved():
    (change,) = difference.compare([entry("a")], [entry("a", "2")], NAMES)
    assert change.kind == Kind.MOVED


def test_a_removed_item_stands_where_it_stood():
    before, after = [entry("a"), entry("b"), entry("c")], [entry("a", content="新"), entry("c", content="新")]
    assert [c.key for c in difference.compare(before, after, NAMES)] == ["a", "b", "c"]


@given(VALUES, VALUES)
def test_merging_takes_the_only_side_that_changed(base, other):
    assert merging.merge(base, base, other, NAMES).values == other
    assert merging.merge(base, other, base, NAMES).values == other


@given(VALUES, VALUES)
def test_the_same_change_on_both_sides_is_no_conflict(base, other):
    merged = merging.merge(base, other, other, NAMES)
    assert merged.is_clean and merged.values == other


@given(VALUES, VALUES, VALUES)
def test_every_value_comes_from_one_of_the_sides_and_conflicts_keep_ours(base, ours, theirs):
    merged = merging.merge(base, ours, theirs, NAMES)
    for name in NAMES:
        assert merged.values[name] in (ours[name], theirs[name])
    for name in merged.conflicts:
        assert merged.values[name] == ours[name] != theirs[name]
        assert base[name] not in (ours[name], theirs[name])


@given(catalogs())
def test_a_catalog_matches_itself_one_to_one(entries):
    found = matching.match([Entry("", e.field, e.values) for e in entries], entries)
    keys = [match.key for match in found if match.key]
    assert len(keys) == len(set(keys))
    named = [e for e in entries if any(e.plain_name)]
    assert {e.key for e in named} <= set(keys)


def test_line_feeds_and_punctuation_do_not_make_another_item():
    known = [entry("k", item_1="涉农补贴", item_2="耕地地力保护补贴", content="补贴对象；标准")]
    seen = [entry("", item_1="涉农\n补贴 ", item_2="耕地地力保护补贴。", content="补贴对象，标准")]
    assert matching.match(seen, known) == [matching.Match("k")]


def test_a_renamed_item_is_recognised_with_a_doubt():
    known = [entry("k", item_1="监督检查", item_2="行政处罚信息公开", content="处罚依据、结果")]
    seen = [entry("", item_1="监督检查", item_2="行政处罚信息", content="处罚依据、结果")]
    assert matching.match(seen, known) == [matching.Match("k", certain=False)]


def test_another_field_is_never_matched():
    known = [entry("k", "1", item_1="甲", content="乙")]
    assert matching.match([entry("", "2", item_1="甲", content="乙")], known) == [matching.Match()]
