import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.sheets import cleaning, columns, exporting, gate, reading, rows, writing
from portal.core.sheets.columns import Column, SheetSpec
from portal.core.sheets.writing import Draft, Formula, SheetDraft

REGISTER = SheetSpec(
    "台账",
    (
        Column("name", "名称", columns.text(5_000, multiline=True)),
        Column("code", "代码", columns.text(40, narrow=True)),
        Column("amount", "金额", columns.number(2)),
        Column("count", "户数", columns.whole()),
        Column("on", "日期", columns.day()),
        Column("kind", "类别", columns.choice({"甲类": "a", "乙类": "b"})),
        Column("ok", "是否", columns.flag()),
    ),
)
TEXT = st.text(max_size=30).map(cleaning.lines)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": TEXT.filter(lambda text: "计" not in text and not text.startswith("'")).map(
                lambda text: "名" + text
            ),
            "code": st.none() | st.from_regex(r"[0-9A-Z]{1,18}", fullmatch=True),
            "amount": st.none() | st.decimals(-(10**9), 10**9, places=2),
            "count": st.none() | st.integers(-(10**17), 10**17),
            "on": st.none() | st.dates(dt.date(1950, 1, 1), dt.date(2150, 1, 1)),
            "kind": st.none() | st.sampled_from("ab"),
            "ok": st.none() | st.booleans(),
        }
    ),
    max_size=8,
)


def build(spec, data, **options):
    return writing.build(Draft((SheetDraft(spec, data, **options),)))


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def parsed(data, name, spec=REGISTER):
    return rows.parse_sheet(reading.read(data, name).visible[0], spec)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=ROWS)
