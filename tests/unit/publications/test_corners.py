"""更隐蔽的角落：拆成几格的号码、条件格式、脚本、附加信息、少见的格式；打不开的不当作干净的。"""

import base64
import gzip
import io
import zipfile

import pikepdf
import pytest
from openpyxl import Workbook

from portal.core import pdf
from portal.publications.privacy import scan_file
from tests.unit.publications.test_scanning import ID, PHONE, document, para, rewritten, saved
from tests.unit.village.lists import card_of

CARD = card_of(3)
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STRICT = 'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
IN_CELL = f'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{ID}</t></is></c></row></sheetData>'
SPLIT = f"<a:p><a:r><a:t>{ID[:5]}</a:t></a:r><a:r><a:t>{ID[5:]}</a:t></a:r></a:p>"


def kinds(data: bytes, name: str) -> set[str]:
    found = scan_file(data, name)
    assert not [f for f in found if ID in f.place + f.masked or PHONE in f.place + f.masked]
    return {finding.kind for finding in found}


def workbook(*rows) -> bytes:
    book = Workbook()
    for row in rows or [["x"]]:
        book.active.append(row)
    return saved(book)


def worksheet(inside: str, names: str = NS) -> bytes:
    return rewritten(workbook(), {"xl/worksheets/sheet1.xml": f"<worksheet {names}>{inside}</worksheet>"})


def part(name: str, xml: str) -> bytes:
    return rewritten(workbook(), {name: xml})


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (workbook(["号码", ID[:6], ID[6:14], ID[14:]]), "id_number"),
        (workbook(["身份证号", *ID]), "id_number"),
        (workbook(["身份证号", *map(int, ID)]), "id_number"),
        (workbook(["卡号", *(CARD[at : at + 4] for at in range(0, 19, 4))]), "bank_card"),
        (workbook(["联系电话", *PHONE]), "mobile"),
        (worksheet(IN_CELL, STRICT), "id_number"),
        (worksheet(f'<conditionalFormatting><cfRule><formula>"{ID}"</formula></cfRule></conditionalFormatting>'), "id_number"),
        (worksheet(f'<autoFilter><filterColumn><filters><filter val="{ID}"/></filters></filterColumn></autoFilter>'), "id_number"),
        (worksheet(f'<hyperlinks><hyperlink ref="A1" display="{PHONE}"/></hyperlinks>'), "mobile"),
        (worksheet(f'<scenarios><scenario name="x" comment="{PHONE}"/></scenarios>'), "mobile"),
        (worksheet(f'<extLst><ext><x:f xmlns:x="x">"{PHONE},无"</x:f></ext></extLst>'), "mobile"),
        (part("xl/styles.xml", f'<styleSheet {NS}><numFmt formatCode="&quot;{PHONE}&quot;"/></styleSheet>'), "mobile"),
        (part("xl/drawings/vmlDrawing1.vml", f'<xml xmlns:v="v"><v:textbox><div><font>{ID[:5]}</font><font>{ID[5:]}</font></div></v:textbox></xml>'), "id_number"),
        (part("xl/diagrams/data1.xml", f"<d {A}>{SPLIT}</d>"), "id_number"),
        (part("customXml/item1.xml", f'<r sfz="{ID}"/>'), "id_number"),
    ],
)  # fmt: skip
def test_a_workbook_hides_nothing(data, expected):
    assert expected in kinds(data, "表.xlsx")


def test_amounts_side_by_side_are_not_numbers_of_people():
    rows = [[at, 1380 + at, 1380 + at % 7, 8000 + at, 6217 + at % 3, 34 + at % 9, 122] for at in range(3000)]
    assert (
        kinds(workbook(["序号", "金额", "数量", "金额二", "面积", "户数", "人数"], *rows), "表.xlsx") == set()
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (document(f'<w:sdt><w:sdtPr><w:alias w:val="{PHONE}"/></w:sdtPr></w:sdt>'), "mobile"),
        (document(f'<w:p><w:r><w:fldChar><w:default w:val="{ID}"/></w:fldChar></w:r></w:p>'), "id_number"),
        (document(f'<w:p><m:oMath xmlns:m="m"><m:r><m:t>{ID}</m:t></m:r></m:oMath></w:p>'), "id_number"),
        (document("<w:tbl><w:tr>" + "".join(f"<w:tc>{para(c)}</w:tc>" for c in ID) + "</w:tr></w:tbl>"), "id_number"),
        (document(para(ID[:9]) + para(ID[9:])), "id_number"),
        (rewritten(document(para("x")), {"word/afchunk.htm": f"<html><body>{ID}</body></html>"}), "id_number"),
        (rewritten(document(para("x")), {"word/afchunk1.docx": document(para(ID))}), "id_number"),
        (rewritten(document(para("x")), {"word/media/image1.png": b"\x89PNG tEXt" + ID.encode() + b"\0"}), "id_number"),
    ],
)  # fmt: skip
def test_a_document_hides_nothing(data, expected):
    assert expected in kinds(data, "文.docx")


