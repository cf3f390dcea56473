"""全站界面的标签：`{% load ui %}`。用法见 docs/how-to/build-a-page.md，全貌见 /styleguide/。

标签只排版，不查询，不判断业务；状态的词与色调见 `words`。
"""

from decimal import Decimal
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide import _render_icon  # 模板标签库之外没有公开的取图标函数

from portal.core import clock, numerals
from portal.core.templatetags import phasebar, sides, words

register = template.Library()


@register.simple_tag
def product_name() -> str:
    """产品名称。"""
    return settings.PRODUCT_NAME


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    """装饰性图标，读屏跳过；名字见 lucide.dev。"""
    return _icon(f"{name}", size)


@lru_cache(maxsize=256)
def _icon(name: str, size: int) -> SafeString:
    attributes = {"class": "icon", "aria-hidden": "true", "focusable": "false"}
    return mark_safe(_render_icon(name, size, **attributes))  # noqa: S308 来自安装包里的图标


@register.filter
def dash(value):
    """空写作“—”；零就是 0。"""
    return "—" if value is None or value == "" else value


@register.filter
def file_type(stored) -> str:
    """文件类型的中文习惯叫法。"""
    return words.FILE_TYPES.get(stored.kind, stored.kind.upper())


@register.filter
def score(value) -> str:
    """分数两位小数；没有则“—”。"""
    return numerals.score_text(value if value is None or isinstance(value, Decimal) else Decimal(str(value)))


FILE_KINDS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}


@register.filter
def file_kind(extension: str) -> str:
    """文件格式的通行叫法。"""
    return FILE_KINDS.get(extension, extension.upper())


@register.filter
def filesize_zh(count: int) -> str:
    """字节数的中文写法。"""
    return numerals.filesize(count)


@register.filter
def moment(at) -> str:
    """北京时间，到分钟。"""
    return clock.local_time(at)


@register.filter
def day(value) -> str:
    """日期，如 2026-06-30；没有则“—”。"""
    return f"{value:%Y-%m-%d}" if value else "—"


@register.filter
def days_to(due_on, today) -> str:
    """离截止还有几天（日历日），纯文字。"""
    days = (due_on - today).days
    if days < 0:
        return f"超期{-days}天"
    return f"剩余{days}天" if days else "今天截止"


# 状态


@register.simple_tag
def badge(word: str, state: str = "") -> SafeString:
    """状态标签：`{% badge filing.get_status_display %}`。色调由词定；词表以外的词可由 `state` 直接给色调。"""
    tone = words.TONES.get(str(word)) or (state if state in words.STATUS_WORDS else words.GREY)
    return format_html('<span class="badge badge--{}">{}</span>', tone, word)


@register.filter
def status_badge(obj) -> SafeString:
    """对象的状态标签。"""
    return badge(obj.get_status_display())


@register.simple_tag
def light(level: str, text: str = "") -> SafeString:
    """红绿灯：`level` 为 green、amber、red、grey；`text` 代替默认的词，如“超期3天”。"""
    word = words.LIGHTS[level] if text == "" else text
    return format_html('<span class="light light--{}">{}</span>', level, word)


@register.simple_tag
def countdown(due_on, today, near: int = 3) -> SafeString:
    """离截止还有几天（日历日）：剩余N天、今天截止、超期N天；没有期限为“—”。"""
    if due_on is None:
        return mark_safe("—")
    days = (due_on - today).days
    level = "red" if days < 0 else "amber" if days <= near else "plain"
    return format_html('<span class="countdown countdown--{}">{}</span>', level, days_to(due_on, today))


@register.simple_tag
def posting(until, today) -> SafeString:
    """公示期：公示中 剩余N天，或已期满。"""
    days = (until - today).days
    if days < 0:
        return mark_safe('<span class="badge">已期满</span>')
    return format_html('<span class="badge badge--green">公示中</span> 剩余{}天', days)


# 办理


