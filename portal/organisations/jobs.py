"""每日的任期核对。"""

import datetime as dt

from django.utils import timezone

from portal.core import jobs
from portal.organisations import actions


@jobs.job("organisations.align")
def align(running, *, on: str) -> dict:
    """零点过后使全部权限与任期一致。补做漏掉的一天时也按此刻核对，不退回到 `on` 那天。"""
    return {"aligned": actions.align_everyone(by=None, at=timezone.now())}


jobs.daily("organisations.align", at=dt.time(0, 1), title="核对任期")
