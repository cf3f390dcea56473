"""检索词的分法，摘录的剪法。"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import search
from portal.core.search.words import excerpt, marked, split


def test_words_are_split_at_blanks_and_said_once():
    assert split("  养老　服务 养老 ") == ("养老", "服务")


@pytest.mark.parametrize("text", ["", "   ", "　", "\x00"])
def test_nothing_asked_is_no_word(text):
    assert split(text) == ()


@pytest.mark.parametrize(
    "text", ["养", "养老 金", "字" * 61, "一二 三四 五六 七八 九十 甲乙 丙丁", "字" * 10_000]
)
def test_what_cannot_be_searched_says_why(text):
    with pytest.raises(search.Unsearchable, match="字|词"):
        split(text)


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=4), max_size=3))
def test_marking_never_loses_a_letter(text, words):
    assert "".join(part for part, _ in marked(text, words)) == text


def test_only_the_words_are_marked():
    assert marked("养老服务补贴", ("服务", "养老服务")) == [("养老服务", True), ("补贴", False)]
    assert marked("Web 门户", ("web",)) == [("Web", True), (" 门户", False)]


def test_an_excerpt_shows_the_words_without_markup():
    text = "<p>" + "前" * 40 + "养老服务</p><p>" + "后" * 100 + "</p>"
    cut = excerpt(text, ("养老",))
    assert cut.startswith("…前") and cut.endswith("后…")
    assert "养老服务" in cut and "<" not in cut


def test_no_excerpt_without_the_word():
    assert excerpt("别的内容", ("养老",)) == ""
