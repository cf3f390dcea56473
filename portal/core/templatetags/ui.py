"""组件标签：状态、字段、动作按钮、时间线、文件。模板只摆放，不判断。"""

from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from portal.core import clock, numerals

register = template.Library()

GREEN = {"accepted", "published", "closed", "done", "approved", "final", "issued_scheme", "applied", "sent"}
RED = {"returned", "failed", "withdrawn", "refused", "overdue"}
AMBER = {
    "submitted",
    "handed_in",
    "received",
    "awaiting_head",
    "awaiting_review",
    "answered",
    "requested",
    "staged",
}
AMBER |= {"first_review", "second_review", "final_review", "escalated"}
BLUE = {"running", "scoring", "rectifying", "issued", "queued"}
STANDING = {"按时": "green", "延期内": "blue", "逾期": "red", "逾期未报": "red", "未到期": ""}


@register.simple_tag
def badge(text, state="") -> str:
    """状态词：颜色只作提示，意思都在字里。"""
    colours = (("green", GREEN), ("red", RED), ("amber", AMBER), ("blue", BLUE))
    colour = STANDING.get(text) or next((name for name, states in colours if state in states), "")
    return format_html('<span class="badge{}">{}</span>', f" badge--{colour}" if colour else "", text)


@register.filter
def status_badge(obj) -> str:
    """对象的状态词。"""
    return badge(obj.get_status_display(), obj.status)


@register.filter
def dash(value):
    """空的显示“—”，零就是 0。"""
    return "—" if value is None or value == "" else value


@register.filter
def score(value) -> str:
    """分数两位小数；没有则“—”。"""
    return numerals.score_text(value if value is None or isinstance(value, Decimal) else Decimal(str(value)))


@register.filter
def filesize_zh(count) -> str:
    return numerals.filesize(count)


@register.filter
def moment(at) -> str:
    """北京时间，到分钟。"""
    return clock.local_time(at)


@register.filter
def day(value) -> str:
    return f"{value:%Y-%m-%d}" if value else "—"


@register.filter
def days_to(due_on, today) -> str:
    """距截止日还有几天，或已逾期几天。"""
    days = (due_on - today).days
    return f"还有 {days} 天" if days > 0 else "今天截止" if days == 0 else f"已逾期 {-days} 天"


@register.inclusion_tag("components/field.html")
def field(bound):
    """表单的一格：标签在上，帮助、错误以 aria-describedby 相连。"""
    group = bound.use_fieldset
    needed = bound.field.required or getattr(bound.field, "needed", False)
    return {"field": bound, "is_group": group, "needed": needed}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form):
    """顶部汇总：“提交有N处需要修改”，点了跳到那一格。"""
    fields = [bound for bound in form if bound.errors]
    return {"fields": fields, "form": form, "count": len(fields) + len(form.non_field_errors())}


@register.inclusion_tag("components/moves.html", takes_context=True)
def moves(context, offers, url_name, *args):
    """由状态机来的按钮；灰的写明原因，要写意见的展开一格。"""
    return {"offers": offers, "url_name": url_name, "args": args, "csrf_token": context.get("csrf_token")}


@register.simple_tag
def move_url(url_name, args, name):
    """动作的网址。"""
    return reverse(url_name, args=[*args, name])


@register.inclusion_tag("components/timeline.html")
def timeline(transitions):
    return {"transitions": transitions}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context, page):
    """共N条 第x/y页；翻页保留筛选。"""
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "query": query.urlencode()}


@register.simple_tag
def svg(text) -> str:
    """我们自己的图（文字都已转义）。"""
    return mark_safe(text)  # noqa: S308 只用于 portal.core.charts 的输出
