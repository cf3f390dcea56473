"""每分钟一扫：收走断了气的任务，补按没响的门铃，排上到点的每日计划。"""

import datetime as dt
import logging

from django.db import models

from portal.core import clock
from portal.core.jobs import registry
from portal.core.jobs.bell import ring
from portal.core.jobs.store import queue
from portal.core.models import Job

log = logging.getLogger(__name__)
CATCH_UP_DAYS = 1


def tick(*, at: dt.datetime) -> None:
    """两个调度器同时扫也不会多做：任务键唯一，抢占有条件。"""
    reap(at=at)
    schedule(at=at)
    for row in Job.objects.due(at=at).order_by("run_after", "pk")[:100]:
        ring(row)


def reap(*, at: dt.datetime) -> int:
    """租约已过且次数用尽的任务记为失败，写明原因；还有次数的留给执行者接手。"""
    stale = Job.objects.filter(
        state=Job.State.RUNNING, lease_until__lt=at, attempts__gte=models.F("max_attempts")
    )
    reaped = 0
    for row in stale:
        reason = (
            f"执行进程多次中断（最近心跳 {clock.local_time(row.heartbeat_at)}），已尝试 {row.attempts} 次。"
        )
        mine = Job.objects.filter(pk=row.pk, token=row.token, state=Job.State.RUNNING)
        reaped += mine.update(state=Job.State.FAILED, error=reason, finished_at=at, lease_until=None)
    return reaped


def schedule(*, at: dt.datetime) -> None:
    """到点的每日计划各排一件；今天未到点而昨天漏了，就补昨天的。"""
    for plan in registry.DAILIES:
        on = clock.local_date(at)
        if at < clock.day_start(on) + dt.timedelta(hours=plan.at.hour, minutes=plan.at.minute):
            on -= dt.timedelta(days=CATCH_UP_DAYS)
        key = f"daily:{plan.kind}:{on.isoformat()}"
        if not Job.objects.filter(key=key).exists():
            queue(
                plan.kind, key=key, args={"on": on.isoformat()}, at=at, title=f"{plan.title} {on.isoformat()}"
            )
