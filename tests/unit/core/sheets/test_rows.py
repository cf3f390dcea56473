import datetime as dt
from decimal import Decimal

import pytest

from portal.core.sheets import columns, headers, reading, rows
from portal.core.sheets.columns import Column, SheetSpec, WorkbookSpec

HEADER = ["序号", "评分标准", "分值", "得分", "扣分原因", "整改时限"]
CATALOG = SheetSpec(
    "目录",
    (
        Column("number", "序号", columns.text(20)),
        Column("level_1", "一级事项", columns.text(50), group="公开事项", required=True),
        Column("level_2", "二级事项", columns.text(50), group="公开事项"),
        Column("time", "公开时限", columns.text(50), required=True),
        Column("county", "县级", columns.flag(), group="公开层级"),
    ),
    header_rows=2,
)


@pytest.fixture
def parse(make_xlsx, scores_spec):
    def run(table, spec=None, **options):
        sheet = reading.read(make_xlsx(table, **options), "a.xlsx").sheets[0]
        return rows.parse_sheet(sheet, spec or scores_spec)

    return run


def test_rows_carry_values_and_addresses(parse):
    parsed = parse([["2026 年度评分表"], [], HEADER, [1, "及时公开", 10, 9.5, "迟了", dt.date(2026, 6, 30)]])
    row = parsed.rows[0]
    assert not parsed.errors
    assert row["score"] == Decimal("9.50")
    assert row["number"] == "1"
    assert row.cell("score") == "D4"
    assert row.cells["due"] == "F4"
    assert row.problem("score", "错", "改").as_dict() == {
        "sheet": "表",
        "cell": "D4",
        "value": "9.50",
        "message": "错",
        "hint": "改",
    }


def test_all_errors_come_at_once_each_with_its_cell(parse):
    parsed = parse([HEADER, [1, "甲", 10, "九分", "", "6月"], [None, "乙", 200, 5], [3, "丙", 10, 9]])
    assert [(item.cell, item.value) for item in parsed.errors] == [
        ("D2", "九分"),
        ("F2", "6月"),
        ("A3", ""),
        ("C3", "200"),
    ]
    assert all(item.message and item.hint for item in parsed.errors)
    assert [row.number for row in parsed.rows] == [4]
    assert [row.bad for row in parsed.damaged] == [{"score", "due"}, {"number", "points"}]


def test_columns_may_come_in_any_order_broken_and_under_other_names(parse):
    parsed = parse([["得\n分", " 序 号*", "权重（分值）", "扣分依据："], [9, 1, 10, "迟"]])
    assert not parsed.errors
    assert parsed.rows[0]["reason"] == "迟"
    assert parsed.rows[0]["points"] == Decimal("10.00")


def test_a_missing_column_is_named_and_the_misspelt_one_pointed_at(parse):
    parsed = parse([["序号", "分直", "得分"], [1, 10, 9]])
    missing = parsed.errors[0]
    assert "缺少必需的列“分值”" in missing.message
    assert missing.cell == "B1"
    assert "您是否指“分值”" in missing.hint


def test_extra_columns_are_mentioned_or_refused_as_declared(parse, scores_spec):
    table = [[*HEADER, "心情", "扣分原由"], [1, "甲", 10, 9]]
    lenient = parse(table)
    assert not lenient.errors
    assert [item.cell for item in lenient.doubts] == ["G1", "H1"]
    assert [item.title for item in lenient.unknown_columns] == ["心情", "扣分原由"]
    strict = parse(table, SheetSpec("评分", scores_spec.columns, allow_unknown=False))
    assert [item.value for item in strict.errors] == ["心情", "扣分原由"]


def test_a_renamed_optional_column_is_suggested(parse):
    parsed = parse([["序号", "分值", "得分", "扣分的原因"], [1, 10, 9, "迟"]])
    assert "您是否指“扣分原因”" in parsed.doubts[0].hint


def test_a_column_given_twice_is_an_error(parse):
    parsed = parse([["序号", "分值", "得分", "得分"], [1, 10, 9, 8]])
    assert "不止一次（C、D 列）" in parsed.errors[0].message


