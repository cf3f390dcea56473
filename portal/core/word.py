"""Word 文档（python-docx 的门）：公文版式，与 PDF 同样的内容。同样的内容得到同样的字节。"""

import io
import zipfile
from collections.abc import Collection, Sequence
from copy import deepcopy

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from portal.core.spanning import HEAD, LABEL, Form, Span, placed
from portal.core.titling import title_lines

FANGSONG, KAITI, HEITI, SONG, LATIN = "仿宋", "楷体", "黑体", "方正小标宋简体", "Times New Roman"
LINE = Pt(28.95)
# 版心 156 毫米排 28 个三号字，每字要略收；单位二十分之一磅。不用文档网格：WPS、Word、LibreOffice 各有各的排法。
TIGHTER = "-5"
# 表格的一行与一格：小五号、行距 14 磅、上下各 2 磅。
REPEAT = '<w:tblHeader w:val="true"/>'
ROW = '<w:tr {ns}><w:trPr><w:cantSplit w:val="true"/>{repeat}</w:trPr></w:tr>'
CELL = (
    '<w:tc {ns}><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/></w:tcPr><w:p><w:pPr>'
    '<w:spacing w:before="40" w:after="40" w:line="280" w:lineRule="exact"/><w:jc w:val="{side}"/></w:pPr>'
    '<w:r><w:rPr><w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{font}"/><w:b w:val="0"/>'
    '<w:color w:val="000000"/><w:sz w:val="18"/></w:rPr></w:r></w:p></w:tc>'
)
FORM_CELL = (
    '<w:tc {ns}><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/><w:gridSpan w:val="{cols}"/>{merge}'
    '<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>'
    '<w:spacing w:before="20" w:after="20" w:line="{line}" w:lineRule="exact"/><w:jc w:val="{side}"/></w:pPr>'
    '<w:r><w:rPr><w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{font}"/><w:b w:val="0"/>'
    '<w:color w:val="000000"/><w:sz w:val="{size}"/></w:rPr></w:r></w:p></w:tc>'
)
MERGES = {"start": '<w:vMerge w:val="restart"/>', "on": "<w:vMerge/>", "": ""}
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
        first, *rest = title_lines(text)
        paragraph = self._paragraph(first, SONG, 22, indent=False)
        for line in rest:
            paragraph.runs[-1].add_break()
            self._run(paragraph, line, SONG, 22)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = LINE

    def line(self, text: str) -> None:
        """文号等居中的一行。"""
        self._paragraph(text, FANGSONG, 16, indent=False).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def signature(self, lines: Sequence[str]) -> None:
        """落款：隔一行，右空四字，不与前一段分在两页。"""
        if before := self.doc.paragraphs:
            before[-1].paragraph_format.keep_with_next = True
        for number, text in enumerate(lines):
            paragraph = self._paragraph(text, FANGSONG, 16, indent=False)
            layout = paragraph.paragraph_format
            layout.space_before, layout.right_indent = (Pt(0) if number else LINE), Pt(16 * 4)
            layout.keep_with_next = number < len(lines) - 1
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def heading(self, text: str, *, level: int = 1, on_new_page: bool = False) -> None:
        """一、黑体；（一）楷体。`on_new_page` 时另起一页，后面的长表不拆开。"""
        paragraph = self._paragraph(text, HEITI if level == 1 else KAITI, 16)
        paragraph.style = self.doc.styles[f"Heading {level}"]
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.page_break_before = on_new_page
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
        sides = ["right" if index in numeric else "left" for index in range(len(headers))]
        table = self.doc.add_table(rows=0, cols=len(headers), style="Table Grid")
        table.autofit = False
        for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = Mm(width)
        heads = _cells(widths, ["center"] * len(headers), HEITI)
        bodies = _cells(widths, sides, FANGSONG)
        table._tbl.append(_row(headers, heads, is_head=True))
        for texts in rows:
            table._tbl.append(_row(texts, bodies, is_head=False))

    def form(self, form: Form, *, width: float, size: float = 9) -> None:
        """跨行跨列的固定表式：`width` 是整表的毫米数，`size` 是字号；数居中，行名居左。"""
        table = self.doc.add_table(rows=0, cols=len(form.widths), style="Table Grid")
        table.autofit = False
        widths = [Mm(width * share / 100) for share in form.shares]
        for column, share in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = share
        for cells in _covered(form):
            row = parse_xml(ROW.format(ns=nsdecls("w"), repeat=""))
            row.extend(_form_cell(*cell, widths, size) for cell in cells)
            table._tbl.append(row)

    def page(self, *, wide: bool = False) -> None:
        """另起一页；`wide` 时横排。"""
        self._page(self.doc.add_section(), wide=wide)

    def annex(self, number: int, title: str, *, wide: bool = False) -> None:
        """另起一页的附件；`wide` 时横排。"""
        self.page(wide=wide)
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


def _cells(widths: Sequence[float], sides: Sequence[str], font: str) -> list:
    """一行各格的样子，文字待填；逐行照抄，比逐格经 python-docx 设置快十倍。"""
    return [
        parse_xml(CELL.format(ns=nsdecls("w"), width=Mm(width).twips, side=side, latin=LATIN, font=font))
        for width, side in zip(widths, sides, strict=True)
    ]


def _row(texts: Sequence[str], cells: Sequence, *, is_head: bool):
    """一行：不拆到两页，表头每页重复。"""
    row = parse_xml(ROW.format(ns=nsdecls("w"), repeat=REPEAT if is_head else ""))
    for text, cell in zip(texts, cells, strict=True):
        filled = deepcopy(cell)
        filled[-1][-1].text = text
        row.append(filled)
    return row


def _covered(form: Form) -> list[list[tuple[int, Span, bool]]]:
    """逐行的（首列, 格, 是不是这一格的首行）：跨行的格在其下各行各占一次。"""
    rows: list[list[tuple[int, Span, bool]]] = [[] for _ in form.rows]
    for row, column, span in placed(form):
        for down in range(span.rows):
            rows[row + down].append((column, span, down == 0))
    return [sorted(row, key=lambda cell: cell[0]) for row in rows]


def _form_cell(column: int, span: Span, is_first: bool, widths: Sequence[int], size: float):
    """表式的一格；跨行的格以下各行留空相连。"""
    xml = FORM_CELL.format(
        ns=nsdecls("w"),
        width=round(sum(widths[column : column + span.cols]) / 635),
        cols=span.cols,
        merge=MERGES[("start" if is_first else "on") if span.rows > 1 else ""],
        line=round(size * 26),
        side="left" if span.kind == LABEL else "center",
        latin=LATIN,
        font=HEITI if span.kind == HEAD else FANGSONG,
        size=round(size * 2),
    )
    cell = parse_xml(xml)
    text = OxmlElement("w:t")
    text.text = span.text if is_first else ""
    cell[-1][-1].append(text)
    return cell


def _settled(data: bytes) -> bytes:
    """重写压缩包，抹去写入时间。"""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for info in source.infolist():
            out.writestr(zipfile.ZipInfo(info.filename, FIXED_TIME), source.read(info), zipfile.ZIP_DEFLATED)
    return target.getvalue()
