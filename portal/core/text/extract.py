import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2

from portal.core.text import office

MAX_PAGES = 2_000


@dataclass(frozen=True)
class Passage:
    """一段文字与它的位置（中文，如“工作表“名单”（隐藏）B12”“第 3 页”）。"""

    text: str
    place: str


def extract(data: bytes, kind: str) -> Iterator[Passage]:
    """逐段给出文件中的文字。图片没有文字层，什么也不给。"""
    readers = {"xlsx": _xlsx, "docx": _docx, "pdf": _pdf, "csv": _csv}
    if kind in readers:
        yield from readers[kind](data)


def _xlsx(data: bytes) -> Iterator[Passage]:
    yield from (Passage(text, place) for text, place in office.workbook_texts(data))


def _docx(data: bytes) -> Iterator[Passage]:
    yield from (Passage(text, place) for text, place in office.document_texts(data))


def _pdf(data: bytes) -> Iterator[Passage]:
    document = pypdfium2.PdfDocument(data)
    try:
        for key, value in document.get_metadata_dict().items():
            if value:
                yield Passage(value, f"文档属性“{key}”")
        for number in range(min(len(document), MAX_PAGES)):
            page = document[number]
            yield Passage(page.get_textpage().get_text_bounded(), f"第 {number + 1} 页")
            page.close()
    finally:
        document.close()


def _csv(data: bytes) -> Iterator[Passage]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        text = data.decode("utf-8", errors="replace")
    for number, row in enumerate(csv.reader(io.StringIO(text)), start=1):
        for index, cell in enumerate(row, start=1):
            yield Passage(cell, f"第 {number} 行第 {index} 列")
