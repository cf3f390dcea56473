"""印出来的文件：`{% load printing %}`。"""

import re

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from portal.core.titling import title_lines

register = template.Library()


@register.filter
def titled(text: str) -> SafeString:
    """标题按行排开，见 `portal.core.titling`。"""
    return format_html_join("", "<span>{}</span>", ((line,) for line in title_lines(str(text))))


@register.filter
def foldable(name: str) -> SafeString:
    """姓名，先在间隔号之后折行。"""
    parts = re.findall(r"[^·]*·|[^·]+", name)
    return format_html_join("", "<span>{}</span>" if len(parts) > 1 else "{}", ((part,) for part in parts))
