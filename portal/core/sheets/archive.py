"""xlsx 是一个压缩包：按字节查它的结构，不相信它自报的任何数字。

先看目录（条数、重叠、加密、路径），再有界地真正解压每一部分，边解压边查 DTD、外部关系、宏。
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from defusedxml import ElementTree

MAX_ENTRIES = 2_000
MAX_INFLATED = 200 * 1024 * 1024
MAX_RATIO = 200
RATIO_FREE = 10 * 1024 * 1024  # 解压后不足此数的，比率再高也无害
MAX_DESCRIPTION = 4 * 1024 * 1024
STEP = 1024 * 1024
LOCAL_HEADER = b"PK\x03\x04"
DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']+)""")
PREFIXED_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<", b"\x4c\x6f\xa7\x94")


class Refused(Exception):
    """整个文件不予接收；`message` 说原因，`hint` 说怎么办。"""

    def __init__(self, message: str, hint: str = ""):
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self):
        return f"{self.message}。{self.hint}" if self.hint else self.message


def broken(message: str = "文件已损坏，打不开") -> Refused:
    """文件结构不对。"""
    return Refused(message, "请用 Excel 或 WPS 打开后另存为新的 .xlsx 再上传")


def bomb(message: str = "文件解压后过大，可能是恶意构造的压缩包") -> Refused:
    """文件解开后会超出限度。"""
    return Refused(message, "请把数据复制到新建的工作簿再上传，或分成几份")


FORBIDDEN_PARTS = (
    (
        r"vbaproject|vbadata|(^|/)macrosheets/|(^|/)dialogsheets/",
        "文件含有宏",
        "请另存为不含宏的 .xlsx 再上传",
    ),
    (r"(^|/)externallinks/", "文件引用了别的工作簿", "请在“数据—编辑链接”中断开链接，或粘贴为数值后再上传"),
    (
        r"(^|/)embeddings/|oleobject",
        "文件嵌入了其他文件（OLE 对象）",
        "请删除嵌入的对象，文件请作为附件单独上传",
    ),
    (r"(^|/)activex/", "文件含有 ActiveX 控件", "请删除控件后再上传"),
    (
        r"(^|/)connections\.(xml|bin)$|(^|/)querytables/|(^|/)webextensions/|(^|/)customui/|(^|/)xl/model/",
        "文件含有外部数据连接或加载项",
        "请在“数据—查询和连接”中删除连接，粘贴为数值后再上传",
    ),
)
FORBIDDEN_TYPES = (
    ("macroenabled", "文件含有宏（类型为启用宏的工作簿）", "请另存为不含宏的 .xlsx 再上传"),
    ("vbaproject", "文件含有宏", "请另存为不含宏的 .xlsx 再上传"),
    ("sheet.binary", "这是二进制工作簿（.xlsb）", "请另存为 .xlsx 再上传"),
)


@dataclass
class Archive:
    """查验过的压缩包：`names` 部件名（小写、正斜杠），`descriptions` 是类型与关系部件各元素的属性（一律小写）。

    `faulty` 是含有公式错误值（#REF! 等）的工作表部件的原名：读值的库把错误值读成空白，须另行补上。
    """

    names: list[str] = field(default_factory=list)
    descriptions: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    faulty: list[str] = field(default_factory=list)
    inflated: int = 0


def inspect(data: bytes) -> Archive:
    """查验压缩包的结构；有任何不妥抛 `Refused`。内存与解压后大小无关。"""
    entries = _directory(data)
    archive = Archive()
    for info in entries:
        name = _safe_name(info.filename)
        if name in archive.names:
            raise broken()
        archive.names.append(name)
    for info, name in zip(entries, list(archive.names), strict=True):
        _read_part(data, info, name, archive)
    if archive.inflated > RATIO_FREE and archive.inflated > MAX_RATIO * len(data):
        raise bomb()
    _check_parts(archive)
    return archive


def _directory(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        entries = zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError, OverflowError) as error:
        raise broken() from error
    if len(entries) > MAX_ENTRIES:
        raise bomb(f"压缩包里有 {len(entries)} 个部件，超过 {MAX_ENTRIES} 个")
    if any(info.flag_bits & 1 for info in entries):
        raise Refused("文件设有密码", "请取消打开密码后再上传")
    if sum(info.file_size for info in entries) > MAX_INFLATED:
        raise bomb()
    _check_layout(data, entries)
    return entries


