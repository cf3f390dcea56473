"""文件的每个角落：藏在哪里都找得到，说得出在哪里。"""

import io
import zipfile

import pikepdf
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from portal.core import pdf
from portal.publications.privacy import scan_file

ID, PHONE = "110101199003077715", "13800138000"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def places(data: bytes, name: str) -> set[tuple[str, str]]:
    return {(f.kind, f.place.removeprefix(f"“{name}”")) for f in scan_file(data, name)}


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rewritten(data: bytes, names: dict[str, str]) -> bytes:
    """压缩包添上或换掉几个部件。"""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            if name not in names:
                new.writestr(name, old.read(name))
        for name, text in names.items():
            new.writestr(name, text)
    return buffer.getvalue()


def hidden_workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "名单"
    sheet["A1"], sheet["C7"], sheet["D2"] = "说明", ID, PHONE
    sheet.row_dimensions[7].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet["A2"].comment = Comment(f"核对 {ID}", "经办")
    sheet["E1"] = int(PHONE)
    sheet.oddFooter.center.text = PHONE
    rule = DataValidation(type="list", formula1=f'"{PHONE},无"')
    sheet.add_data_validation(rule)
    rule.add("F1")
    book.create_sheet("底稿").sheet_state = "veryHidden"
    book["底稿"]["B2"] = f"{ID[:6]} {ID[6:14]} {ID[14:]}"
    book.defined_names["联系人"] = DefinedName("联系人", attr_text=f'"{PHONE}"')
    book.properties.creator = PHONE
    return saved(book)


@pytest.mark.parametrize(
    "expected",
    [
        ("id_number", "工作表“名单”!C7（隐藏行）"),
        ("mobile", "工作表“名单”!D2（隐藏列）"),
        ("mobile", "工作表“名单”!E1"),
        ("id_number", "工作表“名单”!A2（批注）"),
        ("mobile", "工作表“名单”页眉页脚"),
        ("mobile", "工作表“名单”下拉列表与提示"),
        ("id_number", "工作表“底稿”（隐藏）!B2"),
        ("mobile", "定义名称“联系人”"),
        ("mobile", "文档属性"),
    ],
)
def test_no_corner_of_a_workbook_is_overlooked(expected):
    assert expected in places(hidden_workbook(), "表.xlsx")


def test_the_cached_value_of_a_formula_and_a_threaded_comment_are_read():
    book = Workbook()
    book.active["A1"] = "x"
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        f'<c r="A1" t="str"><f>B1&amp;C1</f><v>{ID}</v></c><c r="B1"><v>1.3800138E+10</v></c></row></sheetData></worksheet>'
    )
    thread = f'<ThreadedComments xmlns="x"><threadedComment ref="A1"><text>电话{PHONE}</text></threadedComment></ThreadedComments>'
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="t" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    )
    added = {
        "xl/worksheets/sheet1.xml": sheet,
        "xl/threadedComments/threadedComment1.xml": thread,
        "xl/worksheets/_rels/sheet1.xml.rels": rels,
    }
    data = rewritten(saved(book), added)
    found = places(data, "表.xlsx")
    assert ("id_number", "工作表“Sheet”!A1") in found
    assert ("mobile", "工作表“Sheet”!B1") in found
    assert any(kind == "mobile" and place.endswith("!A1（批注）") for kind, place in found)


def test_a_column_of_names_in_a_workbook_and_in_csv_is_a_list():
    book = Workbook()
    for row in (["序号", "户主"], [1, "张三"], [2, "李四光"], [3, "王建国"]):
        book.active.append(row)
    assert places(saved(book), "表.xlsx") == {("name_list", "工作表“Sheet”!B1 起一列")}
    text = "序号,受益人姓名\n1,张三\n2,李四光\n3,王建国\n".encode("gb18030")
    assert places(text, "表.csv") == {("name_list", "第 1 行第 2 列一列")}


