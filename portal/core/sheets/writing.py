"""写：声明 → 工作簿字节。样式、下拉、批注、保护、打印设置、活公式都在这里。

    draft = Draft((SheetDraft(SCORES, rows, heading="2026 年度评分表", protect=True),), stamp=stamp)
    data = build(draft)

凡文字一律写作文字；只有 `Formula` 才是公式，且带着算好的值，不必重算就能读。
"""

import datetime as dt
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import xlsxwriter

from portal.core import clock
from portal.core.sheets import cleaning
from portal.core.sheets.addresses import STAMP_SHEET, address, letter, quoted, safe_title
from portal.core.sheets.columns import Column, SheetSpec
from portal.core.sheets.parsers import EXACT, Day, Number, Text, Url, Whole
from portal.core.sheets.stamp import Stamp

LIST_SHEET = "_lists"
LINE = 15  # 一行字的高度（磅）
UNDATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 文档属性不带时区；固定值使同样内容得到同样字节
FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
BOX = FONT | {"border": 1, "border_color": "#A6A6A6"}
HEADING = FONT | {"bold": True, "font_size": 16, "align": "center"}
HEADER = BOX | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#DCE6F1"}
NOTE = FONT | {"font_color": "#595959", "text_wrap": True, "valign": "top"}
LOCKED = {"bg_color": "#F2F2F2", "locked": True}
PROTECTION = {
    "format_columns": True,
    "format_rows": True,
    "autofilter": True,
    "sort": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}


@dataclass(frozen=True)
class Formula:
    """一个公式，以 = 开头；`value` 是算好的值，不重算的软件读到的就是它。"""

    text: str
    value: object = 0


@dataclass(frozen=True)
class SheetDraft:
    """一张要写的表。

    `rows` 是 {键: 值或 `Formula`} 的序列；`title` 缺省用声明的表名；`heading` 表头之上的大标题；`notes` 表尾的注；
    `protect` 锁住预填列（其余可填）；`spare_rows` 表尾留多少可填的空行；`frozen` 冻结左边几列；
    `totals` 是表尾合计行 {键: 值或 `Formula`}。
    """

    spec: SheetSpec
    rows: Sequence[Mapping[str, object]]
    title: str = ""
    heading: str = ""
    notes: tuple[str, ...] = ()
    protect: bool = False
    spare_rows: int = 0
    frozen: int = 0
    totals: Mapping[str, object] = field(default_factory=dict)

    @property
    def grouped(self) -> bool:
        return any(column.group for column in self.spec.columns)

    @property
    def header_row(self) -> int:
        """表头末行的行号（从 1 起）。"""
        return (1 if self.heading else 0) + max(self.spec.header_rows, 2 if self.grouped else 1)

    @property
    def first_row(self) -> int:
        """首个数据行的行号。"""
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        """末个数据行的行号（不含空行与合计）。"""
        return self.header_row + len(self.rows)

    def column_index(self, key: str) -> int:
        return next(i for i, column in enumerate(self.spec.columns) if column.key == key)

    def cell(self, key: str, index: int) -> str:
        """第 `index` 个数据行（从 0 起）`key` 列的地址，写公式用。"""
        return address(self.first_row + index, self.column_index(key))

    def range(self, key: str) -> str:
        """`key` 列全部数据行的区域，如 F5:F20。"""
        name = letter(self.column_index(key))
        return f"{name}{self.first_row}:{name}{max(self.first_row, self.last_row)}"

    def remote(self, key: str, index: int) -> str:
        """从别的表引用这一格：'云东县'!F12。"""
        return f"{quoted(safe_title(self.title or self.spec.title))}!{self.cell(key, index)}"


@dataclass(frozen=True)
class Draft:
    """一个要写的工作簿；给了 `stamp` 就带签名。"""

    sheets: tuple[SheetDraft, ...]
    stamp: Stamp | None = None


def build(draft: Draft) -> bytes:
    """写成 xlsx；同样的声明得到同样的字节。"""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False})
    created = naive(draft.stamp.created_at) if draft.stamp else UNDATED
    book.set_properties({"created": created})
    writer = _Writer(book)
    for sheet in draft.sheets:
        writer.write_sheet(sheet)
    writer.finish(draft.stamp)
    book.close()
    return buffer.getvalue()


def put(sheet, row: int, column: int, value, style=None) -> None:
    """把 `value` 写到（行、列，均从 0 起）：文字永远是文字，长编号与超出精度的数也写作文字。"""
    if isinstance(value, str) and value:
        sheet.write_string(row, column, cleaning.written(value), style)
    elif value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, Formula):
        sheet.write_formula(row, column, value.text, style, plain(value.value))
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, int | float | Decimal):
        if exact(value):
            sheet.write_number(row, column, value, style)
        else:
            sheet.write_string(row, column, str(value), style)
    else:
        sheet.write_datetime(row, column, naive(value), style)


