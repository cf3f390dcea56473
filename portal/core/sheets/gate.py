"""上传的第一道门：按内容（不按扩展名）判断是不是能放心打开的工作簿或 CSV。"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from portal.core.sheets import archive
from portal.core.sheets.archive import Refused

MAX_SIZE = 20 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SAVE_AS = "请用 Excel 或 WPS 打开后另存为 .xlsx 再上传"
DISGUISES = (
    ((b"%PDF",), "这是 PDF 文件，不是工作簿", "请上传原来的 Excel 工作簿"),
    ((b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00"), "这是旧版 .xls 工作簿", SAVE_AS),
    ((b"{\\rtf",), "这是 RTF 文档，不是工作簿", SAVE_AS),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), "这是图片，不是工作簿", "请上传原来的 Excel 工作簿"),
    ((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"), "这是压缩包，不是工作簿", "请解压后上传里面的工作簿"),
)
MARKUP = (
    b"<html",
    b"<!doctype",
    b"<?xml",
    b"<table",
    b"<meta",
    b"<head",
    b"<script",
    b"<!--",
    b"mime-version:",
)
OTHER_PACKAGES = (
    ("word/document.xml", "这是 Word 文档，不是工作簿", "请上传 Excel 工作簿"),
    ("ppt/presentation.xml", "这是演示文稿，不是工作簿", "请上传 Excel 工作簿"),
    ("xl/workbook.bin", "这是二进制工作簿（.xlsb）", SAVE_AS),
    ("content.xml", "这是 OpenDocument 文件，不是 .xlsx", SAVE_AS),
)
TEXT_NAMES = (".csv", ".txt", ".tsv")


@dataclass(frozen=True)
class Checked:
    """通过检查的文件：`format` 为 xlsx 或 csv；`faulty` 见 `archive.Archive`；`inflated` 是解压后的字节数。"""

    data: bytes
    name: str
    format: str
    faulty: tuple[str, ...] = ()
    inflated: int = 0


def fingerprint(data: bytes) -> str:
    """文件内容的指纹（SHA-256）：同一个文件传两次，指纹相同。"""
    return hashlib.sha256(data).hexdigest()


def check(data: bytes | Path, name: str) -> Checked:
    """检查大小、真实类型与结构；不能接收则抛 `Refused(message, hint)`。`name` 只用于识别 CSV。"""
    size = data.stat().st_size if isinstance(data, Path) else len(data)
    if size > MAX_SIZE:
        raise Refused(
            f"文件有 {size / 1024 / 1024:.1f} MB，超过 {MAX_SIZE // 1024 // 1024} MB", "请分成几份上传"
        )
    content = data.read_bytes() if isinstance(data, Path) else data
    if not content.strip(b"\x00 \r\n\t"):
        raise Refused("文件是空的", "请确认选对了文件")
    if content.startswith(b"PK"):
        return _check_package(content, name)
    _refuse_disguise(content)
    if not name.lower().endswith(TEXT_NAMES) or (
        b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff"))
    ):
        raise Refused("这不是 .xlsx 工作簿", "请上传 .xlsx 工作簿，或以 .csv 结尾的文本")
    return Checked(content, name, "csv", inflated=size)


def _refuse_disguise(content: bytes) -> None:
    if content.startswith(OLE):
        if ENCRYPTED in content:
            raise Refused("工作簿设有打开密码", "请取消密码后再上传")
        raise Refused("这是旧版 .xls（或 .et、.doc）文件", SAVE_AS)
    for marks, message, hint in DISGUISES:
        if content.startswith(marks):
            raise Refused(message, hint)
    head = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(MARKUP):
        raise Refused("这是网页或 XML，只是改了扩展名", SAVE_AS)


def _check_package(content: bytes, name: str) -> Checked:
    found = archive.inspect(content)
    for part, message, hint in OTHER_PACKAGES:
        if part in found.names:
            raise Refused(message, hint)
    if "[content_types].xml" not in found.names or "xl/workbook.xml" not in found.names:
        if "[content_types].xml" in found.names:
            raise archive.broken()
        raise Refused("这是压缩包，不是工作簿", "请解压后上传里面的工作簿")
    return Checked(content, name, "xlsx", tuple(found.faulty), found.inflated)
