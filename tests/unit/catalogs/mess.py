"""把真值弄成各地真实的样子：表头、合并、勾选、选框、标题、附注、空行，都按 `Mess` 来。"""

import csv
import io
import random
import re
import zipfile
from dataclasses import dataclass, replace

import openpyxl
from openpyxl.utils import get_column_letter

from tests.unit.catalogs.truth import CHANNELS, CODES, Row

NAMES = {code: name for name, code in CODES.items()}
GROUPED = {
    "item_1": "公开事项",
    "item_2": "公开事项",
    "audience_all": "公开对象",
    "audience_some": "公开对象",
    "method_active": "公开方式",
    "method_request": "公开方式",
    "level_county": "公开层级",
    "level_township": "公开层级",
}
CANONICAL = {
    "number": "序号",
    "item_1": "一级事项",
    "item_2": "二级事项",
    "content": "公开内容（要素）",
    "basis": "公开依据",
    "time_limit": "公开时限",
    "subject": "公开主体",
    "channels": "公开渠道和载体",
    "audience_all": "全社会",
    "audience_some": "特定群众",
    "method_active": "主动",
    "method_request": "依申请公开",
    "level_county": "县级",
    "level_township": "乡级",
}
ALIASES = {
    "number": ("编号", "序 号"),
    "content": ("公开内容", "公开内容\n（要素）", "内容要素"),
    "basis": ("依据", "公 开\n依 据", "法律依据"),
    "time_limit": ("公开\n时限", "公开时间", "时限"),
    "subject": ("公开责任主体", "责任单位", "公开\n主体"),
    "channels": ("公开渠道", "公开渠道及载体", "渠道和载体", "公开\n渠道和\n载体"),
    "audience_some": ("特定群体", "特定对象", "特定\n群众"),
    "method_active": ("主动公开", "主\n动"),
    "method_request": ("依申请", "依 申 请"),
    "level_county": ("县 级", "区级", "县（区）级"),
    "level_township": ("镇级", "乡镇级", "乡\n级"),
}
TICKS = ("√", "■", "●", "✓", "✔", "是")
TITLE = "{name}领域基层政务公开标准目录"
NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True)
class Mess:
    """一张表的样子。`grouped` 两行表头；`field_in` 领域写在哪里；`names` 一级事项怎样重复；`boxes` 渠道怎样写。"""

    grouped: bool = True
    field_in: str = "title"
    names: str = "merged"
    boxes: str = "all"
    tick: str = "√"
    aliases: bool = False
    order: tuple[str, ...] = tuple(CANONICAL)
    banner: bool = True
    notes: bool = False
    totals: bool = False
    ghosts: int = 0
    repeated_header: bool = False
    ditto: bool = False
    wide_digits: bool = False
    extra: str = ""
    text_choices: bool = False
    hidden: bool = False
    blank_first_column: bool = False
    blank_rows: bool = False
    seed: int = 0


def random_mess(seed: int) -> Mess:
    """按种子定一个样子；列的次序打乱时，同一组的子栏仍挨着。"""
    chance = random.Random(seed)
    groups = [
        ["number"],
        ["item_1", "item_2"],
        ["content"],
        ["basis"],
        ["time_limit"],
        ["subject"],
        ["channels"],
    ]
    groups += [
        ["audience_all", "audience_some"],
        ["method_active", "method_request"],
        ["level_county", "level_township"],
    ]
    if chance.random() < 0.5:
        head, tail = groups[:2], groups[2:]
        chance.shuffle(tail)
        groups = head + tail
    return Mess(
        grouped=chance.random() < 0.7,
        field_in=chance.choice(("title", "sheet", "column", "between")),
        names=chance.choice(("merged", "repeated", "blank")),
        boxes=chance.choice(("all", "ticked", "list", "wingdings", "damaged")),
        tick=chance.choice(TICKS),
        aliases=chance.random() < 0.5,
        order=tuple(key for group in groups for key in group),
        banner=chance.random() < 0.6,
        notes=chance.random() < 0.5,
        totals=chance.random() < 0.3,
        ghosts=chance.choice((0, 0, 50, 3000)),
        repeated_header=chance.random() < 0.3,
        ditto=chance.random() < 0.3,
        wide_digits=chance.random() < 0.2,
        extra=chance.choice(("", "", "责任科室", "是否上网")),
        text_choices=chance.random() < 0.2,
        hidden=chance.random() < 0.2,
        blank_first_column=chance.random() < 0.2,
        blank_rows=chance.random() < 0.3,
        seed=seed,
    )


