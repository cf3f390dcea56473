import datetime as dt

import pytest

from portal.core.sheets import reading
from portal.core.sheets.gate import Refused


def test_values_come_out_plain_with_their_row_numbers(make_xlsx):
    data = make_xlsx([["标题"], [], ["序号", "日期", "数"], [1, dt.date(2026, 6, 30), 1.5]])
    rows = reading.read(data, "a.xlsx").sheets[0].rows
    assert [number for number, _ in rows] == [1, 3, 4]
    assert rows[-1][1] == [1.0, dt.date(2026, 6, 30), 1.5]


def test_columns_keep_their_place_when_the_sheet_does_not_start_in_column_a(make_xlsx):
    def shifted(book):
        book.active["C5"] = "序号"

    rows = reading.read(make_xlsx([], edit=shifted), "a.xlsx").sheets[0].rows
    assert rows == [(5, ["", "", "序号"])]


def test_a_declared_dimension_of_a1_is_not_believed(make_xlsx, rezip):
    """WPS 保存的文件常写 A1:A1。"""
    data = make_xlsx([["序号", "得分"], [1, 2], [3, 4]])

    def lie(parts):
        sheet = parts["xl/worksheets/sheet1.xml"]
        assert b'ref="A1:B3"' in sheet
        return parts | {"xl/worksheets/sheet1.xml": sheet.replace(b'ref="A1:B3"', b'ref="A1:A1"')}

    assert len(reading.read(rezip(data, lie), "a.xlsx").sheets[0].rows) == 3


def test_ghost_rows_to_the_end_of_the_sheet_are_harmless(make_xlsx):
    def ghosts(book):
        sheet = book.active
        sheet.cell(1_048_576, 3).number_format = "0.00"
        sheet.cell(1_048_000, 2, " ")
        sheet.row_dimensions[900_000].height = 30

    data = make_xlsx([["序号", "得分"], [1, 2]], edit=ghosts)
    assert [number for number, _ in reading.read(data, "a.xlsx").sheets[0].rows] == [1, 2]


def test_merged_cells_fill_every_row_they_cover_and_say_so(make_xlsx):
    data = make_xlsx([["领域", "得分"], ["涉农补贴", 1], [None, 2], [None, 3]], merge=["A2:A4"])
    sheet = reading.read(data, "a.xlsx").sheets[0]
    assert [row[0] for _, row in sheet.rows] == ["领域", "涉农补贴", "涉农补贴", "涉农补贴"]
    assert sheet.covered == {(3, 0), (4, 0)}


def test_a_merge_does_not_invent_rows(make_xlsx):
    data = make_xlsx([["序号", "得分"], [1, 2]], merge=["A2:A1000"])
    assert len(reading.read(data, "a.xlsx").sheets[0].rows) == 2


def test_hidden_sheets_are_read_but_not_visible(make_xlsx):
    def hide(book):
        sheet = book.create_sheet("藏")
        sheet["A1"] = "x"
        sheet.sheet_state = "veryHidden"

    book = reading.read(make_xlsx([["a"]], edit=hide), "a.xlsx")
    assert [sheet.title for sheet in book.visible] == ["表"]
    assert book.sheet("藏").hidden


def test_formula_errors_are_not_taken_for_blanks(make_xlsx, rezip):
    data = make_xlsx([["序号", "得分"], [1, "=1/0"]])

    def fail(parts):
        sheet = parts["xl/worksheets/sheet1.xml"]
        broken = sheet.replace(
            b'<c r="B2"><f>1/0</f><v></v></c>', b'<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        )
        broken = broken.replace(
            b'<c r="B2"><f>1/0</f><v /></c>', b'<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        )
        assert broken != sheet
        return parts | {"xl/worksheets/sheet1.xml": broken}

    assert reading.read(rezip(data, fail), "a.xlsx").sheets[0].rows[1] == (2, [1.0, "#DIV/0!"])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_is_read_in_the_encodings_people_have(encoding, separator):
    text = separator.join(["序号", "名称"]) + "\r\n\r\n" + separator.join(["1", "云东县"]) + "\r\n"
    sheet = reading.read(text.encode(encoding), "县区.csv").sheets[0]
    assert sheet.title == "县区"
    assert sheet.rows == [(1, ["序号", "名称"]), (3, ["1", "云东县"])]


def test_csv_of_no_known_encoding_is_refused():
    with pytest.raises(Refused, match="编码"):
        reading.read("名称,".encode() + b"\xff\xff\x80", "a.csv")


def test_a_damaged_sheet_is_refused_not_half_read(make_xlsx, rezip):
    def cut(parts):
        return parts | {"xl/worksheets/sheet1.xml": parts["xl/worksheets/sheet1.xml"][:-60] + b"<c r='"}

    with pytest.raises(Refused):
        reading.read(rezip(make_xlsx([["a"], ["b"]]), cut), "a.xlsx")


def test_limits_hold_for_rows(make_xlsx, monkeypatch):
    monkeypatch.setitem(reading.LIMITS, "rows", 2)
    with pytest.raises(Refused, match="超过 200000 行"):
        reading.read(make_xlsx([["a"], ["b"], ["c"]]), "a.xlsx")


def test_a_sheet_of_huge_overlapping_merges_is_refused(make_xlsx, rezip, monkeypatch):
    monkeypatch.setitem(reading.LIMITS, "cells", 50)
    data = make_xlsx([["a", "b"], ["x", "y"]], merge=["A1:B2"])
    many = b"".join(b'<mergeCell ref="A1:XFD1048576"/>' for _ in range(100))

    def pile(parts):
        sheet = parts["xl/worksheets/sheet1.xml"]
        assert b'<mergeCell ref="A1:B2"/>' in sheet
        return parts | {"xl/worksheets/sheet1.xml": sheet.replace(b'<mergeCell ref="A1:B2"/>', many)}

    with pytest.raises(Refused, match="合并单元格"):
        reading.read(rezip(data, pile), "a.xlsx")


def test_one_long_string_used_many_times_is_refused(make_xlsx, monkeypatch):
    monkeypatch.setitem(reading.LIMITS, "text", 10_000)
    with pytest.raises(Refused, match="文字过多"):
        reading.read(make_xlsx([["长" * 1000] * 5] * 5), "a.xlsx")
