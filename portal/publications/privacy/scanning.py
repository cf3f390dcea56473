import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from portal.core import personal
from portal.core.text import Cell, Passage, Unreadable, extract, kind_of, markup
from portal.publications.privacy import names
from portal.publications.privacy.detector import detect, redact
from portal.publications.privacy.pieces import Pieces

DIGIT = re.compile(r"\d")
LABELS = {
    "id_number": "身份证号",
    "bank_card": "银行卡号",
    "mobile": "手机号码",
    "address": "住址",
    "name_list": "名单",
    "unreadable": "无法检测",
}
MAX_FINDINGS = 200
HEAD_LENGTH = 20
MAX_REMEMBERED = 50_000  # 大表里同样的格反复出现，看过没有事的不再看


@dataclass(frozen=True)
class Finding:
    """一处发现：种类、位置、打码后的值。原值不保存。"""

    kind: str
    place: str
    masked: str

    @property
    def label(self) -> str:
        return LABELS[self.kind]


def scan_text(text: str, *, place: str) -> list[Finding]:
    """一段文字里的发现。"""
    return _collect([Passage(text, place)])


def scan_html(html: str, *, place: str) -> list[Finding]:
    """一段 HTML 里的发现，表格逐格看。"""
    return _collect(markup.passages(html, place))


def scan_rows(headers: list, rows: Iterable[list], *, place: str) -> list[Finding]:
    """一张表格里的发现。"""
    return _collect(_table(headers, rows, place))


def scan_file(data: bytes, name: str) -> list[Finding]:
    """一份文件里的发现，连文件名本身；同一处不重复，至多 200 处。读不出内容的也是一处发现。"""
    found = scan_text(name, place="文件名")
    passages = extract(data, kind_of(data))
    return list(dict.fromkeys(found + _collect(passages, f"“{name}”")))[:MAX_FINDINGS]


def _table(headers: list, rows: Iterable[list], place: str) -> Iterator[Passage]:
    for column, header in enumerate(headers, start=1):
        yield Passage(str(header), f"{place}“{header}”", Cell(place, 0, column, column + 1))
    for number, row in enumerate(rows, start=1):
        for column, (header, value) in enumerate(zip(headers, row, strict=True), start=1):
            cell = Cell(place, number, column, column + 1)
            yield Passage(str(value), f"{place}第 {number} 行“{header}”", cell)


def _collect(passages: Iterable[Passage], prefix: str = "") -> list[Finding]:
    """逐段检测，够 200 处为止；表格另看整列是不是名单。"""
    found: dict[Finding, None] = {}
    table, pieces, clean = _Columns(), Pieces(), set()
    try:
        for passage in passages:
            words = (passage.text, table.read(passage))
            for kind, place, value in pieces.read(passage, words[1]):
                found[Finding(kind, redact(prefix + place), personal.mask(kind, value))] = None
            if words in clean:
                continue
            hits = detect(*words)
            for hit in hits:
                found[Finding(hit.kind, redact(prefix + passage.place), hit.masked)] = None
            if not hits and len(clean) < MAX_REMEMBERED:
                clean.add(words)
            if len(found) >= MAX_FINDINGS:
                break
    except Unreadable as error:
        found[Finding("unreadable", redact(prefix), str(error))] = None
    for place, masked in table.lists():
        found[Finding("name_list", redact(prefix + place), masked)] = None
    return list(found)[:MAX_FINDINGS]


@dataclass
class _List:
    """一列名单：表头在哪里，下面有多少人。"""

    cell: Cell
    place: str
    first: str = ""
    people: int = 0
    different: set[str] = field(default_factory=set)


class _Columns:
    """边读边记各列的表头与名单；只记表头与人数，姓名至多记三个以辨重复。"""

    def __init__(self):
        self.heads: dict[tuple[str, float], str] = {}
        self.found: list[_List] = []
        self.rosters: list[Cell] = []

    def read(self, passage: Passage) -> str:
        """记下这一格，返回它所在列的表头。"""
        cell, text = passage.cell, passage.text.strip()
        if cell is None:
            return ""
        key = (cell.table, cell.left)
        is_head = names.is_head(text)
        if is_head:
            self.found.append(_List(cell, passage.place))
        elif names.is_post_head(text):
            self.rosters.append(cell)
        elif self.found and names.is_person(text):
            self._count(cell, text)
        head = self.heads.get(key, "")
        if (not head or is_head) and 0 < len(text) <= HEAD_LENGTH and not DIGIT.search(text):
            self.heads[key] = text
        return head

    def _count(self, cell: Cell, text: str) -> None:
        for column in reversed(self.found):
            if cell.is_under(column.cell):
                column.people += 1
                if len(column.different) < names.ENOUGH:
                    column.different.add(text)
                column.first = column.first or personal.mask("name", text)
                return

    def lists(self) -> Iterator[tuple[str, str]]:
        """（位置, 打码后的样子）：三人以上，且同一行表头里没有职务一列；同一处只说一次。"""
        found: dict[str, _List] = {}
        for column in self.found:
            if len(column.different) >= names.ENOUGH and not self._is_roster(column.cell):
                known = found.setdefault(column.place, column)
                found[column.place] = max(known, column, key=lambda one: one.people)
        for place, column in found.items():
            yield (
                f"{place} 起一列" if place[-1].isascii() else f"{place}一列",
                f"{column.first}等 {column.people} 人",
            )

    def _is_roster(self, head: Cell) -> bool:
        return any(post.table == head.table and post.row == head.row for post in self.rosters)
