"""上传文件的查验：按内容判断真实类型与结构，不信扩展名，也不信自报的类型。

压缩包类（xlsx、docx）的结构检查用 `sheets.archive`；PDF 用 pikepdf；图片看文件头与尺寸。
"""

import io
import re
import struct
import unicodedata
from dataclasses import dataclass

import pikepdf

from portal.core.sheets import archive, gate
from portal.core.sheets.archive import Refused

__all__ = ["CONTENT_TYPES", "Inspected", "Refused", "clean_name", "inspect"]

MAX_SIZE = 50 * 1024 * 1024
MAX_NAME = 120
MAX_PIXELS = 40_000_000
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "png": "image/png",
    "jpeg": "image/jpeg",
}
LABELS = {
    "pdf": "PDF",
    "docx": "Word（.docx）",
    "xlsx": "Excel（.xlsx）",
    "csv": "CSV",
    "png": "PNG",
    "jpeg": "JPEG",
}
ENDINGS = {"jpeg": (".jpg", ".jpeg")}
ACTIVE = (
    "/JavaScript",
    "/JS",
    "/Launch",
    "/EmbeddedFiles",
    "/OpenAction",
    "/AA",
    "/XFA",
    "/RichMedia",
    "/SubmitForm",
)
UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/]')


@dataclass(frozen=True)
class Inspected:
    """通过查验的文件：真实类型、下发用的内容类型、干净的文件名。"""

    kind: str
    content_type: str
    name: str


def inspect(data: bytes, name: str, *, accept: frozenset[str]) -> Inspected:
    """查验一份上传。抛 `Refused`：为空、过大、类型不收、结构可疑、含宏或可执行内容、加密。"""
    if not data:
        raise Refused("文件是空的", "请确认选对了文件")
    if len(data) > MAX_SIZE:
        raise Refused(
            f"文件有 {len(data) / 1048576:.1f} MB，超过 {MAX_SIZE // 1048576} MB", "请压缩图片后重新导出"
        )
    kind = _kind(data, name, accept)
    if kind not in accept:
        wanted = "、".join(LABELS[item] for item in sorted(accept))
        raise Refused(f"这是 {LABELS[kind]} 文件，这里不收", f"请上传 {wanted}")
    CHECKS[kind](data, name)
    return Inspected(kind, CONTENT_TYPES[kind], _with_ending(clean_name(name), kind))


def clean_name(name: str) -> str:
    """可以放心显示与下载的文件名：去路径、控制符、方向符，限长，保留中文。"""
    name = re.split(r"[\\/]", name)[-1]
    visible = "".join(
        c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) not in ("Cc", "Cf")
    )
    cleaned = UNSAFE.sub("_", visible).strip(" .") or "未命名"
    stem, dot, ending = cleaned.rpartition(".")
    return (
        f"{stem[: MAX_NAME - len(ending) - 1]}.{ending}" if dot and len(ending) <= 8 else cleaned[:MAX_NAME]
    )


def _with_ending(name: str, kind: str) -> str:
    """扩展名与真实类型一致，免得下载后打不开。"""
    endings = ENDINGS.get(kind, (f".{kind}",))
    return name if name.lower().endswith(endings) else f"{name}{endings[0]}"


def _kind(data: bytes, name: str, accept: frozenset[str]) -> str:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"PK\x03\x04"):
        return "docx" if b"word/document.xml" in data else "xlsx"
    if data.startswith(gate.OLE):
        hint = "请用 Office 或 WPS 取消密码，另存为 .docx 或 .xlsx 再上传"
        raise Refused("这是旧版 Office 文件，或设有打开密码", hint)
    if "csv" in accept and name.lower().endswith(".csv"):
        return "csv"
    wanted = "、".join(LABELS[item] for item in sorted(accept))
    raise Refused("认不出这是什么文件（扩展名可能与内容不符）", f"请上传 {wanted}")


def _check_pdf(data: bytes, name: str) -> None:
    if b"%%EOF" not in data[-2048:]:
        raise Refused("PDF 不完整，末尾缺失", "请重新导出或重新下载后再上传")
    if b"PK\x05\x06" in data[-65_600:]:
        raise Refused("PDF 末尾藏着压缩包", "请用打印到 PDF 的方式重新生成")
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if document.is_encrypted:
                raise Refused("PDF 设有密码或权限限制", "请取消密码后再上传")
            _check_objects(document)
    except pikepdf.PasswordError as error:
        raise Refused("PDF 设有打开密码", "请取消密码后再上传") from error
    except pikepdf.PdfError as error:
        raise Refused("PDF 已损坏，打不开", "请重新导出后再上传") from error


def _check_objects(document: pikepdf.Pdf) -> None:
    """逐个对象查可执行的内容；目录页的打开位置（数组形式的 OpenAction）无害，放行。"""
    for item in document.objects:
        if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            continue
        for key in ACTIVE:
            value = item.get(key)
            if value is not None and not (key == "/OpenAction" and isinstance(value, pikepdf.Array)):
                raise Refused(f"PDF 含有可执行或内嵌的内容（{key[1:]}）", "请用“打印到 PDF”重新生成后再上传")


def _check_docx(data: bytes, name: str) -> None:
    try:
        found = archive.inspect(data)
    except Refused as refused:
        hint = refused.hint.replace(".xlsx", ".docx").replace("Excel", "Word").replace("工作簿", "文档")
        raise Refused(refused.message.replace("工作簿", "文档"), hint) from refused
    if "word/document.xml" not in found.names:
        raise archive.broken()


def _check_xlsx(data: bytes, name: str) -> None:
    gate.check(data, name)


def _check_png(data: bytes, name: str) -> None:
    if len(data) < 33 or data[12:16] != b"IHDR" or b"IEND" not in data[-16:]:
        raise Refused("PNG 图片不完整", "请重新截取或导出")
    _check_pixels(*struct.unpack(">II", data[16:24]))


def _check_jpeg(data: bytes, name: str) -> None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return _check_pixels(width, height)
        at += 2 + length
    raise Refused("JPEG 图片不完整", "请重新导出")


def _check_pixels(width: int, height: int) -> None:
    if not width or not height or width * height > MAX_PIXELS:
        raise Refused(f"图片尺寸 {width}×{height} 不能接收", "请缩小到 4000 万像素以内")


CHECKS = {
    "pdf": _check_pdf,
    "docx": _check_docx,
    "xlsx": _check_xlsx,
    "csv": _check_xlsx,
    "png": _check_png,
    "jpeg": _check_jpeg,
}
