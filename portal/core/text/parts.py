"""Office 压缩包里各个部件（XML）的通用读法：整个部件的文字与有话可说的属性、指向外面的链接、嵌入的文件。"""

import posixpath
import re
import zipfile
from collections.abc import Iterator

from defusedxml import ElementTree

from portal.core.text.passages import RICH

SPOKEN = frozenset(
    [
        "v",
        "val",
        "descr",
        "title",
        "alt",
        "prompt",
        "promptTitle",
        "error",
        "errorTitle",
        "name",
        "displayName",
        "comment",
        "tooltip",
        "location",
        "instr",
        "author",
        "string",
        "tag",
        "text",
        "oddHeader",
        "oddFooter",
        "caption",
        "uniqueName",
        "display",
    ]
)
# 成段的文字：段落、一格的富文本、批注、文本框、OFD 与 SVG 的一行。
WHOLE = frozenset(
    {"comment", "p", "h", "si", "threadedComment", "sst", "textbox", "text", "TextObject", "text-box"}
)
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/\2"
SILENT = ("theme", "styles", "fontTable", "webSettings", "_rels", "numbering", "calcChain", "[Content_Types]")
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
    "chart": "图表",
    "drawing": "图形",
    "vmlDrawing": "图形",
    "pivotCache": "数据透视表缓存",
    "pivotTable": "数据透视表",
    "table": "表格定义",
    "person": "批注人",
    "people": "修订人",
    "settings": "文档设置",
    "item": "自定义数据",
}
EMBEDDED = re.compile(
    r"(^|/)embeddings/.|\.(docx?|xlsx?|pptx?|wps|et|dps|pdf|html?|mht(ml)?|txt|csv|rtf|zip|eml)$",
    re.IGNORECASE,
)
PICTURES = (".png", ".jpg", ".jpeg", ".gif")
Text = tuple[str, str]


def label(name: str) -> str:
    """部件的中文说法，如 `word/header1.xml` 是“页眉”。"""
    stem = posixpath.basename(name).partition(".")[0]
    return next((text for key, text in PARTS.items() if stem.startswith(key)), stem)


def has_words(name: str) -> bool:
    """是写着字的 XML 部件。"""
    return name.endswith((".xml", ".vml")) and not any(part in name for part in SILENT)


def read(archive: zipfile.ZipFile, name: str) -> bytes:
    """一个 XML 部件；“严格”格式（ISO 29500 Strict）的命名空间换成通行的。"""
    return STRICT.sub(TRANSITIONAL, archive.read(name))


def loose_texts(xml: bytes, place: str) -> Iterator[Text]:
    """整个部件的文字：成段的合起来看（一个号码断成几截也能拼回），属性里的话与号码也算。"""
    for node in ElementTree.fromstring(xml).iter():
        if not isinstance(node.tag, str):
            continue
        is_whole = node.tag.rpartition("}")[2] in WHOLE
        text = "".join(node.itertext()) if is_whole else node.text
        if text and text.strip():
            yield text.strip(), place
        yield from ((value, place) for value in said_in(node))


def said_in(node) -> Iterator[str]:
    """一个元素的属性里的话：说明、提示、标题之类，与任何含有长号码的。"""
    for key, value in node.attrib.items():
        if (len(value) > 3 and key.rpartition("}")[2] in SPOKEN) or RICH.search(value):
            yield value


def numbers_in(xml: bytes, place: str) -> Iterator[Text]:
    """样式、主题之类不写字的部件，只看有没有藏着号码。"""
    yield from (item for item in loose_texts(xml, place) if RICH.search(item[0]))


def external_links(archive: zipfile.ZipFile, name: str) -> Iterator[Text]:
    """`.rels` 里指向文件之外的地址：tel:、mailto:、网址。"""
    for item in ElementTree.fromstring(read(archive, name)):
        if item.get("TargetMode") == "External":
            yield item.get("Target", ""), "超链接"


def targets(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """部件 `name` 引用的其他部件：{关系编号: 部件的绝对名称}。"""
    folder, base = posixpath.split(name)
    rels = f"{folder}/_rels/{base}.rels"
    if rels not in archive.namelist():
        return {}
    return {
        item.get("Id"): absolute(folder, item.get("Target", ""))
        for item in ElementTree.fromstring(read(archive, rels))
        if item.get("TargetMode") != "External"
    }


def absolute(folder: str, target: str) -> str:
    return (
        target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    )


def is_embedded(name: str) -> bool:
    """嵌入、插入的文件（图片见 `is_picture`）。"""
    return bool(EMBEDDED.search(name))


def is_picture(name: str) -> bool:
    return name.lower().endswith(PICTURES)
