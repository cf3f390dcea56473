"""经验做法的公开稿：解决什么问题、怎样做、成效、怎样复制。"""

import datetime as dt

from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

from tasks.registers.cases.models import Case

COLUMN = "experience"


def values(case: Case, *, on: dt.date) -> dict:
    """稿件的各栏。"""
    return {
        "title": f"{case.organisation.short_name}：{case.title}",
        "summary": f"{case.get_kind_display()}：{case.problem}"[:100],
        "keywords": f"政务公开 经验做法 {case.area.name}",
        "category": "经验做法",
        "written_on": on,
        "source": case.organisation.name,
    }


def body(case: Case) -> SafeString:
    """正文各段。"""
    parts = (
        ("解决什么问题", case.problem),
        ("怎样做的", case.practice),
        ("成效", f"{case.effect}\n（数据：{case.measured}）"),
        ("怎样复制推广", case.replicable),
    )
    return mark_safe("".join(_part(title, text) for title, text in parts))  # noqa: S308 各段已转义


def _part(title: str, text: str) -> str:
    words = mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 已转义
    return format_html("<h2>{}</h2>{}", title, words)