def test_no_header_is_one_clear_error(parse):
    parsed = parse([["随便"], ["写写"]])
    assert len(parsed.errors) == 1
    assert "没有找到表头" in parsed.errors[0].message
    assert "序号、分值" in parsed.errors[0].hint


def test_totals_notes_signatures_and_repeated_headers_are_not_data(parse):
    table = [
        HEADER,
        [1, "甲", 10, 9],
        [None, "   "],
        HEADER,
        [2, "乙", 10, 8],
        ["合 计", None, 20, 17],
        [None, "总计：", 20, 17],
        ["注：没有的留空"],
        ["说明: 1.以上数据…"],
        ["填表人：张三", None, None, "审核人：李四"],
        ["共 2 行"],
    ]
    parsed = parse(table, merge=["A8:F8"])
    assert not parsed.errors
    assert [row["number"] for row in parsed.rows] == ["1", "2"]


def test_two_row_headers_and_merged_levels(parse):
    table = [
        ["（一）涉农补贴领域"],
        ["序号", "公开事项", None, "公开\n时限", "公开层级", None],
        [None, "一级事项", "二级事项", None, "县 级", "乡级"],
        [1, "农业生产发展资金", "耕地地力保护补贴", "20个工作日内", "√", ""],
        [2, None, "农机购置补贴", "及时", "", "√"],
    ]
    parsed = parse(table, CATALOG, merge=["A1:F1", "A2:A3", "B2:C2", "D2:D3", "E2:F2", "B4:B5"])
    assert not parsed.errors
    assert [row["level_1"] for row in parsed.rows] == ["农业生产发展资金"] * 2
    assert [row["county"] for row in parsed.rows] == [True, None]
    assert [item.title for item in parsed.unknown_columns] == ["公开层级/乡级"]


def test_a_merged_score_counts_once(parse):
    parsed = parse([HEADER, [1, "甲", 10, 9], [2, "乙", 10, None]], merge=["D2:D3"])
    assert [row["score"] for row in parsed.rows] == [Decimal("9.00"), None]


def test_a_formula_error_is_reported_not_read_as_blank(parse, scores_spec):
    sheet = reading.Sheet("表", [(1, HEADER), (2, [1.0, "甲", 10.0, "#REF!"])])
    parsed = rows.parse_sheet(sheet, scores_spec)
    assert "公式出错" in parsed.errors[0].message


@pytest.fixture
def county_book(make_xlsx):
    def more(book):
        for title in ("云东县", "云西县"):
            sheet = book.create_sheet(title)
            sheet.append(HEADER)
            sheet.append([1, "甲", 10, 9])

    return reading.read(make_xlsx([["县区", "总分"], ["云东县", 9]], title="总览", edit=more), "a.xlsx")


def test_repeated_sheets_are_all_read_and_the_overview_is_not(county_book, scores_spec):
    overview = SheetSpec("总览", (Column("county", "县区", columns.text(20)),), read=False)
    each = SheetSpec("评分", scores_spec.columns, repeated=True)
    parsed = rows.parse_book(county_book, WorkbookSpec("scores", "评分表", "1", (overview, each)))
    assert [item.title for item in parsed] == ["云东县", "云西县"]
    assert [len(item.rows) for item in parsed] == [1, 1]


def test_a_single_sheet_is_found_under_any_name(county_book, scores_spec):
    parsed = rows.parse_book(county_book, WorkbookSpec("x", "评分", "1", (scores_spec,)))
    assert [item.title for item in parsed] == ["云东县"]


def test_a_missing_sheet_is_named(county_book, scores_spec):
    wanted = SheetSpec("问题清单", scores_spec.columns)
    parsed = rows.parse_book(
        county_book, WorkbookSpec("x", "x", "1", (wanted, SheetSpec("总览", scores_spec.columns)))
    )
    assert "没有找到工作表“问题清单”" in parsed[0].errors[0].message
    assert "云东县" in parsed[0].errors[0].hint


def test_header_search_is_bounded_for_hostile_sheets(scores_spec):
    sheet = reading.Sheet("表", [(number, ["长" * 30_000] * 256) for number in range(1, 30)])
    assert headers.find_header(sheet, scores_spec.columns) is None