def _check_layout(data: bytes, entries: list[zipfile.ZipInfo]) -> None:
    """各部件首尾相接、互不重叠、从第 0 字节起：重叠是炸弹，前面另有内容是伪装。"""
    end = 0
    for number, info in enumerate(sorted(entries, key=lambda info: info.header_offset)):
        if info.header_offset < end or (number == 0 and info.header_offset):
            raise bomb() if number else broken()
        end = info.header_offset + 30 + info.compress_size
    if end > len(data):
        raise broken()


def _safe_name(filename: str) -> str:
    name = filename.replace("\\", "/").lower()
    if name.startswith("/") or ".." in name.split("/") or "\x00" in name:
        raise broken()
    return name


def _read_part(data: bytes, info: zipfile.ZipInfo, name: str, archive: Archive) -> None:
    """解压一个部件并查其内容；类型与关系部件留下全文。"""
    keep = name == "[content_types].xml" or name.endswith(".rels")
    kept, tail, size = [], b"", 0
    for chunk in _inflate(data, info):
        if not size and name.endswith((".xml", ".rels", ".vml")):
            _check_encoding(chunk)
        size += len(chunk)
        archive.inflated += len(chunk)
        if archive.inflated > MAX_INFLATED or (keep and size > MAX_DESCRIPTION):
            raise bomb()
        window = tail + chunk
        _check_markup(window)
        if b't="e"' in window and "/worksheets/" in name and info.filename not in archive.faulty:
            archive.faulty.append(info.filename)
        tail = window[-16:]
        if keep:
            kept.append(chunk)
    if size != info.file_size:
        raise broken()
    if keep:
        archive.descriptions[name] = _attributes(b"".join(kept))


def _attributes(xml: bytes) -> list[dict[str, str]]:
    try:
        elements = ElementTree.fromstring(xml).iter()
    except (ElementTree.ParseError, ValueError) as error:
        raise broken() from error
    return [{name.lower(): value.lower() for name, value in element.items()} for element in elements]


def _check_markup(window: bytes) -> None:
    if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
        raise broken("文件内含有不允许的 XML 声明（DTD 或实体）")


def _check_encoding(head: bytes) -> None:
    """部件必须是 UTF-8：换一种编码就能躲过按字节的检查。"""
    declared = DECLARED.match(head[:300].removeprefix(b"\xef\xbb\xbf"))
    encoding = declared[1].lower() if declared else b"utf-8"
    if head.startswith(PREFIXED_ENCODINGS) or encoding not in (b"utf-8", b"utf8", b"us-ascii"):
        raise broken("文件内部的编码不是 UTF-8")


def _inflate(data: bytes, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """按块解压，不看自报的大小；每块至多 1 MB。"""
    start = info.header_offset
    header = data[start : start + 30]
    if len(header) < 30 or not header.startswith(LOCAL_HEADER):
        raise broken()
    start += 30 + sum(struct.unpack("<HH", header[26:30]))
    body = memoryview(data)[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(body[at : at + STEP]) for at in range(0, len(body), STEP))
    elif info.compress_type == zipfile.ZIP_DEFLATED:
        yield from _deflated(body)
    else:
        raise broken()


def _deflated(body: memoryview) -> Iterator[bytes]:
    stream = zlib.decompressobj(-15)
    try:
        for at in range(0, len(body), 65536):
            pending = body[at : at + 65536]
            while pending and not stream.eof:
                yield stream.decompress(pending, STEP)
                pending = stream.unconsumed_tail
    except zlib.error as error:
        raise broken() from error
    if rest := stream.flush():
        yield rest


def _check_parts(archive: Archive) -> None:
    types = archive.descriptions.get("[content_types].xml", [])
    for mark, message, hint in FORBIDDEN_TYPES:
        if any(mark in item.get("contenttype", "") for item in types):
            raise Refused(message, hint)
    for pattern, message, hint in FORBIDDEN_PARTS:
        if any(re.search(pattern, name) for name in archive.names):
            raise Refused(message, hint)
    for items in archive.descriptions.values():
        for item in items:
            _check_relationship(item)


def _check_relationship(item: dict[str, str]) -> None:
    """除超链接外，任何指向文件之外的关系都不允许。"""
    if item.get("targetmode") == "external" and not item.get("type", "").endswith("/hyperlink"):
        raise Refused("文件引用了外部的内容", "请断开外部链接、删除链接的图片，粘贴为数值后再上传")
