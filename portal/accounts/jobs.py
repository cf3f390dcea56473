"""每日的账号整理。"""

import datetime as dt

from django.utils import timezone

from portal.accounts import actions
from portal.core import jobs


@jobs.job("accounts.tidy")
def tidy(running, *, on: str) -> dict:
    """停用久未使用的账号，清去过期的会话与登录计数。`on` 是 ISO 日期。"""
    at = timezone.now()
    unused = actions.deactivate_unused(on=dt.date.fromisoformat(on), at=at)
    return {"deactivated": len(unused), "forgotten": actions.forget_expired(at=at)}


jobs.daily("accounts.tidy", at=dt.time(3, 30), title="整理账号")
