import csv
import io
import zipfile
from collections.abc import Iterator

import pypdfium2

from portal.core.text import document, markup, pdf, workbook
from portal.core.text.passages import Cell, Passage, Unreadable

MAGIC = ((b"%PDF-", "pdf"), (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg"))
MAX_DEPTH = 3
MAX_MEMBER = 100 * 1024 * 1024
MAX_MEMBERS = 2_000


def kind_of(data: bytes) -> str:
    """按内容判断的文件类型；认不出的当作纯文字（csv）。"""
    for magic, kind in MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(b"PK"):
        return _zipped_kind(data)
    return "html" if markup.looks_like_html(data) else "csv"


def extract(data: bytes, kind: str, depth: int = 0) -> Iterator[Passage]:
    """逐段给出文件中的文字，连同其中嵌入的文件。图片没有文字层，什么也不给。

    抛 `Unreadable`：损坏、设有密码、嵌套过深，不能断定里面没有什么。
    """
    if kind in READERS:
        try:
            for item in READERS[kind](data):
                yield from [item] if isinstance(item, Passage) else _embedded(item, depth + 1)
        except (zipfile.BadZipFile, KeyError, SyntaxError, pypdfium2.PdfiumError) as error:
            raise Unreadable("文件已损坏或设有密码，读不出内容") from error


def _embedded(item: tuple[str, bytes], depth: int) -> Iterator[Passage]:
    """文件里的文件：附件、嵌入对象、压缩包成员。"""
    name, data = item
    if depth > MAX_DEPTH:
        raise Unreadable("压缩包嵌套过深，读不出内容")
    yield Passage(name, "内含文件的名称")
    for found in extract(data, kind_of(data), depth):
        cell = found.cell and found.cell._replace(table=f"{name}/{found.cell.table}")
        yield Passage(found.text, f"内含文件“{name}”{found.place}", cell)


def _zipped_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in names else "zip"


def _zip(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MAX_MEMBERS or sum(entry.file_size for entry in entries) > MAX_MEMBER:
            raise Unreadable("压缩包过大，读不出内容")
        for entry in entries:
            if entry.flag_bits & 1:
                raise Unreadable("压缩包设有密码，读不出内容")
            yield _member_name(entry), archive.read(entry)


def _member_name(entry: zipfile.ZipInfo) -> str:
    """成员的名称；国内软件常以 GB18030 写名而不加标记。"""
    if entry.flag_bits & 0x800:
        return entry.filename
    return entry.filename.encode("cp437", errors="replace").decode("gb18030", errors="replace")


def _csv(data: bytes) -> Iterator[Passage]:
    for number, row in enumerate(csv.reader(io.StringIO(markup.decode(data))), start=1):
        for index, cell in enumerate(row, start=1):
            yield Passage(cell, f"第 {number} 行第 {index} 列", Cell("", number, index, index + 1))


READERS = {
    "xlsx": workbook.passages,
    "docx": document.passages,
    "pdf": pdf.passages,
    "csv": _csv,
    "html": markup.file_passages,
    "zip": _zip,
}
