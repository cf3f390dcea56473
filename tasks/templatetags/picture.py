"""推进情况的标签：`{% load picture %}`。"""

import datetime as dt
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from tasks.standing import Tally

register = template.Library()


@register.simple_tag
def rows_url(on: dt.date, area=None, county=None, state: str = "", register: str = "") -> str:
    """一个数对应的各行在哪里看；`area`、`county` 为 None 不限。"""
    asked = {
        "on": on.isoformat(),
        "area": area.code if area else "",
        "county": county.code if county else "",
        "register": register,
        "state": state,
    }
    kept = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('tasks:picture-rows')}?{kept}"


@register.simple_tag
def supervise_url(county, state: str, register: str, by: dt.date) -> str:
    """就一个县区 `by` 这天以前到期的各件拟督办单。"""
    asked = {"county": county.code, "state": state, "register": register, "by": f"{by:%Y-%m-%d}"}
    kept = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('tasks:supervision-new')}?{kept}"


@register.simple_tag
def rows_link(
    count: int, on: dt.date, area=None, county=None, state: str = "", label: str = ""
) -> SafeString:
    """一个数，点得到它的行；零不用点。`label` 写在数之前。"""
    return _link(count, rows_url(on, area, county), state, label)


@register.simple_tag
def counts(tally: Tally, on: dt.date, area=None, county=None) -> SafeString:
    """一格的四个数：超期、临期，已办结与全部，各点得到它的行。总表上有上千格，网址一格只拼一次。"""
    place = rows_url(on, area, county)
    return format_html(
        '<span class="matrix__counts">{}{}</span><span class="matrix__counts"><span>{} / {}</span></span>',
        _link(tally.overdue, place, "overdue", "超"),
        _link(tally.soon, place, "soon", "临"),
        _link(tally.done, place, "done"),
        _link(tally.total, place),
    )


def _link(count: int, place: str, state: str = "", label: str = "") -> SafeString:
    """`place` 是不限状态时的网址。"""
    words = f"{label} {count}" if label else f"{count}"
    if not count:
        return format_html('<span class="muted">{}</span>', words)
    tone = {"overdue": "red", "soon": "amber"}.get(state, "plain")
    url = f"{place}&state={state}" if state else place
    return format_html('<a class="tally tally--{}" href="{}">{}</a>', tone, url, words)


@register.simple_tag
def troubles(counted) -> SafeString:
    """一行、一列或全部的几盏红灯、几盏黄灯。"""
    lamp = '<span class="light light--{}">{}</span>'
    lit = [(tone, number) for tone, number in (("red", counted.reds), ("amber", counted.ambers)) if number]
    return format_html("<span>{}</span>", format_html_join(" ", lamp, lit))


@register.simple_tag
def share(tally) -> SafeString | str:
    """办结率；没有事项的为“—”。"""
    return mark_safe("—") if tally.share is None else f"{tally.share}%"


@register.filter
def address(url: str) -> str:
    """欠账的去处：网址，或网址的名称。"""
    return url if url.startswith("/") else reverse(url)


@register.filter
def how_late(row) -> str:
    """超期、逾期办结了几天，或离到期几天。"""
    if row.days is None:
        return "—"
    if row.days > 0:
        return f"超 {row.days} 天"
    if row.done_on:
        return "按时" if row.days <= 0 and row.state == "on_time" else "延期内"
    return f"剩 {-row.days} 天" if row.days else "今天截止"
