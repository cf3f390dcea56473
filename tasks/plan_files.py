"""从方案文件取出文字：Word 的正文与表格、PDF 的文字层、各种编码的纯文字。"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable

from portal.core import text
from portal.core.text import markup, prose

EDGE = 2  # 页眉页脚在一页的头两行、末两行里
OLD_WORD = b"\xd0\xcf\x11\xe0"


class NoWords(Exception):
    """文件里没有可以读的文字（如扫描件），或不是认得的格式；`str` 是可以照办的话。"""


def text_of(data: bytes) -> str:
    """方案的文字，一段一行，表格一行一行、以竖线分格。抛 `NoWords`、`text.Unreadable`。"""
    kind = text.kind_of(data)
    if kind == "csv":
        return _checked(markup.decode(data))
    if data.startswith(OLD_WORD):
        raise NoWords(
            "这是旧版 Word（.doc）或加了密码的文件，读不出文字；请在 Word、WPS 里另存为 .docx（不设密码）。"
        )
    if data.startswith(b"PK") and not zipfile.is_zipfile(io.BytesIO(data)):
        raise NoWords("文件已损坏，打不开；请在 Word、WPS 里打开原稿，另存后再试。")
    if kind not in ("docx", "pdf"):
        raise NoWords("只能读 docx、PDF 或纯文字的方案，请另存为其中一种。")
    return _checked(_document(data) if kind == "docx" else _pages(text.extract(data, kind)))


def _document(data: bytes) -> str:
    return "\n".join(line if isinstance(line, str) else _row(line) for line in prose.lines(data))


def _row(cells: prose.Row) -> str:
    """表格的一行，以竖线分格、两头也是竖线：开头、末尾空着的格子不会丢。"""
    return "|".join(["", *(" ".join(cell.replace("|", "/").split()) for cell in cells), ""])


def _pages(passages: Iterable[text.Passage]) -> str:
    """各页的文字，去掉每页重复的页眉页脚。"""
    pages = [
        [line for line in p.text.splitlines() if line.strip()]
        for p in passages
        if p.cell is None and p.place.startswith("第 ") and p.place.endswith(" 页")
    ]
    edges = Counter(mark for page in pages for mark in {_mark(line) for line in _edge(page)})
    running = {mark for mark, times in edges.items() if times > 1 and times * 2 >= len(pages)}
    return "\n".join(_without(page, running) for page in pages)


def _edge(page: list[str]) -> list[str]:
    return page[:EDGE] + page[-EDGE:]


def _mark(line: str) -> str:
    """一行去掉数字与空白：“第1页 共5页”与“第2页 共5页”是同一行。"""
    return re.sub(r"[\d\s]", "", line)


def _without(page: list[str], running: set[str]) -> str:
    middle = range(EDGE, len(page) - EDGE)
    return "\n".join(line for n, line in enumerate(page) if n in middle or _mark(line) not in running)


def _checked(words: str) -> str:
    if "\0" in words or len("".join(words.split())) < 10:
        raise NoWords("文件里读不出文字，可能是扫描件；请上传 Word 原稿，或把文字粘贴进来。")
    return words
