"""从方案文件取出文字：Word 的正文与表格、PDF 的文字层、各种编码的纯文字。"""

import itertools
from collections.abc import Iterable

from portal.core import text
from portal.core.text import markup

BODY = "正文"
DELETED = "修订前"


class NoWords(Exception):
    """文件里没有可以读的文字（如扫描件），或不是认得的格式；`str` 是可以照办的话。"""


def text_of(data: bytes) -> str:
    """方案的文字，一段一行，表格一行一行、以制表符分格。抛 `NoWords`、`text.Unreadable`。"""
    kind = text.kind_of(data)
    if kind == "csv":
        return _checked(markup.decode(data))
    if kind not in ("docx", "pdf"):
        raise NoWords("只能读 docx、PDF 或纯文字的方案，请另存为其中一种。")
    passages = text.extract(data, kind)
    return _checked(_document(passages) if kind == "docx" else _pages(passages))


def _document(passages: Iterable[text.Passage]) -> str:
    """只要正文里现有的文字；同一行的格子合成一行。"""
    kept = [p for p in passages if p.place.startswith(BODY) and DELETED not in p.place]
    lines = []
    for row, group in itertools.groupby(kept, key=lambda p: p.cell and (p.cell.table, p.cell.row)):
        passages = list(group)
        lines += [_row(passages)] if row else [p.text for p in passages]
    return "\n".join(lines)


def _row(passages: Iterable[text.Passage]) -> str:
    """表格的一行；一格里有几段的连起来，空着的格子留出位置。"""
    cells: dict[int, str] = {}
    for passage in passages:
        column = int(passage.cell.left)
        cells[column] = cells.get(column, "") + passage.text.strip()
    return "\t".join(cells.get(column, "") for column in range(1, max(cells) + 1))


def _pages(passages: Iterable[text.Passage]) -> str:
    pages = (p for p in passages if p.cell is None and p.place.startswith("第 ") and p.place.endswith(" 页"))
    return "\n".join(page.text for page in pages)


def _checked(words: str) -> str:
    if "\0" in words or len("".join(words.split())) < 10:
        raise NoWords("文件里读不出文字，可能是扫描件；请上传 Word 原稿，或把文字粘贴进来。")
    return words
