"""直接读工作簿的 XML：隐藏的工作表与行列、批注、定义名称、缓存值、下拉列表、页眉页脚，一处不漏。

文件须先经 `uploads.inspect` 查验（大小、压缩比、实体都已把关）。
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from defusedxml import ElementTree

from portal.core.text import parts
from portal.core.text.passages import Cell, Passage

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LETTERS = re.compile(r"[A-Z]+")
USED = re.compile(rb'<c [^>]*t="s"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>(\d+)</v>')
FORMAT = re.compile(r'&(?:"[^"]*"|[A-Z])')  # 页眉里的排版代码，如 &C、&"宋体"
HIDDEN = ("1", "true")
EXTRAS = {
    "headerFooter": "页眉页脚",
    "dataValidations": "下拉列表与提示",
    "hyperlinks": "超链接",
    "conditionalFormatting": "条件格式",
    "autoFilter": "筛选条件",
    "scenarios": "方案",
    "protectedRanges": "可编辑区域",
    "extLst": "扩展设置",
}
# 这些里面没有人写的话，或另有专门的读法。
PLAIN = frozenset({"sheetData", "cols", "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "mergeCells"})


def passages(data: bytes) -> Iterator[Passage | tuple[str, bytes]]:
    """工作簿的全部文字；嵌入的文件以（名称, 内容）给出。"""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = _sheet_places(archive)
        shared = _shared_strings(archive)
        owners = _owners(archive, sheets)
        for name in sorted(archive.namelist()):
            if name in sheets:
                yield from _sheet(archive, name, sheets[name], shared)
            elif name == "xl/workbook.xml":
                yield from _book(parts.read(archive, name))
            elif parts.is_embedded(name) or parts.is_picture(name):
                yield posixpath.basename(name), archive.read(name)
            elif name.endswith(".rels"):
                yield from (Passage(*item) for item in parts.external_links(archive, name))
            elif name == "xl/sharedStrings.xml" or not name.endswith((".xml", ".vml")):
                continue
            elif parts.has_words(name):
                yield from _part(parts.read(archive, name), name, owners.get(name, ""))
            else:
                yield from (
                    Passage(*item) for item in parts.numbers_in(archive.read(name), parts.label(name))
                )
        yield from (
            Passage(text, "共享文字表（已无单元格引用）") for text in _unused(archive, sheets, shared)
        )


def _sheet_places(archive: zipfile.ZipFile) -> dict[str, str]:
    """各工作表部件的说法，如 “工作表“名单”（隐藏）”。"""
    targets = parts.targets(archive, "xl/workbook.xml")
    places = {}
    for sheet in ElementTree.fromstring(parts.read(archive, "xl/workbook.xml")).iter(f"{MAIN}sheet"):
        hidden = "（隐藏）" if sheet.get("state", "visible") != "visible" else ""
        places[targets.get(sheet.get(RELATION), "")] = f"工作表“{sheet.get('name')}”{hidden}"
    return places


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    root = ElementTree.fromstring(parts.read(archive, "xl/sharedStrings.xml"))
    return ["".join(node.text or "" for node in item.iter(f"{MAIN}t")) for item in root.findall(f"{MAIN}si")]


def _owners(archive: zipfile.ZipFile, sheets: dict[str, str]) -> dict[str, str]:
    """批注、图形属于哪张工作表。"""
    return {
        target: place
        for name, place in sheets.items()
        for target in parts.targets(archive, name).values()
        if target not in sheets
    }


def _book(xml: bytes) -> Iterator[Passage]:
    """工作表的名称与定义名称。"""
    root = ElementTree.fromstring(xml)
    for sheet in root.iter(f"{MAIN}sheet"):
        yield Passage(sheet.get("name", ""), "工作表名称")
    for name in root.iter(f"{MAIN}definedName"):
        words = (name.get("name", ""), name.text or "", name.get("comment", ""))
        yield from (Passage(text, f"定义名称“{name.get('name')}”") for text in words if text)


def _part(xml: bytes, name: str, owner: str) -> Iterator[Passage]:
    """批注按单元格说位置；其余部件整个看。"""
    if "omments/" not in name and not posixpath.basename(name).startswith("comments"):
        place = f"{owner}{parts.label(name)}"
        yield from (Passage(*item) for item in parts.loose_texts(xml, place))
        return
    for node in ElementTree.fromstring(xml).iter():
        kind = node.tag.rpartition("}")[2]
        if kind in ("comment", "threadedComment"):
            yield Passage("".join(node.itertext()).strip(), f"{owner}!{node.get('ref', '')}（批注）")
        elif kind == "author":
            yield Passage(node.text or "", f"{owner}批注人")


def _sheet(archive, name: str, place: str, shared: list[str]) -> Iterator[Passage]:
    hidden_columns: list[tuple[int, int]] = []
    row_note, depth = "", 0
    for event, node in _events(archive, name):
        kind = node.tag.rpartition("}")[2]
        depth += 1 if event == "start" else -1
        if event == "start" and kind == "row":
            row_note = "（隐藏行）" if node.get("hidden") in HIDDEN else ""
        elif event == "start" and kind == "col" and node.get("hidden") in HIDDEN:
            hidden_columns.append((int(node.get("min")), int(node.get("max"))))
        elif event == "end" and kind == "c":
            yield from _cell(node, place, shared, row_note, hidden_columns)
        elif event == "end" and kind == "row":
            node.clear()
        elif event == "end" and depth == 1 and kind not in PLAIN:
            yield from _extras(node, f"{place}{EXTRAS.get(kind, '其他设置')}")


def _events(archive: zipfile.ZipFile, name: str) -> Iterator:
    """边解压边读；“严格”格式的少见，整个换过命名空间再读。"""
    with archive.open(name) as part:
        is_strict = parts.STRICT.search(part.peek(2000)[:2000])
        source = io.BytesIO(parts.read(archive, name)) if is_strict else part
        yield from ElementTree.iterparse(source, events=("start", "end"))


def _cell(node, place: str, shared: list[str], row_note: str, hidden) -> Iterator[Passage]:
    reference = node.get("r", "")
    letters = LETTERS.match(reference)
    column = _column(letters[0] if letters else "")
    row = reference[len(letters[0]) :] if letters else ""
    is_hidden = any(low <= column <= high for low, high in hidden)
    where = f"{place}!{reference}{row_note or ('（隐藏列）' if is_hidden else '')}"
    cell = Cell(place, int(row) if row.isdecimal() else 0, column, column + 1)
    for text in _values(node, shared):
        if text:
            yield Passage(text, where, cell)


def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index


def _values(node, shared: list[str]) -> Iterator[str]:
    """一格的值（公式的是缓存值）、直接写在格里的文字、公式。"""
    value = node.findtext(f"{MAIN}v")
    if value is not None:
        if node.get("t") == "s":
            yield shared[int(value)] if int(value) < len(shared) else ""
        else:
            yield _plain_number(value)
    inline = node.find(f"{MAIN}is")
    if inline is not None:
        yield "".join(text.text or "" for text in inline.iter(f"{MAIN}t"))
    yield node.findtext(f"{MAIN}f") or ""


def _plain_number(value: str) -> str:
    """数字单元格以科学记数存的还原成整数：1.1010519491231e+17 → 110105194912310000；不经浮点，免得凭空多出几位。"""
    if "e" in value.lower():
        try:
            return format(Decimal(value), ".0f")
        except InvalidOperation:
            return value
    return value.removesuffix(".0")


def _extras(node, place: str) -> Iterator[Passage]:
    """页眉页脚、下拉列表、条件格式等：逐个节点的文字与属性。"""
    for item in node.iter():
        words = [FORMAT.sub(" ", item.text or ""), *parts.said_in(item)]
        yield from (Passage(text.strip(), place) for text in words if text.strip())


def _unused(archive, sheets: dict[str, str], shared: list[str]) -> Iterator[str]:
    """没有单元格引用、却还留在共享文字表里的内容（删了格、没删字）。"""
    used = set()
    for name in sheets:
        if name in archive.namelist():
            used |= {int(number) for number in USED.findall(archive.read(name))}
    yield from (text for index, text in enumerate(shared) if index not in used)
