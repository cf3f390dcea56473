"""账号页面要看的东西，整理成普通的行。"""

import dataclasses
import datetime as dt
import re

from allauth.usersessions.models import UserSession

from portal.accounts import passwords, second_factor
from portal.accounts.models import User

BROWSERS = (("Edg/", "Edge"), ("QQBrowser", "QQ 浏览器"), ("360SE", "360 浏览器"), ("OPR/", "Opera"))
BROWSERS += (("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (("Windows", "Windows"), ("HarmonyOS", "鸿蒙"), ("Android", "Android"), ("iPhone", "iPhone"))
SYSTEMS += (("iPad", "iPad"), ("Mac OS", "macOS"), ("Linux", "Linux"))


@dataclasses.dataclass(frozen=True)
class Session:
    """一个在用的会话。"""

    pk: int
    device: str
    ip: str
    signed_in_at: dt.datetime
    last_seen_at: dt.datetime
    is_current: bool


@dataclasses.dataclass(frozen=True)
class Overview:
    """“我的账号”一页。"""

    user: User
    password_age: int | None
    password_days_left: int | None
    has_second_factor: bool
    recovery_codes_left: int
    session_count: int


def overview(user: User, *, at: dt.datetime) -> Overview:
    """本人账号的现状；`password_days_left` 在口径不要求轮换时为 None。"""
    limit = passwords.policy().max_age_days
    age = passwords.age_days(user, at=at)
    return Overview(
        user=user,
        password_age=age,
        password_days_left=max(limit - age, 0) if limit else None,
        has_second_factor=second_factor.is_active(user),
        recovery_codes_left=second_factor.recovery_codes_left(user),
        session_count=len(UserSession.objects.purge_and_list(user)),
    )


def live_sessions(user: User, *, current: str) -> list[Session]:
    """此人在用的会话，本机的在前，其余按最近使用排列。`current` 是本次会话的键。"""
    rows = [
        Session(
            pk=row.pk,
            device=device(row.user_agent),
            ip=row.ip,
            signed_in_at=row.created_at,
            last_seen_at=row.last_seen_at,
            is_current=row.session_key == current,
        )
        for row in UserSession.objects.purge_and_list(user)
    ]
    return sorted(rows, key=lambda row: (not row.is_current, -row.last_seen_at.timestamp(), row.pk))


def device(user_agent: str) -> str:
    """浏览器自报的名称里认得出的部分，如“Chrome · Windows”。"""
    found = [_first(user_agent, BROWSERS), _first(user_agent, SYSTEMS)]
    return " · ".join(name for name in found if name) or "未知设备"


def _first(text: str, marks) -> str:
    return next((name for mark, name in marks if re.search(re.escape(mark), text)), "")
