"""申报通知的公开稿：何时、去哪里、凭什么申报一项补贴。"""

import datetime as dt

from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe

from village.models import Application, Programme

COLUMN = "subsidy-applications"


def values(application: Application, *, on: dt.date) -> dict:
    """稿件的各栏。"""
    programme = application.programme
    return {
        "title": f"{programme.county.short_name} {programme.year} 年{programme.name}申报通知",
        "summary": f"申报时间：{_span(application)}",
        "keywords": f"惠农补贴 申报 {programme.name}",
        "category": "惠农补贴",
        "written_on": on,
        "effective_on": application.opens_on,
        "source": programme.county.name,
    }


def body(application: Application) -> str:
    """正文：时间、须知与项目的各栏。"""
    programme = application.programme
    facts = [("申报时间", _span(application)), *_facts(programme)]
    lines = format_html_join("", "<li>{}：{}</li>", facts)
    text = mark_safe(linebreaks(application.text, autoescape=True))  # noqa: S308 已转义
    return format_html("{}<ul>{}</ul>", text, lines)


def _span(application: Application) -> str:
    """公文里日期的写法。"""
    return f"{application.opens_on:%Y年%-m月%-d日}至{application.closes_on:%Y年%-m月%-d日}"


def _facts(programme: Programme) -> list[tuple[str, str]]:
    pairs = (
        ("补贴对象", programme.recipients),
        ("补贴标准", programme.standard),
        ("政策依据", programme.basis),
        ("申报程序", programme.procedure),
        ("主管部门", programme.department),
        ("政策咨询", programme.contact),
        ("监督举报", programme.hotline),
    )
    return [(label, text) for label, text in pairs if text]