def document(body: str, **parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {W}>{text}</w:{name}>")
    return buffer.getvalue()


def para(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (document(f"<w:p><w:r><w:t>{ID[:9]}</w:t></w:r><w:r><w:t>{ID[9:]}</w:t></w:r></w:p>"), "正文第 1 段"),
        (document(para("公示"), header1=para(PHONE)), "页眉第 1 段"),
        (document(para("公示"), footer1=para(PHONE)), "页脚第 1 段"),
        (document(para("公示"), footnotes=para(PHONE)), "脚注第 1 段"),
        (document(para("公示"), comments=f"<w:comment>{para(PHONE)}</w:comment>"), "批注第 1 段"),
        (
            document(f"<w:p><w:del><w:r><w:delText>{PHONE}</w:delText></w:r></w:del></w:p>"),
            "正文第 1 段（修订前，已删除的文字）",
        ),
        (document(f"<w:p><w:ins><w:r><w:t>{PHONE}</w:t></w:r></w:ins></w:p>"), "正文第 1 段"),
        (
            document(f"<w:p><w:r><w:pict><w:txbxContent>{para(PHONE)}</w:txbxContent></w:pict></w:r></w:p>"),
            "正文第 2 段（文本框）",
        ),
        (
            document(f"<w:tbl><w:tr><w:tc>{para('电话')}</w:tc><w:tc>{para(PHONE)}</w:tc></w:tr></w:tbl>"),
            "正文第 2 段（表格 1 第 1 行第 2 列）",
        ),
    ],
)
def test_no_corner_of_a_document_is_overlooked(data, expected):
    assert {place for _, place in places(data, "文.docx")} == {expected}


def test_a_column_of_names_in_a_document_is_a_list():
    rows = "".join(
        f"<w:tr><w:tc>{para(str(n))}</w:tc><w:tc>{para(name)}</w:tc></w:tr>"
        for n, name in enumerate(("户主", "张三", "李四光", "王建国"))
    )
    ((kind, place),) = places(document(f"<w:tbl>{rows}</w:tbl>"), "文.docx")
    assert (kind, place) == ("name_list", "正文第 2 段（表格 1 第 1 行第 2 列）一列")


def test_the_text_layer_of_a_pdf_is_read_and_its_columns_recognised():
    rows = "".join(f"<tr><td>{i}</td><td>{n}</td></tr>" for i, n in enumerate(("张三", "李四光", "王建国")))
    html = f"<p>电话{PHONE}</p><table><tr><th>序号</th><th>户主姓名</th></tr>{rows}</table>"
    found = places(pdf.render(html), "文.pdf")
    assert found == {("mobile", "第 1 页"), ("name_list", "第 1 页一列")}


def test_no_corner_of_a_pdf_is_overlooked():
    with pikepdf.new() as document:
        page = document.add_blank_page()
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=PHONE
        )
        field = pikepdf.Dictionary(
            FT=pikepdf.Name.Tx, T="电话", V=PHONE, Rect=[0, 0, 9, 9], Subtype=pikepdf.Name.Widget
        )
        page.obj.Annots = document.make_indirect(
            [document.make_indirect(note), document.make_indirect(field)]
        )
        document.docinfo["/Author"] = ID
        document.attachments["名单.csv"] = f"身份证\n{ID}\n".encode()
        buffer = io.BytesIO()
        document.save(buffer)
    assert places(buffer.getvalue(), "文.pdf") == {
        ("mobile", "第 1 页批注"),
        ("mobile", "第 1 页表单"),
        ("id_number", "文档属性“作者”"),
        ("id_number", "内含文件“名单.csv”第 2 行第 1 列"),
    }


def test_the_name_of_the_file_and_of_a_member_of_an_archive_are_searched():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(f"张三{PHONE}.txt", f"身份证 {ID}")
    found = scan_file(buffer.getvalue(), f"{ID}.zip")
    assert [f.kind for f in found] == ["id_number", "mobile", "id_number"]
    assert not any(number in f.place + f.masked for f in found for number in (ID, PHONE))


def test_what_cannot_be_opened_is_not_taken_for_clean():
    (finding,) = scan_file(b"%PDF-1.7 broken", "坏.pdf")
    assert (finding.kind, finding.label) == ("unreadable", "无法检测")
