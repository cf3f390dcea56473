"""读懂一张网页：标题、日期、看得见的文字及其摘要。纯函数；lxml 的门。"""

import codecs
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from lxml import etree, html

from portal.core.crypto import sm3_hex
from portal.core.links import dates

HIDDEN = ("script", "style", "noscript", "template", "iframe", "object", "svg")
CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
XML_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9_:.-]+)""")
# 认得的编码；GB 2312、GBK 一律按它们的超集读。西文编码什么都“解得开”，不采信。
CODECS = {
    "utf-8": "utf-8", "utf8": "utf-8", "utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
    "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb18030": "gb18030",
    "hz-gb-2312": "hz", "big5": "big5hkscs", "big5-hkscs": "big5hkscs",
}  # fmt: skip
BOMS = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]
META_DATES = ("pubdate", "publishdate", "publish_date", "article:published_time", "firstpublishedtime")
LABELLED = re.compile(
    r"(?:发布|发文|印发|公布|公开|成文|生成|更新)?(?:日期|时间)\s*[:：]\s*(" + dates.DAY + ")"
)
AT_EDGE = re.compile(rf"^\W*{dates.DAY}|{dates.DAY}\W*$")
META_LENGTH = 60
LIST_ROWS = ("li", "tr", "dd")
FEWEST_ROWS = 3
# 每次打开都会变、与内容无关的：访问计数、今天的日期。
PASSING = re.compile(
    r"(?:浏览|阅读|点击|访问|查看)(?:次数|人数|总量|量|数)?[:：]?\d+次?"
    r"|今天是[^。；，]{0,4}\d{4}年\d{1,2}月\d{1,2}日(?:星期[一二三四五六日天])?"
)


@dataclass(frozen=True)
class Page:
    """一张网页里与核验有关的部分；不是网页（如 PDF）时全空。"""

    title: str = ""
    date: dt.date | None = None
    text_hash: str = ""
    text_length: int = 0


def read_page(body: bytes, content_type: str = "") -> Page:
    """`body` 可以是截断的、残缺的；什么都读不出就是空的 `Page`。"""
    tree = _tree(decode(body, content_type))
    if tree is None:
        return Page()
    text = visible_text(tree)
    if not text:
        return Page(_title(tree), page_date(tree))
    return Page(_title(tree), page_date(tree), sm3_hex(text.encode()), len(text))


def decode(body: bytes, content_type: str = "") -> str:
    """按字节标记、响应头、网页自述、UTF-8、GB 18030 的次序，取第一个解得开的。"""
    for name in _charsets(body, content_type):
        try:
            return codecs.getincrementaldecoder(name)().decode(body)
        except UnicodeDecodeError:
            continue
    return body.decode("utf-8", errors="replace")


def _charsets(body: bytes, content_type: str) -> list[str]:
    head, sent = body[:4096], content_type.encode("latin-1", errors="replace")
    said = [CHARSET.search(sent), XML_ENCODING.search(head), CHARSET.search(head)]
    names = [CODECS.get(match[1].decode("ascii").lower()) for match in said if match]
    marked = [name for mark, name in BOMS if body.startswith(mark)]
    return [*marked, *filter(None, names), "utf-8", "gb18030"]


def _tree(text: str):
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        return html.document_fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def visible_text(tree) -> str:
    """去掉脚本、样式与空白之后的文字，再去掉访问计数之类每次都变的。"""
    pieces, skipped = [], set()
    for node in tree.iter():
        if node.getparent() in skipped or node.tag in HIDDEN or node.tag == "head":
            skipped.add(node)
        elif node.text:
            pieces.append(node.text)
        if node.tail and node.getparent() not in skipped:
            pieces.append(node.tail)
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", "".join(pieces)))
    return PASSING.sub("", text)


def _title(tree) -> str:
    found = tree.find(".//title")
    return " ".join(found.text_content().split())[:200] if found is not None else ""


def page_date(tree) -> dt.date | None:
    """先看 meta，再看“发布日期：”，再看列表页里最新的一条。"""
    return _meta_date(tree) or _labelled_date(tree) or _newest_row(tree)


def _meta_date(tree) -> dt.date | None:
    """先认规定的名称（PubDate 等），再认名称里有 date 的。"""
    found = {}
    for node in tree.iter("meta"):
        name = (node.get("name") or node.get("property") or "").lower()
        if name in META_DATES or "date" in name:
            found.setdefault(name, dates.find_date((node.get("content") or "")[:META_LENGTH]))
    named = [found.get(name) for name in META_DATES]
    return next(filter(None, [*named, *found.values()]), None)


def _labelled_date(tree) -> dt.date | None:
    matches = LABELLED.finditer(tree.text_content())
    return next((day for match in matches if (day := dates.first_written(match[1]))), None)


def _newest_row(tree) -> dt.date | None:
    """至少三行以日期开头或结尾，才当作列表页；排版用的外层表格不算行。"""
    rows = (AT_EDGE.search(node.text_content().strip()) for node in tree.iter(*LIST_ROWS) if _is_inmost(node))
    days = [day for row in rows if row and (day := dates.first_written(row[0]))]
    return max(days) if len(days) >= FEWEST_ROWS else None


def _is_inmost(node) -> bool:
    return next(node.iterdescendants(*LIST_ROWS), None) is None
