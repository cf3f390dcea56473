"""任务行的写入：排队、重试、取消，以及执行者是否在岗。"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from portal.core import audit
from portal.core.jobs.bell import ring
from portal.core.jobs.registry import KINDS
from portal.core.jobs.registry import kind as kind_of
from portal.core.models import Job, RunnerBeat
from portal.core.rules import Denied

BEAT_STALE = dt.timedelta(minutes=3)


@transaction.atomic
def queue(
    kind: str,
    *,
    key: str,
    args: dict,
    at: dt.datetime,
    by=None,
    title: str = "",
    after: dt.datetime | None = None,
) -> Job:
    """在调用者的事务里排一件任务；`key` 相同只有一件（重复点击、重复扫描都不会多做）。

    `args` 只放编号与日期，不放个人信息。`after` 之前不执行，由每分钟的 `tick` 到时再按门铃。
    """
    lane = kind_of(kind).lane
    defaults = {"kind": kind, "args": args, "lane": lane, "title": title or kind, "created_by": by}
    row, _ = Job.objects.get_or_create(
        key=key, defaults=defaults | {"created_at": at, "run_after": after or at}
    )
    if after is None or after <= at:
        transaction.on_commit(lambda: ring(row))
    return row


def may_watch(user, row: Job) -> bool:
    """此人能否看这件任务的进度：发起人，以及看得到那份成果的人。取消、重试只归发起人。"""
    kind = KINDS.get(row.kind)
    return row.created_by_id == user.pk or (kind is not None and kind.watch(user, row.args))


@transaction.atomic
def retry(row: Job, *, by, at: dt.datetime) -> Job:
    """把失败或已取消的任务重新排队，次数从头计。"""
    row = Job.objects.select_for_update().get(pk=row.pk)
    if not row.can_retry:
        raise Denied(f"任务“{row.title}”{row.get_state_display()}，不需要重试。")
    row.state, row.attempts, row.error, row.run_after = Job.State.QUEUED, 0, "", at
    row.step, row.done, row.total, row.finished_at = "", 0, 0, None
    row.save(
        update_fields=["state", "attempts", "error", "run_after", "step", "done", "total", "finished_at"]
    )
    audit.record("core.job.retried", obj=row, by=by, at=at)
    transaction.on_commit(lambda: ring(row))
    return row


@transaction.atomic
def cancel(row: Job, *, by, at: dt.datetime) -> Job:
    """取消排队中或进行中的任务；进行中的在下一步停下，不留下半个结果。"""
    row = Job.objects.select_for_update().get(pk=row.pk)
    if not row.is_open:
        raise Denied(f"任务“{row.title}”{row.get_state_display()}，不能取消。")
    row.state, row.token, row.finished_at, row.lease_until = Job.State.CANCELLED, "", at, None
    row.save(update_fields=["state", "token", "finished_at", "lease_until"])
    audit.record("core.job.cancelled", obj=row, by=by, at=at)
    return row


def beat(name: str, *, at: dt.datetime) -> None:
    """记下执行者 `name` 此刻还活着。"""
    RunnerBeat.objects.update_or_create(name=name, defaults={"at": at})


def runner_is_down(*, at: dt.datetime | None = None) -> bool:
    """没有任何执行者在最近三分钟内有心跳。"""
    since = (at or timezone.now()) - BEAT_STALE
    return not RunnerBeat.objects.filter(at__gte=since).exists()
