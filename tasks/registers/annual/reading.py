"""识读年度报告的工作簿：官方的三张表，人们实际填成的样子。

三张表可以依次在一个工作表里，也可以分在几个；表头可以合并、分几行、断行；行名的编号与标点不拘；上下可以有标题、
注与别的行；合计可以填，也可以不填。认不出的、缺的、不是数的，一次全部列出，每处带地址、原值与改法。
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from portal.core.sheets.addresses import address
from portal.core.sheets.parsers import plain_number, shown
from portal.core.sheets.problems import CellProblem, Problem
from portal.core.sheets.reading import Book, Sheet
from tasks.registers.annual import tables, wording
from tasks.registers.annual.tables import ALL, SUM
from tasks.registers.annual.wording import find, tidy

ZERO_HINT = "没有的填 0；只填数字，不带单位"
DEPTH = 4
HEADER_WORDS = 3
TITLE_YEAR = re.compile(r"(?<![函发号])((?:19|20)\d{2})年?(?:度)?.{0,30}(?:政府信息公开|年度报告|年报)")
SPOKEN = {
    2: "表二（主动公开政府信息情况）",
    3: "表三（收到和处理政府信息公开申请情况）",
    4: "表四（行政复议、行政诉讼情况）",
}


@dataclass
class Found:
    """读到的：`values` 各数，`typed` 填写的合计，`places` 每个数在哪一格，`problems` 错误，`doubts` 提醒。"""

    values: dict[str, Decimal] = field(default_factory=dict)
    typed: dict[str, Decimal] = field(default_factory=dict)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
    tables: dict[int, str] = field(default_factory=dict)
    years: list[tuple[int, str, str, str]] = field(default_factory=list)

    @property
    def unread(self) -> set[str]:
        """已经就那一格报过错的数。"""
        cells = {(problem.sheet, problem.cell) for problem in self.problems}
        return {key for key, place in self.places.items() if place in cells}

    def place(self, keys: Sequence[str]) -> tuple[str, str]:
        """第一个有地址的数的（工作表, 格）；都没有为空。"""
        return next((self.places[key] for key in keys if key in self.places), ("", ""))


def read(book: Book) -> Found:
    """读全部可见的工作表。"""
    found = Found()
    for sheet in book.visible:
        _Reader(sheet, found).run()
    for number in (2, 3, 4):
        if number not in found.tables:
            found.problems.append(_no_table(number, book))
    return found


def _no_table(number: int, book: Book) -> Problem:
    names = "、".join(sheet.title for sheet in book.visible) or "（无）"
    hint = f"三张表都要有，可以在一个工作表里依次排列；现有工作表：{names}"
    return Problem("", "", "", f"没有找到{SPOKEN[number]}", hint)


class _Reader:
    """一个工作表。"""

    def __init__(self, sheet: Sheet, found: Found):
        self.sheet, self.found, self.rows = sheet, found, sheet.rows
        self.seen: set[str] = set()

    def run(self) -> None:
        self._titles()
        self._table_2()
        self._table_3()
        self._table_4()

    # 共用

    def _titles(self) -> None:
        for number, values in self.rows[:6]:
            for index, raw in enumerate(values):
                if isinstance(raw, str) and (said := TITLE_YEAR.search(tidy(raw))):
                    cell = address(number, index)
                    self.found.years.append((int(said[1]), self.sheet.title, cell, shown(raw)))
                    return

    def _claim(self, table: int, number: int) -> bool:
        """这张表头一次出现；再出现是错。"""
        place = f"“{self.sheet.title}”第 {number} 行"
        if table in self.found.tables:
            first = self.found.tables[table]
            self._problem(number, 0, f"{SPOKEN[table]}出现两次：{first}与{place}", "请只留要导入的那一份")
            return False
        self.found.tables[table] = place
        return True

    def _problem(self, number: int, index: int, message: str, hint: str, raw="") -> None:
        cell = address(number, index)
        self.found.problems.append(Problem(self.sheet.title, cell, shown(raw), message, hint))

    def _take(self, key: str, number: int, index: int, values: list) -> None:
        """一格的数；空白不算数，留给核对去说。"""
        raw = values[index] if index < len(values) else ""
        if key in self.found.places:
            self._problem(number, index, f"{tables.name_of(key)}出现两次", "请删去重复的一行", raw)
            return
        self.found.places[key] = (self.sheet.title, address(number, index))
        if raw == "" or raw is None or (isinstance(raw, str) and not raw.strip("\u3000 \n\t")):
            return
        try:
            value = parse_number(raw, key)
        except CellProblem as problem:
            said = f"{tables.name_of(key)}：{problem.message}"
            self._problem(number, index, said, problem.hint, raw)
            return
        if value and (number, index) in self.sheet.covered:
            self._problem(
                number,
                index,
                f"{tables.name_of(key)}在合并的单元格里，分不清是哪一列的数",
                "请取消合并，各列分别填写",
                raw,
            )
            return
        (self.found.values if key in tables.KEYS else self.found.typed)[key] = value

    # 表二

    def _table_2(self) -> None:
        columns: dict[str, int] = {}
        claimed = False
        for number, values in self.rows:
            if heads := _heads_2(values):
                columns = heads
                continue
            label, at = _first_text(values)
            row = wording.row_2(label)
            if not row or not columns:
                continue
            wanted = next(keys for code, _, keys in tables.ROWS_2 if code == row)
            missing = [tables.COLUMNS_2[key] for key in wanted if key not in columns]
            if missing and not claimed and not set(wanted) & set(columns):
                continue
            if not claimed and not self._claim(2, number):
                return
            claimed = True
            if missing:
                self._problem(
                    number,
                    at,
                    f"表二“{label.strip()}”缺少{'、'.join(f'“{m}”' for m in missing)}一列",
                    "请照官方格式补上表头",
                )
            for key in wanted:
                if key in columns:
                    self._take(
                        f"2.{row}.{key}",
                        number,
                        _filled(values, columns[key], single=len(wanted) == 1),
                        values,
                    )
        if claimed:
            self._lacking_rows(2, [f"2.{row}" for row, _, _ in tables.ROWS_2])

    # 表三

    def _table_3(self) -> None:
        start = 0
        while (header := self._header_3(start)) is not None:
            last, columns = header
            if not self._claim(3, self.rows[last][0]):
                return
            self._missing_columns_3(last, columns)
            start = self._rows_3(last + 1, columns)

    def _header_3(self, start: int) -> tuple[int, dict[str, int]] | None:
        """（表头末行的序, 列）。列名可以分在相连的几行里。"""
        for first in range(start, len(self.rows)):
            window = self.rows[first : first + DEPTH]
            columns, last = {}, first
            for offset, (_, values) in enumerate(window):
                for index, raw in enumerate(values):
                    code = (
                        find(tidy(raw), wording.COLUMNS_3)
                        if isinstance(raw, str) and len(tidy(raw)) <= 12
                        else ""
                    )
                    if code and code not in columns:
                        columns[code], last = index, first + offset
            if len(columns) >= HEADER_WORDS:
                return last, columns | self._ends_3(first, last, columns)
        return None

    def _ends_3(self, first: int, last: int, columns: dict[str, int]) -> dict[str, int]:
        """“其他”与“总计”两列：在认出的各列之后。"""
        found: dict[str, int] = {}
        edge = max(columns.values())
        for _, values in self.rows[first : last + 1]:
            for index, raw in enumerate(values):
                if index > edge and wording.column_other(raw):
                    found.setdefault("other", index)
                elif index > edge and wording.column_total(raw):
                    found.setdefault(ALL, index)
        return found

    def _missing_columns_3(self, last: int, columns: dict[str, int]) -> None:
        for code, name in tables.COLUMNS_3.items():
            if code not in columns:
                self._problem(
                    self.rows[last][0], 0, f"表三缺少“{name}”一列", "请照官方格式补上这一列，没有的填 0"
                )
        if ALL not in columns:
            self._doubt(last, "表三没有“总计”一列，已按六列之和计算")

    def _doubt(self, place: int, message: str) -> None:
        cell = address(self.rows[place][0], 0)
        self.found.doubts.append(Problem(self.sheet.title, cell, "", message, "请核对"))

    def _rows_3(self, start: int, columns: dict[str, int]) -> int:
        """读到“结转下年度”为止，返回接着找的位置。"""
        edge, place = min(columns.values()), start
        for place in range(start, len(self.rows)):
            number, values = self.rows[place]
            if _is_header_4(values):
                break
            label, at = _last_text(values[:edge])
            row = wording.row_3(label)
            if row:
                self._row_3(row, number, values, columns)
            elif _has_numbers(values, columns.values()) and not _is_group(label):
                self._problem(
                    number, at, f"表三这一行认不出是哪一项：“{shown(label)}”", "请照官方格式的行名填写", label
                )
            if row == tables.FORWARD:
                place += 1
                break
        self._lacking_rows(3, [f"3.{row}" for row, _ in tables.ROWS_3])
        if f"3.{SUM}" not in self.seen:
            self._doubt(start - 1, "表三没有“（七）总计”一行，已按各行之和计算")
        return place

    def _row_3(self, row: str, number: int, values: list, columns: dict[str, int]) -> None:
        self.seen.add(f"3.{row}")
        for code in (*tables.COLUMNS_3, ALL):
            if code in columns:
                self._take(f"3.{row}.{code}", number, columns[code], values)

    def _lacking_rows(self, table: int, wanted: Sequence[str]) -> None:
        """整行没有的，一行一处错。"""
        known = {tables.row_of(key) for key in self.found.places}
        for row in wanted:
            if row not in known:
                name = tables.ROW_NAMES[row].split("（区分")[0]
                self.found.problems.append(
                    Problem(
                        self.sheet.title,
                        "",
                        "",
                        f"表{tables.NUMERALS[table]}缺少“{name}”一行",
                        "请照官方格式补上这一行，没有的填 0",
                    )
                )

    # 表四

    def _table_4(self) -> None:
        for place, (number, values) in enumerate(self.rows):
            # 官方的表头里，行政复议的各格竖着合并到下一行：以最下面的一行表头为准。
            if not _is_header_4(values) or any(_is_header_4(v) for _, v in self.rows[place + 1 : place + 2]):
                continue
            if not self._claim(4, number):
                return
            leaves = [(index, find(tidy(raw), wording.COLUMNS_4)) for index, raw in enumerate(values)]
            leaves = [(index, code) for index, code in leaves if code]
            if sum(code == "upheld" for _, code in leaves) > 1:
                self._across_4(place, leaves)
            else:
                self._down_4(place, {code: index for index, code in leaves})

    def _across_4(self, place: int, leaves: list[tuple[int, str]]) -> None:
        """十五列横排：每遇到一个“结果维持”换一种途径，以上方的表头为准。"""
        number = self.rows[place][0]
        data = next(
            ((n, v) for n, v in self.rows[place + 1 :] if _has_numbers(v, [i for i, _ in leaves])), None
        )
        number, values = data or (number + 1, [])
        route = -1
        for index, code in leaves:
            route += code == "upheld"
            name = self._route_above(place, index) or tables.ROWS_4[min(max(route, 0), 2)][0]
            self._take(f"4.{name}.{code}", number, index, values)
        self._lacking_cells_4(number)

    def _route_above(self, place: int, index: int) -> str:
        for _, values in reversed(self.rows[max(0, place - 3) : place]):
            text = tidy(values[index]) if index < len(values) else ""
            if 0 < len(text) <= 12 and (code := find(text, wording.ROWS_4)):
                return code
        return ""

    def _down_4(self, place: int, columns: dict[str, int]) -> None:
        """竖排：三种途径各一行。"""
        edge = min(columns.values())
        for number, values in self.rows[place + 1 :]:
            label, _ = _last_text(values[:edge])
            row = find(tidy(label), wording.ROWS_4)
            if row and len(tidy(label)) <= 16:
                for code in (*tables.COLUMNS_4, ALL):
                    if code in columns:
                        self._take(f"4.{row}.{code}", number, columns[code], values)
        self._lacking_cells_4(self.rows[place][0])

    def _lacking_cells_4(self, number: int) -> None:
        for key in tables.KEYS_4:
            if key not in self.found.places:
                self._problem(number, 0, f"{tables.name_of(key)}没有这一格", "请照官方格式补上，没有的填 0")


def parse_number(raw, key: str) -> Decimal:
    """一格的数：件数是不小于零的整数，金额至多六位小数。"""
    try:
        value = plain_number(_without_unit(raw, "万元" if tables.is_money(key) else "件"))
    except CellProblem as problem:
        raise CellProblem(problem.message, ZERO_HINT) from None
    if value < 0:
        raise CellProblem(f"{shown(raw)} 是负数", ZERO_HINT)
    if tables.is_money(key):
        if -value.as_tuple().exponent > 6:
            return round(value, 6)
        return value
    if value != value.to_integral_value():
        raise CellProblem(f"{shown(raw)} 不是整数", "件数填整数")
    return value.to_integral_value()


def _without_unit(raw, unit: str):
    """“0件”“12.5 万元”：带的正是这张表的单位，去掉；别的单位照样算错。"""
    text = raw.strip() if isinstance(raw, str) else ""
    return text.removesuffix(unit).strip() if text.endswith(unit) and text != unit else raw


def _heads_2(values: list) -> dict[str, int]:
    """表二的一行表头：列 → 列序；合并的取第一格。"""
    found: dict[str, int] = {}
    for index, raw in enumerate(values):
        text = tidy(raw) if isinstance(raw, str) else ""
        code = find(text, wording.COLUMNS_2) if len(text) <= 20 else ""
        if code:
            found.setdefault(code, index)
    return found


def _filled(values: list, index: int, *, single: bool) -> int:
    """单独一个数、表头跨几列时，数可能写在其中任一列。"""
    if single:
        for place in range(index, min(index + 3, len(values))):
            if values[place] not in ("", None):
                return place
    return index


def _first_text(values: list) -> tuple[str, int]:
    return next(((raw, at) for at, raw in enumerate(values) if isinstance(raw, str) and tidy(raw)), ("", 0))


def _last_text(values: list) -> tuple[str, int]:
    """行名：最右边有字的一格。"""
    return next(
        (
            (values[at], at)
            for at in range(len(values) - 1, -1, -1)
            if isinstance(values[at], str) and tidy(values[at])
        ),
        ("", 0),
    )


def _has_numbers(values: list, indexes) -> bool:
    return any(_is_numeric(values[index]) for index in indexes if index < len(values))


def _is_numeric(raw) -> bool:
    if isinstance(raw, bool):
        return False
    return isinstance(raw, int | float) or (isinstance(raw, str) and tidy(raw).isdigit())


def _is_header_4(values: list) -> bool:
    return any(isinstance(raw, str) and tidy(raw) == "结果维持" for raw in values)


def _is_group(label: str) -> bool:
    """（三）不予公开等小标题的一行，有人在这里写小计：不读，也不算错。"""
    text = wording.NUMBERING.sub("", tidy(label))
    return not text or any(
        word in text for word in ("不予公开", "无法提供", "不予处理", "其他处理", "办理结果")
    )
