"""勾选的读法：子栏里的 √，和一格里写着的“主动”“县级、乡级”。"""

import re
import unicodedata
from dataclasses import dataclass

from catalogs.channels import BLANK, TICKED

YES = {"是", "有", "1", "1.0", "true", "y", "yes", "v", "对"}
NO = {"", "否", "无", "0", "0.0", "false", "n", "no", "-", "—", "--", "/", "\\", "×", "✕", "✗", "x", "不公开"}
# Wingdings 的勾存成普通字母的样子：认作勾选，但请人看一眼。
DAMAGED = {"p", "r", "ü", "þ", "n", "?", "？", "�"}
NOTE = re.compile(r"^[（(](.*)[)）]$", re.DOTALL)
GROUPS = {
    "audience": (
        ("全社会", r"全社会|社会公众|全体|公众(?!号)"),
        ("特定群众", r"特定|当事人|申请人|利益相关|服务对象"),
    ),
    "method": (("依申请公开", r"依\s*申请"), ("主动", r"主动")),
    "level": (("县级", r"县|区级|市级|(?<!社)区(?!域)"), ("乡级", r"乡|镇|街道"), ("村级", r"村|社区|居委")),
}
BOX = re.compile("([" + re.escape("".join((TICKED | BLANK) - set("RnüoqþÞ"))) + "])")


@dataclass(frozen=True)
class Tick:
    """`on` 是否勾选，`note` 附带的文字，`certain` 为假时请人看一眼。"""

    on: bool
    note: str = ""
    certain: bool = True


def read(text: str, label: str) -> Tick:
    """子栏的一格；`label` 是这一栏自己的名字（写着自己的名字也算勾选）。"""
    word = unicodedata.normalize("NFKC", text).strip()
    bare = re.sub(r"\s", "", word)
    if bare.casefold() in NO or (bare and set(bare) <= BLANK - set("oq")):
        return Tick(False)
    if (
        set(bare) <= TICKED - set("RnüþÞ")
        or bare.casefold() in YES
        or bare in (label, label.removesuffix("级"))
    ):
        return Tick(True)
    if bare.casefold() in DAMAGED:
        return Tick(True, certain=False)
    mark, rest = bare[0], word[1:].strip()
    if mark in BLANK - set("oq"):
        return Tick(False, certain=False)
    if mark in TICKED - set("RnüþÞ"):
        note = NOTE.match(rest)
        return Tick(True, (note[1] if note else rest).strip())
    return Tick(True, word, certain=False)


def choices(text: str, group: str) -> tuple[tuple[str, ...], bool]:
    """一格里写着的选项：（选中的, 是否确定）。有选框的只取勾了的。"""
    word = unicodedata.normalize("NFKC", text).strip()
    if not word:
        return (), True
    parts = BOX.split(word)
    if len(parts) > 1:
        pairs = zip(parts[1::2], parts[2::2], strict=True)
        word = "".join([parts[0], *(words for box, words in pairs if box in TICKED)])
    found = tuple(name for name, pattern in GROUPS[group] if re.search(pattern, word))
    order = [
        name for name in ("全社会", "特定群众", "主动", "依申请公开", "县级", "乡级", "村级") if name in found
    ]
    return tuple(order), bool(found)