def test_what_is_written_is_what_is_read(data):
    back = parsed(build(REGISTER, data, heading="台账", notes=("注：样例",)), "a.xlsx")
    assert back.errors == []
    assert [row.values for row in back.rows] == data


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=ROWS)
def test_the_large_and_the_csv_path_round_trip_too(data, tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "a.xlsx"
    assert exporting.export_rows(path, REGISTER.columns, data, title="台账") == len(data)
    assert [row.values for row in parsed(path, "a.xlsx").rows] == data
    text = exporting.csv_bytes(REGISTER.columns, data)
    assert [row.values for row in parsed(text, "a.csv").rows] == data


ATTACKS = ["=1+1", "+1", "-1+1", "@SUM(A1)", '=HYPERLINK("http://x","点")', "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_never_becomes_a_formula(attack, tmp_path):
    cell = opened(build(REGISTER, [{"name": attack}]))["台账"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (attack, "s", True)
    path = tmp_path / "a.xlsx"
    exporting.export_rows(path, REGISTER.columns, [{"name": attack}], title="t")
    cell = openpyxl.load_workbook(path)["t"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (attack, "s", True)
    line = exporting.csv_bytes(REGISTER.columns, [{"name": attack}]).decode("utf-8-sig").splitlines()[1]
    assert line.lstrip('"').startswith("'" + attack[0])


def test_an_attack_in_a_heading_note_or_title_is_text_too():
    spec = SheetSpec("=1+1", (Column("a", "=1+1", columns.text(9)), Column("b", "@b", columns.text(9))))
    sheet = opened(build(spec, [{"a": "x"}], heading="=1+1", notes=("=1+1",))).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_formulas_are_only_what_is_declared_and_carry_their_value():
    draft = SheetDraft(
        REGISTER,
        [{"name": "甲", "amount": Decimal("1.50")}, {"name": "乙", "amount": Decimal("2.25")}],
        heading="台账",
    )
    total = {"name": "合计", "amount": Formula(f"=SUM({draft.range('amount')})", Decimal("3.75"))}
    data = writing.build(Draft((SheetDraft(REGISTER, draft.rows, heading="台账", totals=total),)))
    assert opened(data)["台账"]["C5"].value == "=SUM(C3:C4)"
    assert openpyxl.load_workbook(io.BytesIO(data), data_only=True)["台账"]["C5"].value == 3.75
    assert len(parsed(data, "a.xlsx").rows) == 2
    assert draft.cell("amount", 1) == "C4"
    assert draft.remote("amount", 0) == "'台账'!C3"


def test_a_template_locks_what_is_prefilled_and_frees_what_is_to_be_filled(scores_workbook):
    sheet = opened(scores_workbook)["评分"]
    assert sheet.protection.sheet
    assert sheet["A3"].protection.locked
    assert not sheet["D3"].protection.locked
    assert not sheet["A6"].protection.locked
    assert sheet["A3"].fill.start_color.rgb != sheet["D3"].fill.start_color.rgb
    assert sheet["D2"].comment.text == "没有数值请留空"
    assert sheet["A2"].value == "序号 *"


def test_a_template_is_ready_to_print(scores_workbook):
    sheet = opened(scores_workbook)["评分"]
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$2"
    assert sheet.freeze_panes == "A3"
    assert "共 3 行" in sheet.oddFooter.left.text


def test_drop_downs_and_bounds_are_enforced_in_the_file():
    many = columns.choice({f"第{i}个很长很长的选项": i for i in range(60)})
    spec = SheetSpec(
        "表",
        (
            Column("few", "少", columns.choice({"甲": 1, "乙": 2})),
            Column("many", "多", many),
            Column("score", "得分", columns.number(2, 0, 100)),
            Column("floor", "下限", columns.whole(0)),
        ),
    )
    book = opened(build(spec, [{}], spare_rows=9))
    rules = {str(rule.sqref): rule for rule in book["表"].data_validations.dataValidation}
    assert rules["A2:A11"].formula1 == '"甲,乙"'
    assert rules["B2:B11"].formula1 == "_lists!$A$1:$A$60"
    assert (float(rules["C2:C11"].formula1), float(rules["C2:C11"].formula2)) == (0, 100)
    assert rules["D2:D11"].operator == "greaterThanOrEqual"
    assert book["_lists"].sheet_state == "hidden"


def test_grouped_headers_are_merged_and_read_back():
    spec = SheetSpec(
        "目录",
        (
            Column("number", "序号", columns.text(9)),
            Column("one", "一级", columns.text(9), group="事项"),
            Column("two", "二级", columns.text(9), group="事项"),
            Column("three", "县级", columns.flag(), group="层级"),
        ),
    )
    data = build(spec, [{"number": "1", "one": "a", "two": "b", "three": True}], heading="目录")
    assert {str(area) for area in opened(data)["目录"].merged_cells.ranges} == {"A1:D1", "A2:A3", "B2:C2"}
    assert parsed(data, "a.xlsx", spec).rows[0].values == {
        "number": "1",
        "one": "a",
        "two": "b",
        "three": True,
    }


def test_our_own_workbooks_pass_our_own_gate(scores_workbook):
    assert gate.check(scores_workbook, "a.xlsx").format == "xlsx"


def test_the_same_draft_gives_the_same_bytes(scores_spec):
    data = [{"number": "1", "points": 10}]
    assert build(scores_spec, data) == build(scores_spec, data)


def test_sheet_names_are_made_legal_and_distinct():
    spec = SheetSpec("x", (Column("a", "甲", columns.text(9)),))
    names = ["云东县/城区", "云东县:城区", "很" * 40, "很" * 41, ""]
    data = writing.build(Draft(tuple(SheetDraft(spec, [], title=name) for name in names)))
    titles = opened(data).sheetnames
    assert titles[:2] == ["云东县 城区", "云东县 城区(2)"]
    assert len(set(titles)) == 5
    assert all(len(title) <= 31 for title in titles)


def test_nothing_is_cut_silently_and_long_codes_stay_whole():
    sheet = opened(build(REGISTER, [{"name": "长" * 40_000, "code": "340102199001011234", "count": 10**17}]))[
        "台账"
    ]
    assert sheet["A2"].value.endswith(cleaning.CUT)
    assert sheet["B2"].value == "340102199001011234"
    assert sheet["D2"].value == "1" + "0" * 17


def test_large_exports_say_how_many_rows_and_go_on_in_another_sheet(tmp_path):
    path = tmp_path / "a.xlsx"
    count = exporting.export_rows(
        path, REGISTER.columns, ({"name": f"第{i}户"} for i in range(25)), title="台账", sheet_rows=10
    )
    book = openpyxl.load_workbook(path)
    assert count == 25
    assert book.sheetnames == ["台账", "台账(2)", "台账(3)"]
    assert [sheet.max_row for sheet in book] == [11, 11, 7]
    assert book["台账(3)"]["A7"].value == "共 25 行"
    assert len(parsed(path, "a.xlsx").rows) == 10


def test_csv_opens_in_excel():
    data = exporting.csv_bytes(REGISTER.columns, [{"name": '甲"乙', "amount": Decimal("-1.50"), "ok": False}])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").splitlines()[1] == '"甲""乙",,-1.50,,,,否'
