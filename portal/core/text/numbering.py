"""Word 的自动编号：段落里没有写出来的“一、”“（一）”“1.”，按编号定义数出来。"""

import zipfile
from collections import defaultdict

from defusedxml import ElementTree

from portal.core.text import parts

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{WORD}val"
HAN = "〇一二三四五六七八九"
CHINESE = frozenset(
    [
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "ideographDigital",
    ]
)


class Numbering:
    """一份文档的编号：`label(段落)` 给出这一段前面自动生成的编号，没有的为空。须按段落先后调用。"""

    def __init__(self, archive: zipfile.ZipFile):
        self.lists: dict[str, str] = {}
        self.levels: dict[tuple[str, int], tuple[int, str, str]] = {}
        self.styles: dict[str, tuple[str, int, str]] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        for name, read in (("word/numbering.xml", self._lists), ("word/styles.xml", self._styles)):
            if name in archive.namelist():
                read(ElementTree.fromstring(parts.read(archive, name)))

    def label(self, paragraph) -> str:
        """这一段的编号文字，如“（三）”。"""
        number, depth = self._list_of(paragraph)
        abstract = self.lists.get(number, "")
        if not abstract or (abstract, depth) not in self.levels:
            return ""
        counts = self.counts[abstract]
        start, shape, _ = self.levels[abstract, depth]
        counts[depth] = counts[depth] + 1 if depth in counts else start
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        return "" if shape == "bullet" else self._filled(abstract, depth, counts)

    def _filled(self, abstract: str, depth: int, counts: dict[int, int]) -> str:
        """“%1.%2”换成各级的数。"""
        text = self.levels[abstract, depth][2]
        for level in range(depth + 1):
            start, shape, _ = self.levels.get((abstract, level), (1, "decimal", ""))
            text = text.replace(f"%{level + 1}", _written(counts.get(level, start), shape))
        return text

    def _list_of(self, paragraph) -> tuple[str, int]:
        """段落自己写的编号，没有则取样式的；编号 0 是取消编号。"""
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        number, depth = self._styled(style.get(VAL) if style is not None else "")
        own = paragraph.find(f"{WORD}pPr/{WORD}numPr")
        if own is not None:
            number, depth = _value(own, "numId", number), int(_value(own, "ilvl", str(depth)))
        return ("" if number == "0" else number), depth

    def _styled(self, name: str) -> tuple[str, int]:
        for _ in range(10):
            number, depth, base = self.styles.get(name, ("", 0, ""))
            if number or not base:
                return number, depth
            name = base
        return "", 0

    def _lists(self, root) -> None:
        for abstract in root.iter(f"{WORD}abstractNum"):
            key = abstract.get(f"{WORD}abstractNumId", "")
            for level in abstract.iter(f"{WORD}lvl"):
                self.levels[key, int(level.get(f"{WORD}ilvl", "0"))] = (
                    int(_value(level, "start", "1")),
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", ""),
                )
        for one in root.iter(f"{WORD}num"):
            self.lists[one.get(f"{WORD}numId", "")] = _value(one, "abstractNumId", "")

    def _styles(self, root) -> None:
        for style in root.iter(f"{WORD}style"):
            own = style.find(f"{WORD}pPr/{WORD}numPr")
            number = _value(own, "numId", "") if own is not None else ""
            depth = int(_value(own, "ilvl", "0")) if own is not None else 0
            self.styles[style.get(f"{WORD}styleId", "")] = (number, depth, _value(style, "basedOn", ""))


def _value(node, name: str, default: str) -> str:
    found = node.find(f"{WORD}{name}")
    return default if found is None else found.get(VAL, default)


def _written(number: int, shape: str) -> str:
    """按编号格式写出一个数；不认得的格式写阿拉伯数字。"""
    if shape in CHINESE or shape.startswith("chinese"):
        return _han(number)
    if shape.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x245F + number)
    if shape == "ideographEnclosedCircle" and 1 <= number <= 10:
        return f"（{_han(number)}）"
    return str(number)


def _han(number: int) -> str:
    """中文数字，至九十九。"""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return ("" if not tens else "十" if tens == 1 else f"{HAN[tens]}十") + (HAN[ones] if ones else "")
