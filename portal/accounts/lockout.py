"""锁定：连续输错密码或动态口令的账号暂停登录，由 django-axes 计数（存数据库，各进程一致）。

按用户名计数，不论来自哪个地址：同一人名下换地址、伪造 `X-Forwarded-For` 都绕不过；也就包含了“用户名加地址”。
不单独按地址锁，因为一个单位的人常共用一个出口。不存在的用户名同样计数，所以看不出账号是否存在。
"""

import datetime as dt

from axes import helpers
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.shortcuts import render
from django.utils import timezone

from portal.core import crypto


def typed_username(request, credentials=None) -> str:
    """这次尝试填的用户名，去空白、不分大小写，使 Zhang 与 zhang 合在一起。"""
    name = (credentials or {}).get("username") or request.POST.get("login", "")
    return name.strip().lower()[:150]


def counting_name(request, credentials=None) -> str:
    """计数用的名字：填的是散列，因为人们会把证件号、密码错填在用户名一格里，不该留下原文。"""
    return _hashed(typed_username(request, credentials))


def is_locked(request, username: str) -> bool:
    return not AxesProxyHandler.is_allowed(request, helpers.get_credentials(username=username))


def was_locked_before(request) -> bool:
    """这次尝试到来时就已锁定：axes 拒绝了它，没有再计数。"""
    return getattr(request, "axes_locked_out", False) and request.axes_failures_since_start is None


def count_failure(request, username: str) -> None:
    """动态口令输错与密码输错同样计数。"""
    AxesProxyHandler.user_login_failed(sender=__name__, credentials={"username": username}, request=request)


def clear(username: str) -> None:
    """解除锁定。"""
    AxesProxyHandler.reset_attempts(username=_hashed(username.lower()))


def forget(*, before: dt.datetime) -> None:
    """删去在 `before` 时已过冷却期、不再起作用的计数。"""
    AccessAttempt.objects.filter(attempt_time__lt=before - settings.AXES_COOLOFF_TIME).delete()


def locked_page(request, original_response, credentials):
    """说明何时可以再试、谁能帮忙。对任何用户名都是同一页。"""
    attempts = AccessAttempt.objects.filter(username=counting_name(request, credentials))
    latest = attempts.order_by("-attempt_time").first()
    start = latest.attempt_time if latest else timezone.now()
    until = start + settings.AXES_COOLOFF_TIME
    context = {
        "until": (until + dt.timedelta(seconds=59)).replace(second=0, microsecond=0),  # 只写到分，宁晚勿早
        "minutes": settings.AXES_COOLOFF_TIME // dt.timedelta(minutes=1),
        "limit": settings.AXES_FAILURE_LIMIT,
        "helpline": settings.ACCOUNT_HELP,
    }
    response = render(request, "account/locked.html", context, status=429)
    response["Retry-After"] = str(max(int((until - timezone.now()).total_seconds()), 1))
    return response


def _hashed(name: str) -> str:
    return crypto.keyed_hash(name.encode(), purpose="lockout")
