"""逐行校验：一张表的全部错误一次列出，每处带地址、原值、原因与改法。"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.core.sheets import cleaning, headers
from portal.core.sheets.addresses import address, letter
from portal.core.sheets.columns import Column, SheetSpec, WorkbookSpec
from portal.core.sheets.parsers import shown
from portal.core.sheets.problems import CellProblem, Problem
from portal.core.sheets.reading import Book, Sheet

TOTAL = re.compile(r"(本页|全县|全市)?(合计|总计|小计|共计|累计)([:(].*)?")
NOTE = re.compile(r"(注|附注|备注|说明|填表说明|填报说明)\d*[:.、].*|共\d+[行条]")
SIGNATURE = re.compile(
    r"(填表人|填报人|制表人|审核人|复核人|负责人|单位负责人|填报单位|填报日期|联系人)[:].*"
)


@dataclass(frozen=True)
class Row:
    """一行：`values` 键 → 值（没有的列、空白为 None）；`bad` 是有错的键，其值为 None。"""

    sheet: str
    number: int
    values: dict[str, object]
    mapping: dict[str, int] = field(repr=False)
    bad: frozenset[str] = frozenset()

    def __getitem__(self, key: str):
        return self.values[key]

    def cell(self, key: str) -> str:
        """`key` 所在的单元格，如 F12；表里没有这一列则为行号所在的 A 列。"""
        return address(self.number, self.mapping.get(key, 0))

    @property
    def cells(self) -> dict[str, str]:
        return {key: address(self.number, index) for key, index in self.mapping.items()}

    def problem(self, key: str, message: str, hint: str = "") -> Problem:
        """业务校验在这一格发现的错误。"""
        return Problem(self.sheet, self.cell(key), shown(self.values.get(key)), message, hint)


@dataclass(frozen=True)
class Parsed:
    """一张表的结果：`rows` 无错的行，`damaged` 有错的行；`errors` 全部错误，`doubts` 只提醒的（多余的列等）。"""

    title: str
    spec: SheetSpec
    rows: list[Row] = field(default_factory=list)
    damaged: list[Row] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
    unknown_columns: tuple[headers.Unknown, ...] = ()
    mapping: dict[str, int] = field(default_factory=dict)


def parse_book(book: Book, spec: WorkbookSpec) -> list[Parsed]:
    """按声明读全部应读的表；缺了必需的表，第一项里带着那条错误。

    只有一张应读的表时，不论叫什么名字都读：名称相符的优先，其次唯一可见的表。
    """
    readable = [sheet_spec for sheet_spec in spec.sheets if sheet_spec.read]
    taken, results = set(), []
    unread = [sheet_spec for sheet_spec in spec.sheets if not sheet_spec.read]
    skipped = {sheet.title for sheet in book.visible if any(item.owns(sheet.title) for item in unread)}
    for sheet_spec in sorted(readable, key=lambda item: item.repeated):
        free = [sheet for sheet in book.visible if sheet.title not in taken | skipped]
        chosen = _choose(free, sheet_spec, alone=len(readable) == 1)
        taken |= {sheet.title for sheet in chosen}
        results += [parse_sheet(sheet, sheet_spec) for sheet in chosen]
        if not chosen and not sheet_spec.optional:
            results.append(Parsed(sheet_spec.title, sheet_spec, errors=[_no_sheet(book, sheet_spec)]))
    return results


def _choose(free: Sequence[Sheet], spec: SheetSpec, *, alone: bool) -> list[Sheet]:
    named = [sheet for sheet in free if spec.owns(sheet.title)]
    if spec.repeated:
        return named if spec.name_prefix else list(free)
    if named or not alone:
        return named[:1]
    fitting = [sheet for sheet in free if headers.find_header(sheet, spec.columns)]
    return (fitting or list(free))[:1]


def _no_sheet(book: Book, spec: SheetSpec) -> Problem:
    names = "、".join(sheet.title for sheet in book.visible) or "（无）"
    return Problem("", "", "", f"没有找到工作表“{spec.title}”", f"现有工作表：{names}。请从平台下载模板填写")


def parse_sheet(sheet: Sheet, spec: SheetSpec) -> Parsed:
    """校验一张表。表头之上的标题、表尾的合计与注、空行、中途重复的表头都不算数据。"""
    header = headers.find_header(sheet, spec.columns)
    if header is None:
        return Parsed(sheet.title, spec, errors=[_no_header(sheet, spec)])
    matching = header.matching
    errors, doubts = _column_problems(sheet, header, spec)
    parsed = Parsed(
        sheet.title,
        spec,
        errors=errors,
        doubts=doubts,
        unknown_columns=matching.unknown,
        mapping=matching.mapping,
    )
    present = [
        (column, matching.mapping[column.key]) for column in spec.columns if column.key in matching.mapping
    ]
    titles = {heading.index: heading.levels[-1] for heading in header.headings}
    for number, values in sheet.rows:
        if number > header.last and not _is_aside(values, number, sheet, present, titles):
            _read_row(parsed, sheet, number, values, present)
    return parsed


def _read_row(
    parsed: Parsed, sheet: Sheet, number: int, values: list, present: list[tuple[Column, int]]
) -> None:
    found: dict[str, object] = {column.key: None for column in parsed.spec.columns}
    bad = []
    for column, index in present:
        raw = values[index] if index < len(values) else ""
        if not column.spread and (number, index) in sheet.covered:
            raw = ""
        try:
            found[column.key] = column.read(raw)
        except CellProblem as problem:
            bad.append(column.key)
            cell = address(number, index)
            parsed.errors.append(
                Problem(sheet.title, cell, shown(raw), f"{column.title}：{problem.message}", problem.hint)
            )
    row = Row(sheet.title, number, found, parsed.mapping, frozenset(bad))
    (parsed.damaged if bad else parsed.rows).append(row)


def _is_aside(values: list, number: int, sheet: Sheet, present, titles: dict[int, str]) -> bool:
    """这一行是不是空行、合计、注、落款或重复的表头。"""
    own = [(i, value) for i, value in enumerate(values) if value != "" and (number, i) not in sheet.covered]
    mapped = {index for _, index in present}
    if not any(index in mapped for index, _ in own):
        return True
    texts = [value for _, value in own[:3] if isinstance(value, str)]
    if any("计" in text and TOTAL.fullmatch(headers.tidy(text)) for text in texts):
        return True
    first = headers.tidy(texts[0]) if texts and len(own) <= 3 else ""
    if NOTE.fullmatch(first) or SIGNATURE.fullmatch(first):
        return True
    return len(own) > 1 and all(titles.get(index) == str(value).strip() for index, value in own)


def _no_header(sheet: Sheet, spec: SheetSpec) -> Problem:
    wanted = [column.title for column in spec.columns if column.required] or [
        column.title for column in spec.columns
    ]
    names = "、".join(wanted[:12]) + ("等" if len(wanted) > 12 else "")
    message = f"前 {headers.SEARCHED} 行里没有找到表头"
    return Problem(sheet.title, "A1", "", message, f"表头应有：{names}。请从平台下载模板填写")


def _column_problems(
    sheet: Sheet, header: headers.Header, spec: SheetSpec
) -> tuple[list[Problem], list[Problem]]:
    """表头的错误与提醒：缺必填列、同一列出现两次是错误；不认得的列按声明报错或提醒。"""
    matching, errors = header.matching, []
    for column in matching.missing:
        if column.required:
            errors.append(_missing(sheet, header, column))
    for column, indexes in matching.doubled:
        letters = "、".join(letter(index) for index in indexes)
        cell = address(header.last, indexes[1])
        errors.append(
            Problem(
                sheet.title,
                cell,
                column.title,
                f"“{column.title}”列出现了不止一次（{letters} 列）",
                "请只保留一列",
            )
        )
    strange = [_strange(sheet, header, unknown) for unknown in matching.unknown]
    return (errors, strange) if spec.allow_unknown else (errors + strange, [])


def _missing(sheet: Sheet, header: headers.Header, column: Column) -> Problem:
    near = next((item for item in header.matching.unknown if item.suggestion == column.title), None)
    hint = f"请补上“{column.title}”列，或从平台重新下载模板"
    if near:
        hint = f"{letter(near.index)} 列的“{near.title}”，您是否指“{column.title}”？请改表头后重新上传"
    cell = address(header.last, near.index) if near else address(header.last, 0)
    return Problem(sheet.title, cell, near.title if near else "", f"缺少必需的列“{column.title}”", hint)


def _strange(sheet: Sheet, header: headers.Header, unknown: headers.Unknown) -> Problem:
    meant = (
        f"您是否指“{unknown.suggestion}”？是则请改表头"
        if unknown.suggestion
        else "如需导入，请改用模板里的列名"
    )
    title = cleaning.line(unknown.title)
    return Problem(
        sheet.title, address(header.last, unknown.index), title, f"不认得的列“{title}”，不会导入", meant
    )
