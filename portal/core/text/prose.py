"""Word 文档里给人看的正文：一段一行，带上自动编号；表格一行一行，合并的格子填满。批注、页眉、已删的文字不算。"""

import io
import re
import zipfile
from collections.abc import Iterator

from defusedxml import ElementTree

from portal.core.text import parts
from portal.core.text.document import FIELD, WORD, nearest, pieces
from portal.core.text.numbering import Numbering
from portal.core.text.passages import Unreadable

Row = list[str]
CONTENTS = re.compile(r"\b(TOC|PAGEREF)\b")  # 目录的各行


def lines(data: bytes) -> list[str | Row]:
    """各段（文字）与表格各行（各格的文字）。抛 `Unreadable`：文件损坏或设有密码。"""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            root = ElementTree.fromstring(parts.read(archive, "word/document.xml"))
            return list(_Body(Numbering(archive)).walk(root))
    except (zipfile.BadZipFile, KeyError, SyntaxError, ValueError) as error:
        raise Unreadable("文件已损坏或设有密码，读不出内容；请用原来的软件打开，取消密码后另存") from error


class _Body:
    def __init__(self, numbering: Numbering):
        self.numbering = numbering

    def walk(self, node) -> Iterator[str | Row]:
        for child in node:
            if child.tag == f"{WORD}p":
                yield from self._paragraph(child).split("\n")
            elif child.tag == f"{WORD}tbl":
                yield from self._table(child)
            elif child.tag not in (f"{WORD}del", f"{WORD}moveFrom"):
                yield from self.walk(child)

    def _paragraph(self, paragraph) -> str:
        """一段的文字；段内的换行（软回车）留着。"""
        runs = list(pieces(paragraph, line_break="\n"))
        text = "".join(text for text, state in runs if state not in ("deleted", FIELD)).strip()
        is_contents = any(state == FIELD and CONTENTS.search(text) for text, state in runs)
        if not text or is_contents:
            return ""
        return f"{self.numbering.label(paragraph)}{text}"

    def _table(self, table) -> Iterator[Row]:
        """各行；向下合并的格子每行都填，向右合并的只填首列。"""
        above: dict[int, str] = {}
        for line in nearest(table, f"{WORD}tr"):
            cells: dict[int, str] = {}
            column = 0
            for box in nearest(line, f"{WORD}tc"):
                merge, span = box.find(f"{WORD}tcPr/{WORD}vMerge"), box.find(f"{WORD}tcPr/{WORD}gridSpan")
                is_below = merge is not None and merge.get(f"{WORD}val", "continue") == "continue"
                cells[column] = above.get(column, "") if is_below else self._cell(box)
                column += int(span.get(f"{WORD}val", "1")) if span is not None else 1
            above = cells
            yield [cells.get(index, "") for index in range(column)]

    def _cell(self, box) -> str:
        """一格里几段连起来；一段自成一句的不加标点。"""
        return "".join(
            part for line in self.walk(box) for part in ([line] if isinstance(line, str) else line)
        )
