"""页面要的平铺数据：站点信息、元数据表。"""

from django.conf import settings

from portal.core import clock
from portal.publications.models import Publication


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
        ("有效性", p.get_validity_display()),
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


def _day(day) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