@register.inclusion_tag("components/moves.html", takes_context=True)
def moves(context, offers, url_name: str, *args):
    """由状态机的 `offers` 生成按钮；每个动作的地址是 `reverse(url_name, args=[*args, 动作名])`。"""
    rows = [
        {
            "move": offer.move,
            "refusal": offer.refusal,
            "url": reverse(url_name, args=[*args, offer.move.name]),
            "key": "-".join(str(part) for part in (*args, offer.move.name)),
        }
        for offer in offers
    ]
    return {
        "allowed": [row for row in rows if row["refusal"] is None],
        "refused": [row for row in rows if row["refusal"] is not None],
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/confirm.html", takes_context=True)
def confirm(
    context, label: str, url: str, consequence: str = "", *, key: str, reason=False, danger=True, variant=""
):
    """先问再做的按钮：`key` 是页内唯一的英文名。没有脚本时对话框由 :target 打开。"""
    return {
        "label": label,
        "url": url,
        "consequence": consequence,
        "key": key,
        "reason": reason,
        "danger": danger,
        "variant": variant or ("button--danger" if danger else ""),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/timeline.html")
def timeline(rows):
    """时间线：`portal.core.workflow.timeline(obj)`。"""
    return {"rows": rows}


# 内容


@register.inclusion_tag("components/facts.html")
def facts(pairs):
    """键值表：[(名称, 值), …]。"""
    return {"pairs": pairs}


@register.inclusion_tag("components/metadata.html")
def metadata(pairs):
    """公开页面的元数据表：宽屏两项一行，`words.WIDE_METADATA` 里的独占一行。"""
    return {"pairs": pairs, "wide": words.WIDE_METADATA}


@register.inclusion_tag("components/files.html")
def file_list(files):
    """文件清单：`StoredFile` 的列表，空的不占行。"""
    return {"files": [stored for stored in files if stored]}


@register.simple_tag
def file_link(stored, url: str = "") -> SafeString:
    """一个文件的链接，连同类型与大小。"""
    return format_html(
        '<a href="{}">{}</a> <span class="files__meta">{}，{}</span>',
        url or stored.get_absolute_url(),
        stored.name,
        file_type(stored),
        numerals.filesize(stored.size),
    )


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str = "", url: str = "", action: str = ""):
    """空状态：这里会出现什么，由谁使它出现。"""
    return {"title": title, "text": text, "url": url, "action": action}


@register.simple_block_tag
def notice(content, tone: str = "info", title: str = ""):
    """提示条：tone 为 info、success、warning、error。"""
    context = {"content": content, "tone": tone, "title": title, "icon_name": words.NOTICE_ICONS[tone]}
    return render_to_string("components/notice.html", context)


@register.inclusion_tag("components/messages.html")
def message_list(messages):
    """`django.contrib.messages` 的提示。"""
    return {"messages": [(words.MESSAGE_TONES.get(m.level_tag, m.level_tag), m) for m in messages or ()]}


@register.simple_tag
def svg(text: str) -> SafeString:
    """我们自己画的图（`portal.core.charts` 的输出，文字都已转义）。"""
    return mark_safe(text)  # noqa: S308 只用于 portal.core.charts 的输出


@register.simple_block_tag
def figure(content, title: str = ""):
    """图：内容是 SVG，其后可跟 `<details>` 里的等值表。"""
    return render_to_string("components/figure.html", {"content": content, "title": title})


# 列表


@register.simple_block_tag
def table(content, label: str = "", sticky=True):
    """数据表的外框：可横向滚动，表头与首列不动；`label` 给读屏，也是表的名字。"""
    return render_to_string("components/table.html", {"content": content, "label": label, "sticky": sticky})


@register.simple_tag(takes_context=True)
def th(context, key: str, label: str, numeric=False):
    """可排序的表头：点一次升序，再点降序，写在网址的 sort 里。"""
    current = context["request"].GET.get("sort", "")
    order = {key: "ascending", f"-{key}": "descending"}.get(current, "none")
    shape = {"ascending": "arrow-up", "descending": "arrow-down", "none": "arrow-up-down"}[order]
    return format_html(
        '<th scope="col"{}{}><a class="table__sort" href="{}">{}{}</a></th>',
        mark_safe(' class="num"') if numeric else "",
        format_html(' aria-sort="{}"', order) if order != "none" else "",
        _query(context, sort=f"-{key}" if order == "ascending" else key, page=None),
        label,
        _icon(shape, 14),
    )


@register.inclusion_tag("components/filters.html", takes_context=True)
def filter_bar(context, form):
    """筛选栏：一个 GET 表单（django-filter 的 `filter.form` 即可），条件留在网址里。"""
    request = context["request"]
    names = {field.html_name for field in form}
    active = any(value for name, value in request.GET.items() if name in names)
    kept = [(name, value) for name, value in request.GET.items() if name not in names | {"page"}]
    return {"form": form, "active": active, "path": request.path, "kept": kept}


@register.inclusion_tag("components/tabs.html")
def tabs(items, label: str = "视图"):
    """页签：[{label, url, current, count}, …]。"""
    return {"items": items, "label": label}


@register.inclusion_tag("components/tabs.html", takes_context=True)
def count_tabs(context, name: str, counts, current: str, total: int | None = None):
    """按一个筛选条件分的页签：`counts` 是 [(词, 条数), …]，`current` 是当前的词，空为全部。"""
    rows = [("", "全部", total), *((word, word, count) for word, count in counts)]
    items = [
        {"label": label, "url": _query(context, **{name: word or None, "page": None}), "count": count}
        | {"current": word == current}
        for word, label, count in rows
    ]
    return {"items": items, "label": "筛选"}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context, page):
    """分页：共N条 第x/y页。"""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    links = [(n, _query(context, page=n)) if isinstance(n, int) else (n, "") for n in numbers]
    around = {
        "previous": _query(context, page=page.number - 1) if page.has_previous() else "",
        "next": _query(context, page=page.number + 1) if page.has_next() else "",
    }
    return {"page": page, "links": links, **around}


