"""公开登记的后台任务。"""

import datetime as dt

from django.utils import timezone

from portal.core import jobs
from portal.organisations import selectors as organisations
from portal.organisations.scope import scope_of
from portal.publications import actions


def sees_rescan(user, args: dict) -> bool:
    return scope_of(user).can("publish_final", organisations.city())


@jobs.job("publications.rescan", atomic=False, watch=sees_rescan)
def rescan(running, *, on=None):
    """每日一次与人点的都是它；规则没有变就无事可做。"""
    return actions.rescan(step=running.step, at=timezone.now())


jobs.daily("publications.rescan", at=dt.time(2, 30), title="重查已公开的信息")
