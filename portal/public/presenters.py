"""页面要的平铺数据：站点信息、元数据表、订阅。"""

import re

from django.conf import settings
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from portal.core import clock
from portal.publications.models import Column, Publication

# XML 1.0 写不下的控制字符：从文字处理软件粘贴的标题里会有，页面上看不见。
UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def site(request, columns, current=None) -> dict:
    """各页共用：站点信息、栏目、当前栏目，以及是否嵌在别的网站里。"""
    return {
        "site": settings.PUBLIC_SITE,
        "columns": columns,
        "current": current,
        "embed": request.GET.get("embed") == "1",
        "page_url": request.build_absolute_uri(),
    }


def metadata(publication: Publication) -> list[tuple[str, str]]:
    """元数据表，依信息公开目录的惯常次序；空的显示“—”。"""
    p = publication
    pairs = [
        ("索引号", p.index_number),
        ("组配分类", p.category),
        ("发布机构", p.organisation.name),
        ("成文日期", _day(p.written_on)),
        ("发布日期", clock.local_time(p.published_at)),
        ("文号", p.document_number),
        ("有效性", p.validity_on(clock.local_date(timezone.now())).label),
        ("生效时间", _day(p.effective_on)),
        ("废止时间", _day(p.repealed_on)),
        ("主题分类", p.theme),
        ("名称", p.title),
        ("关键词", p.keywords),
        ("内容概述", p.summary),
        ("政策咨询机关", p.consult_office),
        ("政策咨询电话", p.consult_phone),
    ]
    return [(label, value or "—") for label, value in pairs]


def atom(request, column: Column, publications) -> Atom1Feed:
    """栏目的 Atom 订阅；条目的 `id` 是以网站域名与发布日期构成的 tag 网址（RFC 4151），不随标题变。"""
    feed = Atom1Feed(
        title=_plain(column.title),
        link=request.build_absolute_uri(column.get_absolute_url()),
        feed_url=request.build_absolute_uri(request.path),
        description=None,
        subtitle=_plain(column.description),
        language="zh-CN",
    )
    for row in publications:
        feed.add_item(
            title=_plain(row.title),
            link=request.build_absolute_uri(row.public_url),
            description=escape(_plain(row.summary)),  # Django 写成 type="html"
            author_name=row.organisation.name,
            pubdate=row.published_at,
            updateddate=row.published_at,
        )
    return feed


def _plain(text: str) -> str:
    return UNSPEAKABLE.sub("", text)


def _day(day) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
