"""公开表格的筛选。"""

import pytest

from portal.public import rows

STORED = {
    "headers": ["领域", "事项", "渠道"],
    "rows": [
        ["涉农补贴", "耕地补贴 ABC", "政府网站、公开栏"],
        ["涉农补贴", "农机补贴", "政府网站"],
        ["教育", "招生", "公开栏"],
    ],
    "facets": {"领域": ["涉农补贴", "教育"], "渠道": ["政府网站", "公开栏"]},
}


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ({}, [0, 1, 2]),
        ({"f0": "教育"}, [2]),
        ({"f2": "公开栏"}, [0, 2]),
        ({"f0": "涉农补贴", "f2": "公开栏"}, [0]),
        ({"f0": "没有这个领域"}, [0, 1, 2]),
        ({"words": "abc 耕地"}, [0]),
        ({"words": "补贴 招生"}, []),
    ],
)
def test_rows_are_narrowed_by_facet_and_word(query, places):
    table = rows.table(STORED, query)
    assert table.rows == [STORED["rows"][place] for place in places]
    assert table.total == 3


def test_a_table_without_facets_can_still_be_searched():
    plain = {name: STORED[name] for name in ("headers", "rows")}
    assert rows.table(plain, {"words": "招生", "f0": "教育"}).facets == []


def test_a_chosen_value_is_shown_as_chosen():
    table = rows.table(STORED, {"f2": "公开栏"})
    assert [facet.chosen for facet in table.facets] == ["", "公开栏"]
    assert table.is_narrowed


def test_numbers_are_searched_as_they_are_shown():
    ranks = {"headers": ["县区", "名次"], "rows": [["云东区", 12], ["安和市", "—"]]}
    assert rows.table(ranks, {"words": "12"}).rows == [["云东区", 12]]
