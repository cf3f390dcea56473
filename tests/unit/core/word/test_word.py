"""Word：版式合 GB/T 9704，内容一字不差，同样内容同样字节，Word 自己的读法读得出来。"""

import io
import zipfile

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from portal.core.charts import ranking_bars
from portal.core.charts.raster import rasterise
from portal.core.word import Document

ROWS = [("甲县", "88.50"), ("乙县", "—"), ("丙县", "<&>")]


def build(footer="数据指纹 0123abcd"):
    document = Document(title="评估报告", footer=footer, author="云川市政务公开办公室")
    document.title("综合评估报告")
    document.heading("一、总体情况")
    document.heading("（一）组织", level=2)
    document.paragraph("全市8个县区参加考核。")
    document.signature(("云川市政务公开办公室", "2026年11月20日"))
    document.annex(1, "成绩表", wide=True)
    document.table(("县区", "得分"), ROWS, widths=(60, 30), numeric={1})
    return document.to_bytes()


@pytest.fixture(scope="module")
def opened():
    return docx.Document(io.BytesIO(build()))


def found(opened, text):
    return next(paragraph for paragraph in opened.paragraphs if paragraph.text == text)


def asian_font(paragraph):
    return paragraph.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia"))


def test_every_word_is_there_in_order(opened):
    texts = [paragraph.text for paragraph in opened.paragraphs if paragraph.text]
    assert texts == [
        "综合评估报告",
        "一、总体情况",
        "（一）组织",
        "全市8个县区参加考核。",
        "云川市政务公开办公室",
        "2026年11月20日",
        "附件1",
        "成绩表",
    ]
    cells = [tuple(cell.text for cell in row.cells) for row in opened.tables[0].rows]
    assert cells == [("县区", "得分"), *ROWS]


def test_each_level_has_its_face_and_size(opened):
    faces = {
        "综合评估报告": ("方正小标宋简体", 22),
        "一、总体情况": ("黑体", 16),
        "（一）组织": ("楷体", 16),
        "全市8个县区参加考核。": ("仿宋", 16),
        "附件1": ("黑体", 16),
    }
    read = {t: (asian_font(found(opened, t)), found(opened, t).runs[0].font.size.pt) for t in faces}
    assert read == faces


def test_body_lines_are_fixed_and_indented_two_characters(opened):
    layout = found(opened, "全市8个县区参加考核。").paragraph_format
    assert layout.line_spacing == Pt(28.95)
    assert layout.first_line_indent == Pt(32)


def test_headings_appear_in_the_navigation(opened):
    styles = [found(opened, text).style.name for text in ("一、总体情况", "（一）组织")]
    assert styles == ["Heading 1", "Heading 2"]


def test_the_page_is_a4_and_the_wide_annex_lies_down(opened):
    tall, wide = opened.sections
    margins = (tall.top_margin, tall.left_margin, tall.bottom_margin, tall.right_margin)
    assert [round(m.mm) for m in margins] == [37, 28, 35, 26]
    assert (round(tall.page_width.mm), round(tall.page_height.mm)) == (210, 297)
    assert (round(wide.page_width.mm), round(wide.page_height.mm)) == (297, 210)


def test_page_numbers_stand_outside_and_the_fingerprint_below(opened):
    footers = (opened.sections[0].footer, opened.sections[0].even_page_footer)
    sides = [footer.paragraphs[0].alignment for footer in footers]
    assert sides == [WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT]
    assert [footer.paragraphs[1].text for footer in footers] == ["数据指纹 0123abcd"] * 2
    assert all("PAGE" in footer._element.xml for footer in footers)
    assert opened.settings.odd_and_even_pages_header_footer


def test_a_table_keeps_its_widths_repeats_its_head_and_aligns_numbers(opened):
    table = opened.tables[0]
    assert [round(column.width.mm) for column in table.columns] == [60, 30]
    assert round(table.rows[0].cells[0].width.mm) == 60
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert table.rows[1].cells[1].paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT


def test_the_same_content_gives_the_same_bytes():
    assert build() == build()
    assert build() != build(footer="另一份")


def test_no_time_of_writing_is_kept():
    times = {info.date_time for info in zipfile.ZipFile(io.BytesIO(build())).infolist()}
    assert times == {(2000, 1, 1, 0, 0, 0)}


def test_title_and_author_are_recorded(opened):
    properties = opened.core_properties
    assert (properties.title, properties.author) == ("评估报告", "云川市政务公开办公室")


def test_a_chart_becomes_a_picture_with_a_description():
    chart = ranking_bars([("甲县", 88)], title="成绩")
    document = Document(title="图")
    document.picture(rasterise([chart])[0], caption=chart.title)
    opened = docx.Document(io.BytesIO(document.to_bytes()))
    shape = opened.inline_shapes[0]
    assert shape.width.mm == pytest.approx(150, abs=0.1)
    assert shape._inline.docPr.get("descr") == "成绩"
    assert opened.paragraphs[0].paragraph_format.keep_with_next
    assert shape.height / shape.width == pytest.approx(chart.height / chart.width, rel=0.02)


def test_rasterise_draws_as_many_pictures_as_charts():
    charts = [ranking_bars([("甲县", 88)] * count, title="成绩") for count in (1, 5)]
    pictures = rasterise(charts)
    assert [data[:8] for data in pictures] == [b"\x89PNG\r\n\x1a\n"] * 2
    heights = [int.from_bytes(data[20:24], "big") for data in pictures]
    assert heights == pytest.approx([chart.height * 2 for chart in charts], abs=2)
