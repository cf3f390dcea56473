"""造年度报告的工作簿：官方的样子，和人们实际填成的各种样子。值都是同一份，读出来也该是同一份。"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from portal.core.sheets import reading
from portal.core.spanning import HEAD, LABEL, TOTAL, placed
from tasks.registers.annual import tables

D = Decimal
FULLWIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def values() -> dict[str, Decimal]:
    """勾稽相符的一份：自然人、商业企业、法律服务机构有申请，一件结转，一件复议。"""
    found = dict.fromkeys(tables.KEYS, D(0))
    found |= {
        "2.normative.made": D(3),
        "2.normative.repealed": D(1),
        "2.normative.valid": D(27),
        "2.licence.count": D(1204),
        "2.penalty.count": D(86),
        "2.fee.amount": D("12.3456"),
        "3.new.natural": D(9),
        "3.new.business": D(2),
        "3.new.legal": D(1),
        "3.carried.natural": D(1),
        "3.disclosed.natural": D(4),
        "3.disclosed.business": D(2),
        "3.partly.natural": D(2),
        "3.third_party.natural": D(1),
        "3.not_held.natural": D(1),
        "3.otherwise.natural": D(1),
        "3.lapsed.legal": D(1),
        "3.forward.natural": D(1),
        "4.reconsideration.upheld": D(1),
        "4.direct.pending": D(1),
    }
    return found


@dataclass
class Style:
    """填成什么样子。"""

    merged: bool = True
    one_sheet: bool = True
    label: Callable[[str], str] = lambda text: text
    number: Callable[[object], object] = lambda value: value
    total: Callable[[object], object] = lambda value: value
    above: list[list[str]] = field(default_factory=list)
    below: list[list[str]] = field(default_factory=list)
    between: int = 1
    left: int = 0
    order: tuple[int, ...] = (2, 3, 4)
    titles: bool = True
    change: Callable[[Worksheet, dict], None] = lambda sheet, places: None


def book(style: Style | None = None, filled: dict | None = None) -> bytes:
    """一份工作簿的字节；`filled` 缺的键就是空格。"""
    style, filled = style or Style(), values() if filled is None else filled
    out = openpyxl.Workbook()
    sheet, row, places = out.active, 1, {}
    sheet.title = "年度报告"
    for line in style.above:
        row = _line(sheet, row, line)
    forms = tables.forms(tables.plain(filled))
    for number in style.order:
        if not style.one_sheet:
            sheet, row = out.create_sheet(f"附表{number}"), 1
        if style.titles:
            row = _line(sheet, row, [tables.TITLES[number]])
        _form(sheet, row, forms[number], style, places)
        row += len(forms[number].rows) + style.between
    for line in style.below:
        row = _line(sheet, row, line)
    style.change(sheet, places)
    if not style.one_sheet:
        out.remove(out["年度报告"])
    buffer = io.BytesIO()
    out.save(buffer)
    return buffer.getvalue()


def _line(sheet: Worksheet, row: int, texts: list[str]) -> int:
    for column, text in enumerate(texts, start=1):
        sheet.cell(row, column, text)
    return row + 1


def _form(sheet: Worksheet, top: int, form, style: Style, places: dict) -> None:
    for row, column, span in placed(form):
        cell = sheet.cell(top + row, column + 1 + style.left)
        if span.kind in (HEAD, LABEL):
            cell.value = style.label(span.text)
        else:
            value = span.value if span.value is None else float(span.value)
            cell.value = (style.total if span.kind == TOTAL else style.number)(value)
            places[span.key] = cell
        if style.merged and (span.rows > 1 or span.cols > 1):
            sheet.merge_cells(
                start_row=cell.row,
                start_column=cell.column,
                end_row=cell.row + span.rows - 1,
                end_column=cell.column + span.cols - 1,
            )


def read(data: bytes, name: str = "年报.xlsx") -> reading.Book:
    return reading.read(data, name)


def renumbered(text: str) -> str:
    """换一套编号与标点：全角、圆圈、顿号。"""
    for old, new in (
        ("（一）", "㈠"),
        ("（二）", "(二)、"),
        ("1.", "①"),
        ("2.", "２、"),
        ("3.", "(3)"),
        ("一、", "1．"),
        ("二、", "２."),
    ):
        text = text.replace(old, new)
    return text.replace("，", ",").replace("“", "「").replace("”", "」")


def broken(text: str) -> str:
    """断行、夹空格，表头常这样。"""
    return "\n".join((text[:2], " " + text[2:4], text[4:])) if len(text) > 4 else "\u3000".join(text)


def texts(value):
    """数写成带空格的全角文字。"""
    return None if value is None else f" {value:g}".translate(FULLWIDTH)
