"""直接读 Office 文件的 XML：隐藏的工作表与行列、批注、定义名称、修订、页眉页脚，一处不漏。

文件须先经 `uploads.inspect` 查验（大小、压缩比、实体都已把关）。
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from defusedxml import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LETTERS = re.compile(r"[A-Z]+")
PARTS = {
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
    "document": "正文",
    "core": "文档属性",
    "app": "文档属性",
    "custom": "文档属性",
}

Text = tuple[str, str]


def workbook_texts(data: bytes) -> Iterator[Text]:
    """工作簿的全部文字：各表单元格（含公式与缓存值）、批注、定义名称、图形、页眉页脚、属性。"""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        shared = _shared_strings(archive) if "xl/sharedStrings.xml" in names else []
        sheets = _sheet_places(archive)
        for name in sorted(names):
            if name in sheets:
                yield from _sheet_texts(archive, name, sheets[name], shared)
            elif _has_words(name):
                yield from _loose_texts(archive, name)
        yield from (("".join(text), "共享文字表") for text in _unused(archive, sheets, shared))


def document_texts(data: bytes) -> Iterator[Text]:
    """Word 文档的全部文字，按段合并（一个号码断成几截也能拼回）；删除的修订、文本框、页眉页脚都算。"""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            if name.startswith("word/") and name.endswith(".xml") and _has_words(name):
                label = _label(name)
                for number, text in enumerate(_paragraphs(archive.read(name)), start=1):
                    yield text, f"{label}第 {number} 段"
            elif name.startswith("docProps/") and name.endswith(".xml"):
                yield from _loose_texts(archive, name)


def _label(name: str) -> str:
    stem = posixpath.basename(name).removesuffix(".xml")
    return next((label for key, label in PARTS.items() if stem.startswith(key)), stem)


def _has_words(name: str) -> bool:
    skipped = ("theme", "styles", "settings", "fontTable", "webSettings", "_rels", "numbering", "calcChain")
    is_xml = name.endswith((".xml", ".vml"))
    return is_xml and name != "xl/sharedStrings.xml" and not any(part in name for part in skipped)


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    root = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    return ["".join(node.text or "" for node in item.iter(f"{MAIN}t")) for item in root.findall(f"{MAIN}si")]


def _sheet_places(archive: zipfile.ZipFile) -> dict[str, str]:
    """各工作表部件的说法，如 “工作表“名单”（隐藏）”。"""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {item.get("Id"): _absolute(item.get("Target")) for item in relations}
    places = {}
    for sheet in book.iter(f"{MAIN}sheet"):
        hidden = "（隐藏）" if sheet.get("state", "visible") != "visible" else ""
        places[targets.get(sheet.get(RELATION), "")] = f"工作表“{sheet.get('name')}”{hidden}"
    return places


def _absolute(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _sheet_texts(archive, name: str, place: str, shared: list[str]) -> Iterator[Text]:
    hidden_columns: list[tuple[int, int]] = []
    row_note = ""
    with archive.open(name) as part:
        for event, node in ElementTree.iterparse(part, events=("start", "end")):
            if event == "start" and node.tag == f"{MAIN}row":
                row_note = "（隐藏行）" if node.get("hidden") in ("1", "true") else ""
            elif event == "start" and node.tag == f"{MAIN}col" and node.get("hidden") in ("1", "true"):
                hidden_columns.append((int(node.get("min")), int(node.get("max"))))
            elif event == "end" and node.tag == f"{MAIN}c":
                note = row_note or _column_note(node.get("r", ""), hidden_columns)
                yield from ((text, f"{place}{node.get('r', '')}{note}") for text in _cell(node, shared))
                node.clear()
            elif event == "end" and node.tag in (f"{MAIN}headerFooter", f"{MAIN}dataValidations"):
                yield "".join(node.itertext()), f"{place}页眉页脚或下拉列表"


def _column_note(reference: str, hidden: list[tuple[int, int]]) -> str:
    letters = LETTERS.match(reference)
    index = 0
    for letter in letters[0] if letters else "":
        index = index * 26 + ord(letter) - 64
    return "（隐藏列）" if any(low <= index <= high for low, high in hidden) else ""


def _cell(node, shared: list[str]) -> Iterator[str]:
    value = node.findtext(f"{MAIN}v")
    if value is not None:
        if node.get("t") == "s":
            yield shared[int(value)] if int(value) < len(shared) else ""
        else:
            yield _plain_number(value)
    for child in ("is", "f"):
        found = node.find(f"{MAIN}{child}")
        if found is not None:
            yield "".join(found.itertext())


def _plain_number(value: str) -> str:
    """数字单元格以科学记数存的还原成整数：1.1010519491231e+17 → 110105194912310000。"""
    if "e" in value.lower():
        try:
            return f"{float(value):.0f}"
        except ValueError:
            return value
    return value.removesuffix(".0")


def _unused(archive, sheets: dict[str, str], shared: list[str]) -> Iterator[str]:
    """没有单元格引用、却还留在共享文字表里的内容（删了格、没删字）。"""
    used = set()
    for name in sheets:
        if name in archive.namelist():
            pattern = rb'<c [^>]*t="s"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>(\d+)</v>'
            used |= {int(m) for m in re.findall(pattern, archive.read(name))}
    yield from (text for index, text in enumerate(shared) if index not in used)


def _loose_texts(archive, name: str) -> Iterator[Text]:
    """批注、图形、定义名称、属性等：整个部件的文字与属性值。"""
    label = _label(name) if not name.startswith("xl/workbook") else "定义名称"
    root = ElementTree.fromstring(archive.read(name))
    for node in root.iter():
        text = (
            "".join(node.itertext()).strip()
            if node.tag.rpartition("}")[2] in ("comment", "p", "si")
            else node.text
        )
        if text and text.strip():
            yield text, f"{label}（{posixpath.basename(name)}）"


def _paragraphs(xml: bytes) -> Iterator[str]:
    root = ElementTree.fromstring(xml)
    kinds = (f"{WORD}t", f"{WORD}delText", f"{WORD}instrText")
    for paragraph in root.iter(f"{WORD}p"):
        text = "".join(node.text or "" for node in paragraph.iter() if node.tag in kinds)
        if text.strip():
            yield text
