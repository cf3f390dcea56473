"""催办的按钮：逾期清单、承办、备案等各处的行上用。"""

from django import template

from tasks.supervision_rules import may_urge

register = template.Library()


@register.inclusion_tag("tasks/urge_button.html", takes_context=True)
def urge_button(context, key: str, organisation):
    """一件到期未办的事旁边的“催办”；无权的人看不到。`key` 是事项标识。"""
    request = context["request"]
    return {
        "is_shown": may_urge(request.user, organisation),
        "key": key,
        "back": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }
