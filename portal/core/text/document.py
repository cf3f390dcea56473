"""直接读 Word 文档的 XML：正文、表格、页眉页脚、脚注、批注、文本框、修订前后、域、属性。"""

import io
import posixpath
import zipfile
from collections.abc import Iterator

from defusedxml import ElementTree

from portal.core.text import parts
from portal.core.text.passages import Cell, Passage

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# 正文、公式、图形里的文字各有命名空间，都叫 t。
KEPT = ("t", "instrText")
FIELD = "field"
DELETED = (f"{WORD}delText", f"{WORD}delInstrText")
BOX = f"{WORD}txbxContent"
BREAKS = {f"{WORD}tab": " ", f"{WORD}noBreakHyphen": "-"}
LINES = (f"{WORD}br", f"{WORD}cr")


def passages(data: bytes) -> Iterator[Passage | tuple[str, bytes]]:
    """文档的全部文字，按段合并（一个号码断成几截也能拼回）；嵌入的文件以（名称, 内容）给出。"""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            if parts.is_embedded(name) or parts.is_picture(name):
                yield posixpath.basename(name), archive.read(name)
            elif name.endswith(".rels"):
                yield from (Passage(*item) for item in parts.external_links(archive, name))
            elif not name.endswith((".xml", ".vml")):
                continue
            elif _is_prose(name):
                yield from _Part(parts.read(archive, name), parts.label(name)).passages()
            else:
                read = parts.loose_texts if parts.has_words(name) else parts.numbers_in
                yield from (Passage(*item) for item in read(parts.read(archive, name), parts.label(name)))


def _is_prose(name: str) -> bool:
    """写着段落的部件；图表、属性、自定义数据没有段落。"""
    folder, base = posixpath.split(name)
    return folder == "word" and base.startswith(("document", "header", "footer", "foot", "end", "comments"))


class _Part:
    """一个部件，从上到下走一遍，数着段落与表格。"""

    def __init__(self, xml: bytes, label: str):
        self.root, self.label = ElementTree.fromstring(xml), label
        self.paragraphs = self.tables = 0
        self.boxes: set[str] = set()

    def passages(self) -> Iterator[Passage]:
        yield from self._walk(self.root, "", None)
        for node in self.root.iter():
            for value in parts.said_in(node):
                yield Passage(value, f"{self.label}的图形、链接、控件说明或修订人")

    def _walk(self, node, note: str, cell: Cell | None) -> Iterator[Passage]:
        for child in node:
            if child.tag == f"{WORD}p":
                yield from self._paragraph(child, note, cell)
            elif child.tag == f"{WORD}tbl":
                yield from self._table(child, note)
            else:
                yield from self._walk(child, note, cell)

    def _table(self, table, note: str) -> Iterator[Passage]:
        self.tables += 1
        title = f"{self.label}表格 {self.tables}"
        for row, line in enumerate(nearest(table, f"{WORD}tr"), start=1):
            column = 1
            for box in nearest(line, f"{WORD}tc"):
                span = box.find(f"{WORD}tcPr/{WORD}gridSpan")
                width = int(span.get(f"{WORD}val", "1")) if span is not None else 1
                cell = Cell(title, row, column, column + width)
                yield from self._walk(box, f"{note}（表格 {self.tables} 第 {row} 行第 {column} 列）", cell)
                column += width

    def _paragraph(self, paragraph, note: str, cell: Cell | None) -> Iterator[Passage]:
        self.paragraphs += 1
        place = f"{self.label}第 {self.paragraphs} 段{note}"
        runs = list(pieces(paragraph))
        kept = "".join(text for text, state in runs if state != "deleted")
        before = "".join(text for text, state in runs if state != "inserted")
        if kept.strip():
            yield Passage(kept, place, cell)
        if before != kept and before.strip():
            yield Passage(before, f"{place}（修订前，已删除的文字）", cell)
        yield from self._boxes(paragraph, note)

    def _boxes(self, node, note: str) -> Iterator[Passage]:
        """段落里的文本框；旧版兼容写法把同一个框又写一遍，文字相同的只报一次。"""
        for child in node:
            if child.tag == BOX:
                text = "".join(child.itertext())
                if text not in self.boxes:
                    self.boxes.add(text)
                    yield from self._walk(child, f"{note}（文本框）", None)
            else:
                yield from self._boxes(child, note)


def nearest(node, tag: str) -> Iterator:
    """下一层的 `tag`，隔着修订、内容控件也算；不进入格子里套的表格。"""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag != f"{WORD}tbl":
            yield from nearest(child, tag)


def pieces(node, state: str = "", *, line_break: str = " ") -> Iterator[tuple[str, str]]:
    """段落里的一截截文字，连同是不是修订中删去、加进的，或是域代码；文本框里的段落另算。"""
    for child in node:
        if child.tag == BOX:
            continue
        if child.tag.rpartition("}")[2] in KEPT:
            is_code = child.tag == f"{WORD}instrText"
            yield child.text or "", state or (FIELD if is_code else "")
        elif child.tag in DELETED:
            yield child.text or "", "deleted"
        elif child.tag in BREAKS or child.tag in LINES:
            yield BREAKS.get(child.tag, line_break), state
        elif child.tag in (f"{WORD}ins", f"{WORD}moveTo"):
            yield from pieces(child, "inserted", line_break=line_break)
        elif child.tag in (f"{WORD}del", f"{WORD}moveFrom"):
            yield from pieces(child, "deleted", line_break=line_break)
        else:
            yield from pieces(child, state, line_break=line_break)
