import io
import zipfile
import zlib
from collections.abc import Iterator

import pypdfium2

from portal.core.text import document, markup, pdf, plain, workbook
from portal.core.text.passages import Passage, Unreadable

MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0", "binary"),
    (b"7z\xbc\xaf", "binary"),
    (b"Rar!", "binary"),
)
BOMS = (b"\xff\xfe", b"\xfe\xff")
HEAD = 4096
CONTROLS = bytes({*range(32)} - {9, 10, 12, 13, 27})
MAX_DEPTH = 3
MAX_MEMBER = 100 * 1024 * 1024
MAX_MEMBERS = 2_000


def kind_of(data: bytes) -> str:
    """按内容判断的文件类型；认不出的当作文字（csv），不是文字的是 binary。"""
    for magic, kind in MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(b"PK"):
        return _zipped_kind(data)
    if markup.looks_like_html(data):
        return "html"
    if not _is_text(data[:HEAD]):
        return "binary"
    return "mail" if plain.MAIL.match(data) else "xml" if plain.XML.match(data) else "csv"


def _is_text(head: bytes) -> bool:
    """控制符不足百分之二的是文字；UTF-16 的另看。"""
    strange = len(head) - len(head.translate(None, CONTROLS))
    return strange * 50 <= len(head) or head.startswith(BOMS) or markup.is_wide(head)


def extract(data: bytes, kind: str, depth: int = 0) -> Iterator[Passage]:
    """逐段给出文件中的文字，连同其中嵌入的文件。图片只看附加信息。

    抛 `Unreadable`：损坏、设有密码、嵌套过深，不能断定里面没有什么。
    """
    if kind in READERS:
        try:
            for item in READERS[kind](data):
                yield from [item] if isinstance(item, Passage) else _embedded(item, depth + 1)
        except (
            zipfile.BadZipFile,
            KeyError,
            SyntaxError,
            EOFError,
            zlib.error,
            pypdfium2.PdfiumError,
        ) as error:
            raise Unreadable(
                "文件已损坏或设有密码，读不出内容；请用原来的软件打开，取消密码后另存"
            ) from error


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


def _zip(data: bytes) -> Iterator[Passage | tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield Passage(markup.decode(archive.comment), "压缩包的注释")
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MAX_MEMBERS or sum(entry.file_size for entry in entries) > MAX_MEMBER:
            raise Unreadable("压缩包过大，读不出内容")
        for entry in entries:
            if entry.flag_bits & 1:
                raise Unreadable("压缩包设有密码，读不出内容")
            yield Passage(markup.decode(entry.comment), "压缩包的注释")
            yield _member_name(entry), archive.read(entry)


def _member_name(entry: zipfile.ZipInfo) -> str:
    """成员的名称；国内软件常以 GB18030 写名而不加标记。"""
    if entry.flag_bits & 0x800:
        return entry.filename
    return entry.filename.encode("cp437", errors="replace").decode("gb18030", errors="replace")


READERS = {
    "xlsx": workbook.passages,
    "docx": document.passages,
    "pdf": pdf.passages,
    "csv": plain.separated,
    "html": markup.file_passages,
    "xml": plain.xml,
    "rtf": plain.rtf,
    "mail": plain.mail,
    "zip": _zip,
    "gzip": plain.gzipped,
    "png": plain.image,
    "jpeg": plain.image,
    "gif": plain.image,
    "binary": plain.binary,
}
