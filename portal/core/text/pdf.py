"""PDF 的全部文字：文字层（看不见的也算）、文档属性、书签、批注、表单、附件。"""

import io
import itertools
from collections.abc import Iterator

import pikepdf
import pypdfium2

from portal.core.text.passages import Cell, Passage

MAX_PAGES = 2_000
LINE = 4  # 中线相差不足此数（磅）的算同一行
ANNOTATION_KEYS = ("/Contents", "/RC", "/T", "/TU", "/Subj", "/V", "/DV", "/NM", "/Alt")
STRUCTURE_KEYS = ("/Alt", "/ActualText", "/E")
PROPERTIES = {"/Title": "标题", "/Author": "作者", "/Subject": "主题", "/Keywords": "关键词"}


def passages(data: bytes) -> Iterator[Passage | tuple[str, bytes]]:
    """先是文字层，再是藏在结构里的；附件以（名称, 内容）给出。"""
    yield from _pages(data)
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            yield from _properties(document)
            yield from _objects(document)
            for name, attachment in document.attachments.items():
                yield name, attachment.get_file().read_bytes()
    except pikepdf.PdfError as error:
        raise pypdfium2.PdfiumError(str(error)) from error


def _pages(data: bytes) -> Iterator[Passage]:
    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(min(len(document), MAX_PAGES)):
            page = document[number]
            layer, place = page.get_textpage(), f"第 {number + 1} 页"
            yield Passage(layer.get_text_bounded(), place)
            yield from _boxes(layer, place)
            page.close()
    finally:
        document.close()


def _boxes(layer, place: str) -> Iterator[Passage]:
    """一块块文字：同一列或上下对齐，或在各行里次序相同（表头居中、内容靠左时），两种看法都给。号码已在整页里看过。"""
    for line in _lines(layer):
        for order, (row, left, right, text) in enumerate(line):
            if text and not text[0].isdigit():
                yield Passage(text, place, Cell(place, row, left, right))
                yield Passage(text, place, Cell(f"{place}（{len(line)} 列）", row, order, order + 1))


def _lines(layer) -> Iterator[list[tuple[float, float, float, str]]]:
    """逐行的文字块（行, 左, 右, 文字），由上到下、由左到右。"""
    boxes = []
    for index in range(layer.count_rects()):
        left, bottom, right, top = layer.get_rect(index)
        text = layer.get_text_bounded(left, bottom, right, top).strip()
        boxes.append((-round((top + bottom) / 2 / LINE) * LINE, left, right, text))
    for _, line in itertools.groupby(sorted(boxes), key=lambda box: box[0]):
        yield list(line)


def _properties(document: pikepdf.Pdf) -> Iterator[Passage]:
    for key, value in document.docinfo.items():
        yield Passage(str(value), f"文档属性“{PROPERTIES.get(key, key[1:])}”")
    if "/Metadata" in document.Root:
        yield Passage(
            document.Root.Metadata.read_bytes().decode("utf-8", errors="replace"), "文档属性（XMP）"
        )


def _objects(document: pikepdf.Pdf) -> Iterator[Passage]:
    """逐个对象看：批注、表单的值、书签、替代文字，挂在哪一页就说哪一页。"""
    pages = {
        item.objgen: f"第 {number} 页"
        for number, page in enumerate(document.pages, start=1)
        for item in [page.obj, *_annotations(page)]
    }
    for item in document.objects:
        if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            continue
        where = pages.get(item.objgen, "")
        if "/FT" in item or item.get("/Subtype") == "/Widget":
            yield from _words(item, ANNOTATION_KEYS, f"{where}表单")
        elif "/Rect" in item:
            yield from _words(item, ANNOTATION_KEYS, f"{where}批注")
            yield from _words(item.get("/A", {}), ("/URI",), f"{where}链接")
        elif "/Dest" in item or "/Parent" in item and "/Title" in item:
            yield from _words(item, ("/Title",), "书签")
        else:
            yield from _words(item, STRUCTURE_KEYS, f"{where}替代文字")
    yield from _inline(document)


def _annotations(page) -> list:
    return [item for item in page.obj.get("/Annots", []) if isinstance(item, pikepdf.Dictionary)]


def _inline(document: pikepdf.Pdf) -> Iterator[Passage]:
    """直接写在页里、没有自己编号的批注。"""
    for number, page in enumerate(document.pages, start=1):
        for item in _annotations(page):
            if not item.is_indirect:
                yield from _words(item, ANNOTATION_KEYS, f"第 {number} 页批注")


def _words(item, keys: tuple[str, ...], place: str) -> Iterator[Passage]:
    for key in keys:
        value = item.get(key)
        if isinstance(value, pikepdf.String) and str(value).strip():
            yield Passage(str(value), place)
        elif isinstance(value, pikepdf.Stream):
            yield Passage(value.read_bytes().decode("utf-8", errors="replace"), place)
