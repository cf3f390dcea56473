"""公开正文的净化：只留文章用得着的标签。nh3 的门。"""

import html
import re

import nh3

TAGS = {
    "p", "br", "h2", "h3", "h4", "strong", "b", "em", "i", "u", "sub", "sup", "blockquote",
    "ul", "ol", "li", "a", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "hr",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto"}
BLOCKS = re.compile(r"</(p|h2|h3|h4|li|tr|td|th|caption|blockquote)>|<br\s*/?>", re.IGNORECASE)


def sanitise(text: str) -> str:
    """去掉脚本、样式、事件与不认识的标签；链接只留 http、https、mailto 与站内相对路径。"""
    return nh3.clean(
        text, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer"
    )


def scrollable(text: str) -> str:
    """净化过的正文，其中每张表各自可以左右滚动，窄屏上不把整页撑宽。"""
    opened = '<div class="table-wrap" role="region" tabindex="0" aria-label="表格"><table class="ruled">'
    return text.replace("<table>", opened).replace("</table>", "</table></div>")


def to_text(text: str) -> str:
    """纯文字，块级元素之间换行；供检索与隐私检测。"""
    return html.unescape(nh3.clean(BLOCKS.sub("\n", text), tags=set(), attributes={}))
