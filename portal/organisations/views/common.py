"""各页共用。"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.utils import timezone

from portal.core import clock, rules
from portal.organisations import permissions

PER_PAGE = 50


def today() -> dt.date:
    return clock.local_date(timezone.now())


def page_of(request, rows):
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def may_administer(user) -> dict:
    """模板据此露出办理的按钮；规则仍在动作与视图里。"""
    return {"may_administer": rules.refusal(permissions.check_can_administer, user) is None}


def status(form) -> int:
    return 422 if form.errors else 200


def attempt(form, act, **arguments):
    """以表单的内容办理；字段不合要求的写回表单，返回 None。"""
    try:
        return act(**arguments)
    except ValidationError as error:
        form.add_error(None, error) if not hasattr(error, "error_dict") else _spread(form, error)
        return None


def _spread(form, error: ValidationError) -> None:
    for name, problems in error.error_dict.items():
        form.add_error(name if name in form.fields else None, problems)
