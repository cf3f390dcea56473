"""HTML 的文字：成段的文字、表格的每一格、链接与说明；注释里的也算。"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from portal.core.text.passages import RICH, Cell, Passage

OPENING = re.compile(
    rb"^\s*(<!doctype html|<html|<\?xml[^>]*>\s*<html|<(head|body|table|div|p)\b)", re.IGNORECASE
)
BLOCKS = frozenset(
    [
        "p",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "tr",
        "td",
        "th",
        "caption",
        "blockquote",
        "div",
        "section",
        "article",
        "title",
        "option",
        "dt",
        "dd",
        "hr",
    ]
)
SPOKEN = ("href", "title", "alt", "content", "value", "placeholder", "aria-label")


def looks_like_html(data: bytes) -> bool:
    return OPENING.match(data[:500].removeprefix(b"\xef\xbb\xbf")) is not None


def decode(data: bytes) -> str:
    """文字文件的内容：UTF-16、UTF-8 或国标编码。"""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if is_wide(data[:4096]):
        return data.decode("utf-16-le", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", errors="replace")


def is_wide(head: bytes) -> bool:
    """没有标记的 UTF-16：西文、数字占了三成以上，每个后面跟着一个零字节。"""
    pairs = head[1::2]
    return len(pairs) > 8 and pairs.count(0) > 0.3 * len(pairs) and head[::2].count(0) * 20 < len(pairs)


def file_passages(data: bytes) -> Iterator[Passage]:
    return passages(decode(data), "正文")


def passages(html: str, place: str) -> Iterator[Passage]:
    """一段 HTML 的文字，位置如“正文第 3 段”“正文表格 1 第 2 行第 1 列”。"""
    reader = _Reader(place)
    reader.feed(html)
    reader.close()
    reader.finish()
    return iter(reader.found)


class _Reader(HTMLParser):
    def __init__(self, place: str):
        super().__init__(convert_charrefs=True)
        self.place, self.found, self.words = place, [], []
        self.paragraphs = self.tables = self.row = self.column = 0
        self.in_cell = False

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            self.finish()
        if tag == "table":
            self.tables, self.row = self.tables + 1, 0
        elif tag == "tr":
            self.row, self.column = self.row + 1, 0
        elif tag in ("td", "th"):
            self.column, self.in_cell = self.column + 1, True
        for name, value in attrs:
            if value and (name in SPOKEN or RICH.search(value)):
                self.found.append(Passage(value, f"{self.place}的链接或说明"))

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.finish()
        if tag in ("td", "th", "tr", "table"):
            self.in_cell = False

    def handle_data(self, data):
        self.words.append(data)

    def handle_comment(self, data):
        self.found.append(Passage(data, f"{self.place}的注释"))

    def finish(self) -> None:
        """一段到此为止。"""
        text = "".join(self.words).strip()
        self.words.clear()
        if not text:
            return
        if self.in_cell:
            table = f"{self.place}表格 {self.tables}"
            cell = Cell(table, self.row, self.column, self.column + 1)
            self.found.append(Passage(text, f"{table} 第 {self.row} 行第 {self.column} 列", cell))
        else:
            self.paragraphs += 1
            self.found.append(Passage(text, f"{self.place}第 {self.paragraphs} 段"))
