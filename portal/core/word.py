"""Word 文档（python-docx 的门）：公文版式，与 PDF 同样的内容。同样的内容得到同样的字节。"""

import io
import zipfile
from collections.abc import Collection, Sequence

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

FANGSONG, KAITI, HEITI, SONG, LATIN = "仿宋", "楷体", "黑体", "方正小标宋简体", "Times New Roman"
LEFT, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
LINE = Pt(28.95)
# 版心 156 毫米排 28 个三号字，每字要略收；单位二十分之一磅。不用文档网格：WPS、Word、LibreOffice 各有各的排法。
TIGHTER = "-5"
FIXED_TIME = (2000, 1, 1, 0, 0, 0)


class Document:
    """一份公文，依次写入标题、段落、表、图、附件，最后 `to_bytes`。"""

    def __init__(self, *, title: str, footer: str = "", author: str = ""):
        self.doc = docx.Document()
        properties = self.doc.core_properties
        properties.title, properties.author, properties.comments, properties.language = (
            title,
            author,
            "",
            "zh-CN",
        )
        self.doc.settings.odd_and_even_pages_header_footer = True
        self._defaults()
        self._page(self.doc.sections[0], wide=False)
        self._footer(self.doc.sections[0], footer)

    def title(self, text: str) -> None:
        """标题：二号小标宋居中。"""
        paragraph = self._paragraph(text, SONG, 22, indent=False)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = LINE

    def line(self, text: str, *, align: str = "center") -> None:
        """文号、落款等单独一行。"""
        paragraph = self._paragraph(text, FANGSONG, 16, indent=False)
        paragraph.alignment = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}[align]

    def heading(self, text: str, *, level: int = 1) -> None:
        """一、黑体；（一）楷体。"""
        paragraph = self._paragraph(text, HEITI if level == 1 else KAITI, 16)
        paragraph.style = self.doc.styles[f"Heading {level}"]
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)

    def paragraph(self, text: str) -> None:
        """正文：三号仿宋，首行空两字。"""
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), TIGHTER)
        run = self._paragraph(text, FANGSONG, 16).runs[0]._element
        run.rPr.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")

    def picture(self, png: bytes, *, caption: str, width: float = 150) -> None:
        """插图与图题；`width` 毫米。"""
        holder = self.doc.add_paragraph()
        holder.alignment, holder.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
        picture = holder.add_run().add_picture(io.BytesIO(png), width=Mm(width))
        picture._inline.docPr.set("descr", caption)
        caption_line = self._paragraph(caption, HEITI, 12, indent=False)
        caption_line.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def table(
        self,
        headers: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        widths: Sequence[float],
        numeric: Collection[int] = (),
    ) -> None:
        """表：`widths` 为各列毫米，`numeric` 是右对齐的列序；表头每页重复，一行不拆到两页。"""
        table = self.doc.add_table(rows=len(rows) + 1, cols=len(headers), style="Table Grid")
        table.autofit = False
        for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = Mm(width)
        sides = [RIGHT if index in numeric else LEFT for index in range(len(headers))]
        for number, (row, texts) in enumerate(zip(table._tbl.tr_lst, (headers, *rows), strict=True)):
            self._mark(row, "w:cantSplit")
            if number == 0:
                self._mark(row, "w:tblHeader")
            for cell, text, width, side in zip(row.tc_lst, texts, widths, sides, strict=True):
                cell.width = Mm(width)
                self._cell(Paragraph(cell.p_lst[0], table), text, side=side, is_head=number == 0)

    def annex(self, number: int, title: str, *, wide: bool = False) -> None:
        """另起一页的附件；`wide` 时横排。"""
        section = self.doc.add_section()
        self._page(section, wide=wide)
        self._paragraph(f"附件{number}", HEITI, 16, indent=False)
        heading = self._paragraph(title, SONG, 18, indent=False)
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def to_bytes(self) -> bytes:
        """写成 docx；固定包内时间，使同样内容得到同样字节。"""
        buffer = io.BytesIO()
        self.doc.save(buffer)
        return _settled(buffer.getvalue())

    def _paragraph(self, text: str, font: str, size: float, *, indent: bool = True):
        paragraph = self.doc.add_paragraph()
        layout = paragraph.paragraph_format
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, max(LINE, Pt(size * 1.5))
        layout.space_before = layout.space_after = Pt(0)
        if indent:
            layout.first_line_indent = Pt(size * 2)
        self._run(paragraph, text, font, size)
        return paragraph

    def _run(self, paragraph, text: str, font: str, size: float) -> None:
        run = paragraph.add_run(text)
        run.font.size, run.font.bold, run.font.name = Pt(size), False, LATIN
        run.font.color.rgb = docx.shared.RGBColor(0, 0, 0)
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)

    def _cell(self, paragraph: Paragraph, text: str, *, side, is_head: bool) -> None:
        layout = paragraph.paragraph_format
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(14)
        layout.space_before = layout.space_after = Pt(2)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if is_head else side
        self._run(paragraph, text, HEITI if is_head else FANGSONG, 9)

    def _mark(self, row, name: str) -> None:
        mark = OxmlElement(name)
        mark.set(qn("w:val"), "true")
        row.get_or_add_trPr().append(mark)

    def _defaults(self) -> None:
        """正文样式三号仿宋、语言中文：缺字体时也照中文字形替代。"""
        style = self.doc.styles["Normal"]
        style.font.name, style.font.size = LATIN, Pt(16)
        properties = style.element.get_or_add_rPr()
        properties.get_or_add_rFonts().set(qn("w:eastAsia"), FANGSONG)
        for language in self.doc.styles.element.iter(qn("w:lang")):
            language.set(qn("w:eastAsia"), "zh-CN")

    def _page(self, section, *, wide: bool) -> None:
        width, height = Mm(210), Mm(297)
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (height, width) if wide else (width, height)
        section.top_margin, section.bottom_margin = Mm(28 if wide else 37), Mm(26 if wide else 35)
        section.left_margin, section.right_margin = Mm(20 if wide else 28), Mm(20 if wide else 26)
        section.footer_distance = Mm(10 if wide else 18)
        for grid in section._sectPr.findall(qn("w:docGrid")):
            section._sectPr.remove(grid)

    def _footer(self, section, footer: str) -> None:
        """— 1 —：单页居右，双页居左；其下一行注明数据指纹。"""
        sides = (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        )
        for part, side in sides:
            paragraph = part.paragraphs[0]
            paragraph.alignment = side
            self._run(paragraph, "— ", SONG, 14)
            self._page_field(paragraph)
            self._run(paragraph, " —", SONG, 14)
            if footer:
                note = part.add_paragraph()
                note.alignment = WD_ALIGN_PARAGRAPH.CENTER
                self._run(note, footer, HEITI, 7)

    def _page_field(self, paragraph) -> None:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        run = OxmlElement("w:r")
        size = OxmlElement("w:sz")
        size.set(qn("w:val"), "28")
        properties = OxmlElement("w:rPr")
        properties.append(size)
        text = OxmlElement("w:t")
        text.text = "1"
        run.extend([properties, text])
        field.append(run)
        paragraph._p.append(field)


def _settled(data: bytes) -> bytes:
    """重写压缩包，抹去写入时间。"""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for info in source.infolist():
            out.writestr(zipfile.ZipInfo(info.filename, FIXED_TIME), source.read(info), zipfile.ZIP_DEFLATED)
    return target.getvalue()
