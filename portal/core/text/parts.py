"""Office 压缩包里各个部件（XML）的通用读法：整个部件的文字与有话可说的属性、指向外面的链接、嵌入的文件。"""

import posixpath
import re
import zipfile
from collections.abc import Iterator

from defusedxml import ElementTree

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
    ]
)
WHOLE = frozenset({"comment", "p", "si", "threadedComment", "sst"})
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
Text = tuple[str, str]


def label(name: str) -> str:
    """部件的中文说法，如 `word/header1.xml` 是“页眉”。"""
    stem = posixpath.basename(name).partition(".")[0]
    return next((text for key, text in PARTS.items() if stem.startswith(key)), stem)


def has_words(name: str) -> bool:
    """是写着字的 XML 部件。"""
    return name.endswith((".xml", ".vml")) and not any(part in name for part in SILENT)


def loose_texts(xml: bytes, place: str) -> Iterator[Text]:
    """整个部件的文字：成段的合起来看（一个号码断成几截也能拼回），属性里的话也算。"""
    for node in ElementTree.fromstring(xml).iter():
        if not isinstance(node.tag, str):
            continue
        is_whole = node.tag.rpartition("}")[2] in WHOLE
        text = "".join(node.itertext()) if is_whole else node.text
        if text and text.strip():
            yield text.strip(), place
        for key, value in node.attrib.items():
            if key.rpartition("}")[2] in SPOKEN and len(value) > 3:
                yield value, place


def external_links(archive: zipfile.ZipFile, name: str) -> Iterator[Text]:
    """`.rels` 里指向文件之外的地址：tel:、mailto:、网址。"""
    for item in ElementTree.fromstring(archive.read(name)):
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
        for item in ElementTree.fromstring(archive.read(rels))
        if item.get("TargetMode") != "External"
    }


def absolute(folder: str, target: str) -> str:
    return (
        target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    )


def is_embedded(name: str) -> bool:
    """嵌入的文件（不含图片）。"""
    return bool(re.search(r"(^|/)embeddings/.", name))