def _query(context, **changes) -> str:
    """当前网址的查询串，改动若干项；值为 None 的去掉。"""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"


# 进度


@register.inclusion_tag("components/phase_bar.html")
def phase_bar(phases, deadlines, today, workdays_left=None):
    """阶段条；`workdays_left` 是本阶段剩余工作日，由视图给出。"""
    bar = phasebar.lay_out(phases, deadlines, today)
    return {"bar": bar, "deadlines": deadlines, "today": today, "workdays_left": workdays_left}


@register.inclusion_tag("components/progress.html", takes_context=True)
def progress(context, job, poll=True):
    """后台任务进度：每两秒问一次 `job` 的页面，结束时对方以 286 停止轮询。"""
    shared = {"runner_down": context.get("runner_down"), "csrf_token": context.get("csrf_token")}
    return shared | {"job": job, "poll": poll and job.is_open}


@register.inclusion_tag("components/steps.html")
def steps(current: int, labels=words.IMPORT_STEPS):
    """步骤条：`current` 从 1 起；默认是导入的五步。"""
    return {"labels": labels, "current": current}


# 表单


@register.inclusion_tag("components/error_summary.html")
def error_summary(form, focus=True):
    """错误汇总：提交有N处需要修改，逐条链接到字段；打开页面时焦点落在这里。"""
    rows = [("", "", message) for message in form.non_field_errors()]
    rows += [(f"#{f.id_for_label or f.auto_id}", f.label, f.errors[0]) for f in form if f.errors]
    return {"rows": rows, "focus": focus}


@register.inclusion_tag("components/field.html")
def field(bound):
    """一个字段：名称在上，说明与错误在中，输入在下，以 aria-describedby 相连。"""
    return {"field": bound, "needed": bound.field.required or getattr(bound.field, "needed", False)}


@register.inclusion_tag("components/upload.html", takes_context=True)
def upload(context, url: str, label: str, hint: str = "", accept: str = "", name: str = "file"):
    """单独的上传框：自成一个表单，可拖放。"""
    context = {"csrf_token": context.get("csrf_token")}
    return context | {"url": url, "label": label, "hint": hint, "accept": accept, "name": name}


@register.simple_tag
def saved(at=None) -> SafeString:
    """自动保存的提示：已保存 14:32。作为 htmx 的替换目标，id 固定为 saved。"""
    text = f"已保存 {template.defaultfilters.date(at, 'H:i')}" if at else ""
    return format_html('<span class="saved" id="saved" role="status">{}</span>', text)


@register.inclusion_tag("components/conflict.html")
def conflict(rows, who: str = "他人"):
    """两人同改：`rows` 是 [(字段, 对方的值), …]，字段是带着我方输入的 `form[name]`。"""
    return {"rows": [sides.sides(bound, theirs) for bound, theirs in rows], "who": who}


@register.inclusion_tag("components/grid.html", takes_context=True)
def score_grid(context, grid):
    """评分表；`grid` 的形状见 components/grid.html 开头。"""
    return {"grid": grid, "csrf_token": context.get("csrf_token")}
