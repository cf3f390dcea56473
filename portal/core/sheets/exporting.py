"""大表与 CSV 的导出：逐行写出，内存与行数无关；写了多少行，返回多少行，也印在文件里。"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import xlsxwriter

from portal.core.sheets import cleaning
from portal.core.sheets.addresses import safe_title
from portal.core.sheets.columns import Column
from portal.core.sheets.writing import BOX, HEADER, put

SHEET_ROWS = 1_000_000
BOM = "\ufeff"


def export_rows(
    target: Path,
    columns: tuple[Column, ...],
    rows: Iterable[Mapping[str, object]],
    *,
    title: str,
    sheet_rows: int = SHEET_ROWS,
) -> int:
    """把 `rows` 逐行写成 `target`（xlsx），返回行数；超过 `sheet_rows` 行接着写下一张表，末尾印“共 N 行”。"""
    book = xlsxwriter.Workbook(str(target), {"constant_memory": True, "strings_to_urls": False})
    writer = _Sheets(book, columns, title, sheet_rows)
    for row in rows:
        writer.add(row)
    count = writer.finish()
    book.close()
    return count


class _Sheets:
    """一张接一张地写；`constant_memory` 下只能按行往下写。"""

    def __init__(self, book, columns: tuple[Column, ...], title: str, sheet_rows: int):
        self.book, self.columns, self.title, self.sheet_rows = book, columns, title, sheet_rows
        self.header = book.add_format(HEADER)
        self.styles = [
            book.add_format(BOX | {"num_format": column.parse.number_format}) for column in columns
        ]
        self.quoted = book.add_format(BOX | {"num_format": "@", "quote_prefix": True})
        self.shows = [(i, column.key, column.parse.show, self.styles[i]) for i, column in enumerate(columns)]
        self.count, self.row, self.titles = 0, 0, set()
        self._open()

    def _open(self) -> None:
        name = safe_title(self.title, self.titles)
        self.titles.add(name)
        self.sheet, self.row = self.book.add_worksheet(name), 1
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.freeze_panes(1, 0)
        for index, column in enumerate(self.columns):
            self.sheet.set_column(index, index, column.width)
            self.sheet.write_string(0, index, column.title, self.header)

    def add(self, row: Mapping[str, object]) -> None:
        if self.row > self.sheet_rows:
            self._open()
        for index, key, show, style in self.shows:
            value = row.get(key)
            if value is None:
                continue
            value = show(value)
            if cleaning.is_risky(value):
                style = self.quoted
            put(self.sheet, self.row, index, value, style)
        self.row += 1
        self.count += 1

    def finish(self) -> int:
        self.sheet.set_footer(f"&L共 {self.count} 行&R第 &P 页 共 &N 页")
        self.sheet.write_string(self.row, 0, f"共 {self.count} 行")
        return self.count


def csv_lines(columns: tuple[Column, ...], rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """CSV 的各行（首行带 BOM，Excel 才认得 UTF-8）；可直接作流式响应。"""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow([column.title for column in columns])
    yield _drain(buffer)
    for row in rows:
        writer.writerow([_csv_cell(column, row.get(column.key)) for column in columns])
        yield _drain(buffer)


def csv_bytes(columns: tuple[Column, ...], rows: Iterable[Mapping[str, object]]) -> bytes:
    """整份 CSV 的字节。"""
    return "".join(csv_lines(columns, rows)).encode()


def escaped(text: str) -> str:
    """CSV 没有类型，以 = + - @ 等开头的文字前加单引号，打开时不会被当作公式。"""
    return f"'{text}" if cleaning.is_risky(text) else text


def _csv_cell(column: Column, value):
    if value is None:
        return ""
    shown = column.parse.show(value)
    return escaped(shown) if isinstance(shown, str) else shown


def _drain(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
