"""没有看见的：画面里的字认不出，不能当作没有。文件本身就是图片、扫描件的算一处发现，里面夹着图片的提醒一句。"""

import io
import zipfile

from portal.core.text import Unreadable, extract, kind_of
from portal.core.text.parts import is_picture
from portal.publications.privacy.scanning import Finding

PICTURES = {"png": "PNG", "jpeg": "JPEG", "gif": "GIF"}
PACKAGES = frozenset({"xlsx", "docx", "zip"})
ASK = "请人看一遍"


def unseen(data: bytes, name: str) -> list[Finding]:
    """整个就是画面的：图片，没有文字层的 PDF。"""
    kind = kind_of(data)
    if kind in PICTURES:
        said = f"这是图片（{PICTURES[kind]}），画面里的文字认不出，{ASK}"
    elif kind == "pdf" and _is_scanned(data):
        said = f"这份 PDF 没有文字层（扫描件），画面里的文字认不出，{ASK}"
    else:
        return []
    return [Finding("unreadable", f"“{name}”", said)]


def blind_spots(data: bytes, name: str) -> list[str]:
    """这份文件里没有看见的，各一句话；都看见了则为空。"""
    said = [f"{finding.place}：{finding.masked}" for finding in unseen(data, name)]
    if pictures := _pictures_in(data):
        said.append(f"“{name}”里有 {pictures} 张图片，画面里的文字认不出，{ASK}")
    return said


def _pictures_in(data: bytes) -> int:
    """文档、压缩包里夹着几张图片。"""
    if kind_of(data) not in PACKAGES:
        return 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(map(is_picture, archive.namelist()))
    except zipfile.BadZipFile:
        return 0


def _is_scanned(data: bytes) -> bool:
    """各页一个字也没有。"""
    try:
        pages = (p for p in extract(data, "pdf") if p.place.startswith("第 ") and p.place.endswith(" 页"))
        return not any(page.text.strip() for page in pages)
    except Unreadable:
        return False