def naive(moment: dt.date) -> dt.date:
    """工作簿里的时刻不带时区：换成北京时间。"""
    aware = isinstance(moment, dt.datetime) and moment.tzinfo
    return moment.astimezone(clock.TZ).replace(tzinfo=None) if aware else moment


def exact(number: int | float | Decimal) -> bool:
    """能否原样存成表格里的数字（15 位有效）。"""
    if isinstance(number, float):
        return number == number and abs(number) != float("inf")
    return abs(number) < EXACT and (
        isinstance(number, int) or len(number.normalize().as_tuple().digits) <= 15
    )


def plain(value):
    return float(value) if isinstance(value, Decimal) else "" if value is None else value


class _Writer:
    """往一个 xlsxwriter 工作簿里写各张表；样式按内容复用，长下拉列表集中放到隐藏表。"""

    def __init__(self, book):
        self.book = book
        self.styles: dict[tuple, object] = {}
        self.titles: set[str] = set()
        self.lists: dict[tuple[str, ...], str] = {}

    def style(self, **properties):
        key = tuple(sorted(properties.items()))
        if key not in self.styles:
            self.styles[key] = self.book.add_format(properties)
        return self.styles[key]

    def write_sheet(self, draft: SheetDraft) -> None:
        title = safe_title(draft.title or draft.spec.title, self.titles)
        self.titles.add(title)
        sheet = self.book.add_worksheet(title)
        self._header(sheet, draft)
        self._body(sheet, draft)
        self._tail(sheet, draft)
        self._validation(sheet, draft)
        self._page(sheet, draft)
        if draft.protect:
            sheet.protect("", PROTECTION)

    def _header(self, sheet, draft: SheetDraft) -> None:
        columns, style = draft.spec.columns, self.style(**HEADER)
        if draft.heading:
            self._across(sheet, 0, len(columns), draft.heading, self.style(**HEADING))
            sheet.set_row(0, 30)
        bottom = draft.header_row - 1
        top = bottom - (1 if draft.grouped else 0)
        for index, column in enumerate(columns):
            title = cleaning.written(column.title + (" *" if column.required else ""))
            if draft.grouped and not column.group:
                sheet.merge_range(top, index, bottom, index, title, style)
            else:
                sheet.write_string(bottom, index, title, style)
            if column.help:
                place = top if draft.grouped and not column.group else bottom
                sheet.write_comment(place, index, column.help, {"x_scale": 1.6, "author": "平台"})
            sheet.set_column(index, index, column.width, None, {"hidden": column.hidden})
        for first, last, name in _groups(columns) if draft.grouped else ():
            if first == last:
                sheet.write_string(top, first, name, style)
            else:
                sheet.merge_range(top, first, top, last, name, style)

    def _across(self, sheet, row: int, width: int, text: str, style) -> None:
        if width > 1:
            sheet.merge_range(row, 0, row, width - 1, "", style)
        sheet.write_string(row, 0, cleaning.written(text), style)

    def _body(self, sheet, draft: SheetDraft) -> None:
        styles = [self._cell_style(column, draft.protect) for column in draft.spec.columns]
        last = draft.last_row + draft.spare_rows
        for number in range(draft.header_row, last):
            at = number - draft.header_row
            values = draft.rows[at] if at < len(draft.rows) else {}
            spare = at >= len(draft.rows)
            if (lines := _lines(draft.spec.columns, values)) > 1:
                sheet.set_row(number, min(lines * LINE, 400))
            for index, column in enumerate(draft.spec.columns):
                value = values.get(column.key)
                shown = value if value is None or isinstance(value, Formula) else column.parse.show(value)
                style = styles[index][1] if spare else styles[index][0]
                put(sheet, number, index, shown, self._guarded(style, shown))

    def _cell_style(self, column: Column, protect: bool) -> tuple[dict, dict]:
        """（数据行、空行）的样式：预填列加底色并锁住，空行一律可填。"""
        base = BOX | {"num_format": column.parse.number_format}
        if isinstance(column.parse, Text | Url):
            base |= {"text_wrap": True}
        if isinstance(column.parse, Number | Whole):
            base |= {"align": "right"}
        if isinstance(column.parse, Day):
            base |= {"align": "center"}
        free = base | {"locked": False}
        return (base | LOCKED if column.locked else free if protect else base), free if protect else base

    def _guarded(self, properties: dict, value):
        """以 = + - @ 开头的文字另加“文本前缀”：在表格里双击也不会变成公式。"""
        if isinstance(value, Formula) and properties["num_format"] == "@":
            properties = properties | {"num_format": "General"}
        return self.style(**properties | {"quote_prefix": True} if cleaning.is_risky(value) else properties)

    def _tail(self, sheet, draft: SheetDraft) -> None:
        row = draft.last_row + draft.spare_rows
        if draft.totals:
            for index, column in enumerate(draft.spec.columns):
                form = BOX | LOCKED | {"bold": True, "num_format": column.parse.number_format}
                put(
                    sheet,
                    row,
                    index,
                    draft.totals.get(column.key),
                    self._guarded(form, draft.totals.get(column.key)),
                )
            row += 1
        for note in draft.notes:
            self._across(sheet, row, len(draft.spec.columns), note, self.style(**NOTE))
            row += 1

    def _validation(self, sheet, draft: SheetDraft) -> None:
        last = draft.last_row + draft.spare_rows - 1
        if last < draft.header_row:
            return
        for index, column in enumerate(draft.spec.columns):
            if not column.locked and (rule := self._rule(column)):
                sheet.data_validation(draft.header_row, index, last, index, rule | {"ignore_blank": True})

    def _rule(self, column: Column) -> dict | None:
        if column.options:
            return {
                "validate": "list",
                "source": self._source(column.options),
                "error_message": "请从下拉列表中选择",
            }
        parse = column.parse
        if not isinstance(parse, Number | Whole) or (parse.minimum is None and parse.maximum is None):
            return None
        low, high = parse.minimum, parse.maximum
        kind = {
            "validate": "decimal" if isinstance(parse, Number) else "integer",
            "error_title": column.title[:32],
        }
        if low is None or high is None:
            sign, bound = (">=", low) if high is None else ("<=", high)
            return kind | {
                "criteria": sign,
                "value": float(bound),
                "error_message": f"请填写 {sign} {bound} 的数",
            }
        bounds = {"criteria": "between", "minimum": float(low), "maximum": float(high)}
        return kind | bounds | {"error_message": f"请填写 {low} 至 {high} 之间的数"}

    def _source(self, options: tuple[str, ...]):
        """短的直接写，长的或含逗号的（内联写法限 255 字）放到隐藏表里引用。"""
        if len(",".join(options)) <= 250 and not any("," in option for option in options):
            return list(options)
        if options not in self.lists:
            name = letter(len(self.lists))
            self.lists[options] = f"={LIST_SHEET}!${name}$1:${name}${len(options)}"
        return self.lists[options]

    def _page(self, sheet, draft: SheetDraft) -> None:
        """A4 横向、宽度缩到一页、每页重复表头、页脚印页码与行数。"""
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.repeat_rows(0, draft.header_row - 1)
        sheet.freeze_panes(draft.header_row, draft.frozen)
        sheet.set_footer(f"&L共 {len(draft.rows)} 行&R第 &P 页 共 &N 页")

    def finish(self, stamp: Stamp | None) -> None:
        if self.lists:
            sheet = self.book.add_worksheet(LIST_SHEET)
            sheet.hide()
            for column, options in enumerate(self.lists):
                for row, option in enumerate(options):
                    sheet.write_string(row, column, option)
        if stamp:
            sheet = self.book.add_worksheet(STAMP_SHEET)
            sheet.very_hidden()
            for row, (name, value) in enumerate(stamp.rows()):
                sheet.write_string(row, 0, name)
                sheet.write_string(row, 1, value)


def _lines(columns: Iterable[Column], values: Mapping[str, object]) -> int:
    """这一行折行后要几行高：汉字占两格。写定行高，不会自动调高的软件里文字也不被遮住。"""
    most = 1
    for column in columns:
        value = values.get(column.key)
        if isinstance(value, str) and not column.hidden and isinstance(column.parse, Text | Url):
            room = max(2.0, column.width - 1)
            most = max(most, sum(max(1, math.ceil(_width(part) / room)) for part in value.split("\n")))
    return most


def _width(text: str) -> int:
    return len(text) if text.isascii() else sum(1 if char.isascii() else 2 for char in text)


def _groups(columns: Iterable[Column]) -> list[tuple[int, int, str]]:
    """相邻且同名的上级表头：（首列, 末列, 名）。"""
    found: list[list] = []
    for index, column in enumerate(columns):
        if column.group and found and found[-1][2] == column.group and found[-1][1] == index - 1:
            found[-1][1] = index
        elif column.group:
            found.append([index, index, column.group])
    return [tuple(group) for group in found]