def changed(change) -> bytes:
    with pikepdf.open(io.BytesIO(pdf.render("<p>x</p>"))) as file:
        change(file)
        buffer = io.BytesIO()
        file.save(buffer)
    return buffer.getvalue()


def script(file):
    file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"var a='{ID}'")


def form_data(file):
    xfa = file.make_stream(f"<x><sfz>{ID}</sfz></x>".encode())
    file.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=xfa)


def page_label(file):
    file.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(P=ID)])


def layer_name(file):
    file.Root.OCProperties = pikepdf.Dictionary(OCGs=[pikepdf.Dictionary(Name=ID)])


def rich_note(file):
    note = {"Subtype": pikepdf.Name.FreeText, "Rect": [0, 0, 1, 1], "RC": f"<p>{ID[:6]}<b>{ID[6:]}</b></p>"}
    file.pages[0].Annots = [pikepdf.Dictionary(**note)]


def pinned_file(file):
    pinned = pikepdf.AttachedFileSpec(file, ID.encode(), filename="a.txt")
    file.pages[0].Annots = [
        pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 1, 1], FS=pinned.obj)
    ]


def outside_the_page(file):
    file.pages[0].contents_add(f"BT /F1 9 Tf 3 Tr 1 0 0 1 -500 -500 Tm ({ID}) Tj ET".encode())
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    file.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))


@pytest.mark.parametrize(
    "change", [script, form_data, page_label, layer_name, rich_note, pinned_file, outside_the_page]
)
def test_a_pdf_hides_nothing(change):
    assert "id_number" in kinds(changed(change), "文.pdf")


def archive(members: dict[str, str], comment: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.comment = comment
        for name, text in members.items():
            made.writestr(name, text)
    return buffer.getvalue()


MAIL = f"Subject: x\r\nContent-Transfer-Encoding: base64\r\n\r\n{base64.b64encode(ID.encode()).decode()}\r\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (f"{ID[:10]}\n{ID[10:]}".encode(), "断行.txt"),
        (",".join(ID).encode(), "一格一位.csv"),
        (f"姓名,号\n张三,{ID}\n".encode("utf-16-le"), "无标记.csv"),
        (b'"' + b"x" * 200_000 + ID.encode() + b'"', "很长的一格.csv"),
        (archive({"a.txt": "x"}, ID.encode()), "注释.zip"),
        (archive({"content.xml": f'<t:p xmlns:t="t">{ID[:5]}<t:span>{ID[5:]}</t:span></t:p>'}), "文.odt"),
        (archive({"ppt/presentation.xml": "<p/>", "ppt/slides/slide1.xml": f'<?xml version="1.0"?><s {A}>{SPLIT}</s>'}), "片.pptx"),
        (rf"{{\rtf1\ansi {ID[:6]}\b {ID[6:14]}\b0 {ID[14:]}\par}}".encode(), "文.rtf"),
        (MAIL.encode(), "信.eml"),
        (f"<html><p data-sfz='{ID}'>x</p></html>".encode(), "页.html"),
        (f"<svg xmlns='s'><text><tspan>{ID[:5]}</tspan><tspan>{ID[5:]}</tspan></text></svg>".encode(), "图.svg"),
        (b"\xff\xd8\xff\xe1Exif\0\0" + ID.encode() + b"\xff\xd9", "照片.jpg"),
        (gzip.compress(ID.encode(), mtime=0), "包.gz"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + f"身份证{ID}".encode("utf-16-le") + bytes(99), "旧.doc"),
    ],
)  # fmt: skip
def test_other_kinds_of_files_hide_nothing(data, name):
    assert "id_number" in kinds(data, name)


@pytest.mark.parametrize(
    "data",
    [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), b"7z\xbc\xaf" + bytes(60), b"Rar!\x1a\x07" + bytes(60), bytes(range(256)) * 30],
)  # fmt: skip
def test_what_is_not_text_is_not_taken_for_clean(data):
    assert kinds(data, "不明.bin") == {"unreadable"}


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_a_column_of_names_is_a_list_however_it_is_separated(delimiter):
    rows = [("序号", "户主姓名"), ("1", "张三"), ("2", "李四光"), ("3", "王建国")]
    text = "\n".join(delimiter.join(row) for row in rows)
    assert kinds(text.encode(), "名单.txt") == {"name_list"}
