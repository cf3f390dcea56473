"""固定表式的工作簿：合并的表头与行名照官方样子写，每张表一个工作表；要填的格子不锁。"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

from portal.core.sheets import cleaning
from portal.core.sheets.addresses import STAMP_SHEET, safe_title
from portal.core.sheets.stamp import Stamp
from portal.core.sheets.writing import BOX, HEADER, HEADING, LOCKED, NOTE, UNDATED, naive, put
from portal.core.spanning import HEAD, LABEL, NUMBER, TOTAL, Form, placed

STYLES = {
    HEAD: HEADER,
    LABEL: BOX | {"text_wrap": True, "bg_color": "#F2F2F2"},
    NUMBER: BOX | {"align": "right", "num_format": "General", "locked": False},
    TOTAL: BOX | LOCKED | {"align": "right", "num_format": "General"},
}
ROW_HEIGHT = 21
TITLE_ROWS = 1


@dataclass(frozen=True)
class FormSheet:
    """一张工作表：`form` 的标题写在首行，`scale` 是占比一份合多少字符宽。"""

    title: str
    form: Form
    notes: tuple[str, ...] = ()
    scale: float = 1


def build(sheets: Sequence[FormSheet], stamp: Stamp | None = None) -> bytes:
    """写成 xlsx；同样的内容得到同样的字节。"""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"created": naive(stamp.created_at) if stamp else UNDATED})
    styles = {kind: book.add_format(properties) for kind, properties in STYLES.items()}
    for one in sheets:
        _write(book, book.add_worksheet(safe_title(one.title)), one, styles)
    if stamp:
        _sign(book, stamp)
    book.close()
    return buffer.getvalue()


def _write(book, sheet, one: FormSheet, styles: dict) -> None:
    form, width = one.form, len(one.form.widths)
    sheet.merge_range(0, 0, 0, width - 1, "", book.add_format(HEADING))
    sheet.write_string(0, 0, cleaning.written(form.title), book.add_format(HEADING))
    sheet.set_row(0, 30)
    for index, share in enumerate(form.widths):
        sheet.set_column(index, index, share * one.scale)
    for row, column, span in placed(form):
        top, style = row + TITLE_ROWS, styles[span.kind]
        sheet.set_row(top, ROW_HEIGHT)
        if span.rows > 1 or span.cols > 1:
            sheet.merge_range(top, column, top + span.rows - 1, column + span.cols - 1, "", style)
        put(sheet, top, column, span.text if span.kind in (HEAD, LABEL) else span.value, style)
    last = len(form.rows) + TITLE_ROWS
    for number, note in enumerate(one.notes):
        sheet.merge_range(last + number, 0, last + number, width - 1, "", book.add_format(NOTE))
        sheet.write_string(last + number, 0, cleaning.written(note), book.add_format(NOTE))
        sheet.set_row(last + number, 32)
    _page(sheet, form)


def _page(sheet, form: Form) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.5)
    sheet.freeze_panes(form.heads + TITLE_ROWS, 0)


def _sign(book, stamp: Stamp) -> None:
    sheet = book.add_worksheet(STAMP_SHEET)
    sheet.very_hidden()
    for row, (name, value) in enumerate(stamp.rows()):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
