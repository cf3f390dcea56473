"""认表头：在前 20 行里找一至三行表头，列名忽略换行、空格、全半角、必填星号与括注。"""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from portal.core.sheets import cleaning
from portal.core.sheets.addresses import letter
from portal.core.sheets.columns import Column
from portal.core.sheets.reading import Sheet

SEARCHED = 20
DEPTH = 3
LONGEST = 80  # 比这更长的不会是列名；截短后再比对，恶意的长文字也不费时


@lru_cache(4096)
def tidy(text: str) -> str:
    """列名的比对形式。"""
    return cleaning.key(text[:LONGEST])


@lru_cache(4096)
def bare(text: str) -> str:
    """列名去掉末尾括注的比对形式。"""
    return cleaning.bare(text[:LONGEST])


@dataclass(frozen=True)
class Heading:
    """一列的表头：`index` 列序，`levels` 从上到下各级文字（已去重、去空）。"""

    index: int
    levels: tuple[str, ...]

    @property
    def title(self) -> str:
        return "/".join(cleaning.line(level) for level in self.levels)


@dataclass(frozen=True)
class Unknown:
    """不认得的一列；`suggestion` 是最像的缺失列名，没有则为空。"""

    index: int
    title: str
    suggestion: str = ""

    def __str__(self):
        meant = f"，您是否指“{self.suggestion}”？" if self.suggestion else ""
        return f"{letter(self.index)} 列“{self.title}”{meant}"


@dataclass(frozen=True)
class Matching:
    """表头与列的对应：`mapping` 键 → 列序；`missing` 表里没有的列；`doubled` 出现两次的（列, 各列序）。"""

    mapping: dict[str, int]
    missing: tuple[Column, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    doubled: tuple[tuple[Column, tuple[int, ...]], ...] = ()


@dataclass(frozen=True)
class Header:
    """找到的表头：`first`、`last` 是表头首末行的行号。"""

    first: int
    last: int
    matching: Matching
    headings: tuple[Heading, ...] = field(default=(), repr=False)


def headings(rows: Sequence[list]) -> tuple[Heading, ...]:
    """一至三行表头 → 每列一个 `Heading`；全空的列略去。"""
    found = []
    for index in range(max((len(row) for row in rows), default=0)):
        levels = []
        for row in rows:
            text = str(row[index]).strip()[:LONGEST] if index < len(row) else ""
            if text and (not levels or tidy(text) != tidy(levels[-1])):
                levels.append(text)
        if levels:
            found.append(Heading(index, tuple(levels)))
    return tuple(found)


def match_columns(header: Sequence[Heading], columns: Sequence[Column]) -> Matching:
    """把表头对到列：先按全名，再去掉括注；对不上的给出最像的缺失列名。"""
    places, left = _places(header, columns)
    missing = tuple(column for column in columns if column.key not in places)
    doubled = tuple(
        (column, tuple(places[column.key])) for column in columns if len(places.get(column.key, ())) > 1
    )
    mapping = {key: indexes[0] for key, indexes in places.items()}
    return Matching(mapping, missing, tuple(_unknown(heading, missing) for heading in left), doubled)


def _places(
    header: Sequence[Heading], columns: Sequence[Column]
) -> tuple[dict[str, list[int]], list[Heading]]:
    """（键 → 各列序, 对不上的表头）。"""
    places: dict[str, list[int]] = {}
    left = list(header)
    for form, forms in ((tidy, _full_forms), (bare, _bare_forms)):
        names = _names(columns, form, taken=set(places))
        for heading in list(left):
            if key := next((names[name] for name in forms(heading) if name in names), None):
                places.setdefault(key, []).append(heading.index)
                left.remove(heading)
    return places, left


def _full_forms(heading: Heading) -> tuple[str, ...]:
    """用来比对的全名：各级相连，或最末一级。"""
    return tidy("".join(heading.levels)), tidy(heading.levels[-1])


def _bare_forms(heading: Heading) -> tuple[str, ...]:
    """去掉括注的末级名。"""
    return (bare(heading.levels[-1]),)


def _names(columns: Sequence[Column], form, taken: set[str]) -> dict[str, str]:
    """写法 → 键；列的正名优先于别名。"""
    names: dict[str, str] = {}
    free = [column for column in columns if column.key not in taken]
    for column in free:
        names.setdefault(form(column.names[0]), column.key)
    for column in free:
        for name in column.names[1:]:
            names.setdefault(form(name), column.key)
    return names


def _unknown(heading: Heading, missing: Sequence[Column]) -> Unknown:
    titles = {tidy(name): column.title for column in missing for name in column.names}
    near = difflib.get_close_matches(tidy(heading.levels[-1]), list(titles), n=1, cutoff=0.5)
    return Unknown(heading.index, heading.title, titles[near[0]] if near else "")


def find_header(sheet: Sheet, columns: Sequence[Column]) -> Header | None:
    """对上列数最多的一段作表头；同样多取行数少的、靠上的。必填列一半都对不上则为 None。"""
    best, score = None, (0, 0)
    grouped = any(column.group for column in columns)
    perfect = (len(columns), 0 if grouped else -1)
    rows = sheet.rows[: SEARCHED + DEPTH]
    for start in range(min(SEARCHED, len(rows))):
        if score == perfect:
            break  # 各列都已对上，往下再找不会更好
        if len({str(value) for value in rows[start][1] if value != ""}) == 1 < len(columns):
            continue  # 大标题
        for depth in range(1, min(DEPTH, len(rows) - start) + 1):
            found = headings([row for _, row in rows[start : start + depth]])
            places, _ = _places(found, columns)
            if places and (rank := (len(places), 0 if grouped else -depth)) > score:
                best, score = (rows[start][0], rows[start + depth - 1][0], found), rank
    if best is None:
        return None
    first, last, found = best
    matching = match_columns(found, columns)
    wanted = [column for column in columns if column.required] or columns
    matched = sum(column.key in matching.mapping for column in wanted)
    return Header(first, last, matching, found) if matched and matched * 2 >= len(wanted) else None
