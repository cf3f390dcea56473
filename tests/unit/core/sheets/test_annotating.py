import io

import openpyxl
import pytest

from portal.core.sheets import annotating, reading, rows, stamp
from portal.core.sheets.gate import Refused
from portal.core.sheets.problems import Problem

BAD = [
    Problem("表", "B2", "九分", "得分：“九分”不是数字", "只填数字"),
    Problem("表", "B3", "=1", "得分：=1 也不对", "重填"),
    Problem("", "", "", "这是 2025 年度的评分表", "请下载新模板"),
]


@pytest.fixture
def source(make_xlsx):
    def style(book):
        sheet = book.active
        sheet.column_dimensions["A"].width = 33
        sheet.freeze_panes = "B2"
        sheet["A2"].font = openpyxl.styles.Font(bold=True)

    return make_xlsx([["序号", "得分"], [1, "九分"], [2, "x"], [3, "y"]], merge=["A3:A4"], edit=style)


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def is_red(cell):
    return cell.fill.start_color.rgb == annotating.marking.RED.start_color.rgb


def test_bad_cells_are_red_with_the_reason_and_the_layout_is_kept(source):
    sheet = opened(annotating.annotate(source, BAD))["表"]
    assert is_red(sheet["B2"])
    assert not is_red(sheet["B4"])
    assert sheet["B2"].comment.text == "得分：“九分”不是数字\n只填数字"
    assert sheet.column_dimensions["A"].width == 33
    assert sheet.freeze_panes == "B2"
    assert sheet["A2"].font.bold
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A3:A4"]


def test_the_first_sheet_lists_every_error_with_links(source):
    book = opened(annotating.annotate(source, BAD))
    listed = book.worksheets[0]
    assert listed.title == "错误清单"
    assert "共 3 处错误" in listed["A1"].value
    assert [listed.cell(row, 5).value for row in (4, 5, 6)] == [problem.message for problem in BAD]
    assert listed["C4"].hyperlink.location == "'表'!B2"
    assert listed["C6"].hyperlink is None
    assert listed["D5"].data_type == "s"


def test_two_errors_in_one_cell_share_a_comment(source):
    twice = [BAD[0], Problem("表", "B2", "", "另一处", "")]
    comment = opened(annotating.annotate(source, twice))["表"]["B2"].comment.text
    assert "不是数字" in comment
    assert "另一处" in comment


def test_an_error_inside_a_merge_marks_its_first_cell(source):
    assert is_red(opened(annotating.annotate(source, [Problem("表", "A4", "", "错")]))["表"]["A3"])


def test_errors_without_a_place_or_with_a_wrong_one_are_only_listed(source):
    odd = [
        Problem("没有的表", "B2", "", "错"),
        Problem("表", "不是地址", "", "错"),
        Problem("表", "", "", "错"),
    ]
    assert opened(annotating.annotate(source, odd)).worksheets[0]["E6"].value == "错"


def test_the_marked_workbook_can_be_mended_and_sent_again(scores_workbook, scores_spec):
    marked = annotating.annotate(scores_workbook, [Problem("评分", "D3", "", "错", "改")])
    book = reading.read(marked, "a.xlsx")
    assert stamp.read_stamp(book).intact
    assert [sheet.title for sheet in book.visible] == ["评分"]
    assert len(rows.parse_sheet(book.visible[0], scores_spec).rows) == 3
    again = opened(annotating.annotate(marked, [Problem("评分", "D4", "", "又错", "改")]))
    assert again.sheetnames.count("错误清单") == 1
    assert not is_red(again["评分"]["D3"])
    assert again["评分"]["D3"].comment is None
    assert is_red(again["评分"]["D4"])


def test_a_csv_comes_back_as_a_marked_workbook():
    data = annotating.annotate(
        "序号,得分\r\n1,九分\r\n".encode("gb18030"), [Problem("县区", "B2", "九分", "错")], "县区.csv"
    )
    assert is_red(opened(data)["县区"]["B2"])


def test_a_workbook_openpyxl_cannot_open_still_gets_its_list(source, rezip):
    def strange(parts):
        return parts | {"xl/styles.xml": b"<styleSheet><cellXfs><xf numFmtId='x'/></cellXfs></styleSheet>"}

    book = opened(annotating.annotate(rezip(source, strange), BAD))
    assert book.sheetnames == ["错误清单"]
    assert book.active["E4"].value == BAD[0].message


def test_a_range_that_would_fill_memory_only_costs_the_marks(source, rezip, monkeypatch):
    monkeypatch.setitem(annotating.LIMITS, "seconds", 3)

    def vast(parts):
        sheet = parts["xl/worksheets/sheet1.xml"]
        assert b'ref="A3:A4"' in sheet
        return parts | {"xl/worksheets/sheet1.xml": sheet.replace(b'ref="A3:A4"', b'ref="A3:XFD1048576"')}

    assert opened(annotating.annotate(rezip(source, vast), BAD)).sheetnames == ["错误清单"]


def test_what_may_not_be_opened_is_not_annotated():
    with pytest.raises(Refused):
        annotating.annotate(b"%PDF-1.7", BAD)