def workbook(rows: list[Row], mess: Mess) -> bytes:
    """写成 xlsx。一个领域一张表时表名是领域；几个领域在一张表里时各在标题行之下。"""
    book = openpyxl.Workbook()
    book.remove(book.active)
    fields = list(dict.fromkeys(row.field for row in rows))
    if mess.field_in == "sheet":
        for code in fields:
            _Writer(book.create_sheet(NAMES[code]), mess).write([row for row in rows if row.field == code])
    else:
        _Writer(book.create_sheet("Sheet1"), mess).write(rows)
    if mess.hidden:
        hidden = book.create_sheet("旧表")
        hidden["A1"], hidden.sheet_state = "去年的", "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_wps(data: bytes) -> bytes:
    """WPS 存的样子：声明的范围只有 A1。"""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                content = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', content)
            out.writestr(name, content)
    return target.getvalue()


def as_csv(data: bytes, encoding: str) -> bytes:
    """另存为 CSV：合并单元格只剩左上角，所以名称要逐行写明。"""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    buffer = io.StringIO()
    csv.writer(buffer).writerows(
        [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]
    )
    return buffer.getvalue().encode(encoding)


class _Writer:
    """一张表。"""

    def __init__(self, sheet, mess: Mess):
        self.sheet, self.mess, self.row = sheet, mess, 0
        self.chance = random.Random(mess.seed)
        self.shift = 1 if mess.blank_first_column else 0
        keys = list(mess.order)
        if mess.text_choices:
            keys = [key for key in keys if key not in GROUPED or key.startswith("item")]
            keys += ["audience", "method", "level"]
        if mess.field_in == "column":
            keys.insert(0, "field")
        if mess.extra:
            keys.append("extra")
        self.keys = keys
        self.width = len(keys)
        self.names = {key: self._name(key) for key in keys}

    def write(self, rows: list[Row]) -> None:
        if self.mess.banner:
            self._across("某某县基层政务公开标准目录（2026年版）")
        fields = list(dict.fromkeys(row.field for row in rows))
        for place, code in enumerate(fields):
            if self.mess.field_in in ("title", "between"):
                title = f"（{NUMERALS[place]}）{TITLE.format(name=NAMES[code])}"
                if self.mess.field_in == "title" or place:
                    self._across(title)
                else:
                    self._header()
                    self._across(title)
                    self._block([row for row in rows if row.field == code])
                    continue
            if place == 0 or self.mess.repeated_header:
                self._header()
            self._block([row for row in rows if row.field == code])
        if self.mess.totals:
            self._line({0: "合计", 1: f"{len(rows)}项"})
        if self.mess.notes:
            self._across("注：1.本目录由市政务公开办公室解释。2.√表示适用。")
        for _ in range(self.mess.ghosts):
            self.row += 1
            self.sheet.cell(self.row, 1 + self.shift).value = None
            self.sheet.cell(self.row, 1).font = openpyxl.styles.Font(bold=True)

    def _block(self, rows: list[Row]) -> None:
        start, before = self.row + 1, None
        for row in rows:
            self._line(dict(enumerate(self._cells(row, before))))
            before = row
            if self.mess.blank_rows and self.mess.names != "merged" and self.chance.random() < 0.3:
                self.row += 1
        if self.mess.names == "merged":
            self._merge_down(start, rows)

    def _cells(self, row: Row, before: Row | None) -> list[object]:
        same = before is not None and before.item_1 == row.item_1
        found = []
        for key in self.keys:
            value = self._value(key, row)
            if key == "item_1" and same and self.mess.names in ("merged", "blank"):
                value = None
            elif key in ("basis", "time_limit", "subject") and self.mess.ditto and before is not None:
                value = "同上" if self._value(key, before) == value else value
            found.append(value)
        return found

    def _value(self, key: str, row: Row) -> object:
        if key == "field":
            return NAMES[row.field]
        if key == "extra":
            return row.extra.get(self.mess.extra) or None
        if key == "number":
            return int(row.number)
        if key == "channels":
            return self._channels(row)
        if key == "time_limit" and self.mess.wide_digits:
            return row.time_limit.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        if key in ("audience", "method", "level"):
            return "、".join(getattr(row, key))
        if key in GROUPED and not key.startswith("item"):
            return self.mess.tick if CANONICAL[key] in (*row.audience, *row.method, *row.level) else None
        return getattr(row, key)

    def _channels(self, row: Row) -> str:
        chosen = {*row.channels, *row.others}
        every = (*CHANNELS, *row.others)
        style = self.mess.boxes
        if style == "list":
            return "、".join((*row.channels, *row.others))
        if style == "ticked":
            return "\n".join(f"■{name}" for name in (*row.channels, *row.others))
        on, off = {"all": ("■", "□"), "wingdings": ("\uf0fe", "\uf0a8"), "damaged": ("n", "o")}[style]
        return " ".join(f"{on if name in chosen else off}{name}" for name in every)

    def _header(self) -> None:
        if not self.mess.grouped:
            self._line({index: self.names[key] for index, key in enumerate(self.keys)})
            return
        top, bottom = self.row + 1, self.row + 2
        index = 0
        while index < self.width:
            group = GROUPED.get(self.keys[index])
            last = index
            while group and last + 1 < self.width and GROUPED.get(self.keys[last + 1]) == group:
                last += 1
            if group:
                self._put(top, index, group)
                for place in range(index, last + 1):
                    self._put(bottom, place, self.names[self.keys[place]])
                self._merge(top, index, top, last)
            else:
                self._put(top, index, self.names[self.keys[index]])
                self._merge(top, index, bottom, index)
            index = last + 1
        self.row = bottom

    def _name(self, key: str) -> str:
        if key in ("field", "extra", "audience", "method", "level"):
            return {"field": "领域", "audience": "公开对象", "method": "公开方式", "level": "公开层级"}.get(
                key, self.mess.extra
            )
        if self.mess.aliases and key in ALIASES:
            return self.chance.choice(ALIASES[key])
        return CANONICAL[key]

    def _across(self, text: str) -> None:
        self.row += 1
        self._put(self.row, 0, text)
        self._merge(self.row, 0, self.row, self.width - 1)

    def _line(self, cells: dict[int, object]) -> None:
        self.row += 1
        for index, value in cells.items():
            self._put(self.row, index, value)

    def _merge_down(self, start: int, rows: list[Row]) -> None:
        column = self.keys.index("item_1")
        first = 0
        for place in range(1, len(rows) + 1):
            if place == len(rows) or rows[place].item_1 != rows[first].item_1:
                self._merge(start + first, column, start + place - 1, column)
                first = place

    def _put(self, row: int, index: int, value: object) -> None:
        self.sheet.cell(row, index + 1 + self.shift, value)

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            first, last = (get_column_letter(column + 1 + self.shift) for column in (left, right))
            self.sheet.merge_cells(f"{first}{top}:{last}{bottom}")


def with_extra(rows: list[Row], name: str) -> list[Row]:
    """给每行加一个其他栏。"""
    return [replace(row, extra={name: f"{name}{row.number}"}) for row in rows] if name else rows
