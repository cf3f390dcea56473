"""PDF 的全部文字：文字层（看不见的也算）、文档属性、书签、批注、表单、附件。"""

import io
import itertools
from collections.abc import Iterator

import pikepdf
import pypdfium2

from portal.core.text import markup
from portal.core.text.passages import RICH, Cell, Passage

MAX_PAGES = 2_000
LINE = 4  # 中线相差不足此数（磅）的算同一行
ANNOTATION_KEYS = ("/Contents", "/RC", "/T", "/TU", "/Subj", "/V", "/DV", "/NM", "/Alt")
STRUCTURE_KEYS = ("/Alt", "/ActualText", "/E")
MARKED = ("/RC",)
SCRIPTS = ("/JS", "/XFA")
DEEPEST = 20
PROPERTIES = {"/Title": "标题", "/Author": "作者", "/Subject": "主题", "/Keywords": "关键词"}


def passages(data: bytes) -> Iterator[Passage | tuple[str, bytes]]:
    """先是文字层，再是藏在结构里的；附件以（名称, 内容）给出。"""
    yield from _pages(data)
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            said = set()
            for passage in itertools.chain(_properties(document), _objects(document)):
                said.add(passage.text)
                yield passage
            yield from (one for one in _buried(document) if one.text not in said)
            yield from _files(document)
    except pikepdf.PdfError as error:
        raise pypdfium2.PdfiumError(str(error)) from error


def _pages(data: bytes) -> Iterator[Passage]:
    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(min(len(document), MAX_PAGES)):
            page = document[number]
            layer, place = page.get_textpage(), f"第 {number + 1} 页"
            yield Passage(layer.get_text_range(), place)
            yield from _boxes(layer, place)
            page.close()
    finally:
        document.close()


def _boxes(layer, place: str) -> Iterator[Passage]:
    """一块块文字：同一列或上下对齐，或在各行里次序相同（表头居中、内容靠左时），两种看法都给。"""
    for line in _lines(layer):
        for order, (row, left, right, text) in enumerate(line):
            if text:
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
            text = str(value)
            yield from markup.passages(text, place) if key in MARKED else [Passage(text, place)]
        elif isinstance(value, pikepdf.Stream):
            yield from markup.passages(_text(value), place)


def _buried(document: pikepdf.Pdf) -> Iterator[Passage]:
    """别处没有说到的：选项、脚本、表单数据、页码标签、图层名、跳转位置……写在哪一项的号码都算。"""
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream):
            yield from _numbers("", item)


def _numbers(key: str, value, depth: int = 0) -> Iterator[Passage]:
    """一项里的号码；另有编号的对象轮到它时再看，其中脚本、表单数据的正文也看。"""
    if isinstance(value, pikepdf.String):
        if RICH.search(str(value)):
            yield Passage(str(value), f"文档结构“{key[1:]}”")
    elif isinstance(value, pikepdf.Stream) and key in SCRIPTS:
        yield from markup.passages(_text(value), f"文档结构“{key[1:]}”")
    elif isinstance(value, pikepdf.Object) and depth < DEEPEST and not (depth and value.is_indirect):
        if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            for name, one in value.items():
                yield from _numbers(name, one, depth + 1)
        elif isinstance(value, pikepdf.Array):
            for one in value:
                yield from _numbers(key, one, depth + 1)


def _text(stream: pikepdf.Stream) -> str:
    return stream.read_bytes().decode("utf-8", errors="replace")


def _files(document: pikepdf.Pdf) -> Iterator[tuple[str, bytes]]:
    """附件，与批注里挂着的文件。"""
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and "/EF" in item:
            name = str(item.get("/UF", item.get("/F", "附件")))
            for stream in {one.objgen: one for one in item.EF.values()}.values():
                yield name, stream.read_bytes()
