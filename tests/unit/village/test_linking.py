"""衔接的建议：名称像的在前，不像的不建议。"""

from village.duties import linking
from village.duties.linking import Name

TARGETS = [
    Name("1", "农业生产发展资金 / 耕地地力保护补贴"),
    Name("2", "农业生产发展资金 / 农机购置与应用补贴"),
    Name("3", "社会救助 / 最低生活保障对象"),
]


def names(text: str) -> list[str]:
    return [target.key for target in linking.suggestions(Name("x", text), TARGETS)]


def test_the_most_alike_comes_first():
    assert names("耕地地力保护补贴发放")[0] == "1"
    assert names("最低生活保障对象") == ["3"]


def test_what_is_not_alike_is_not_suggested():
    assert names("村规民约") == names("账") == names("") == []


def test_a_name_within_the_other_is_the_same():
    assert linking.likeness("稻谷补贴", "农业生产发展资金 / 稻谷补贴") == 1.0


def test_what_nobody_links_is_unmatched():
    assert [target.key for target in linking.unmatched(TARGETS, {"1", "3"})] == ["2"]
