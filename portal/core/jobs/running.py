"""任务的执行：抢占、心跳、完成或失败。Celery 与 `runjobs` 都只调用 `run`。"""

import datetime as dt
import logging
import secrets
import threading
from contextlib import contextmanager

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from portal.core.jobs.registry import kind as kind_of
from portal.core.models import Job
from portal.core.rules import Denied

log = logging.getLogger(__name__)


class LeaseLost(Exception):
    """租约已归他人（本进程曾停顿过久），本次的效果必须作废。"""


class Cancelled(Exception):
    """发起人取消了任务。"""


class Running:
    """正在执行的一件任务；函数用它报告步骤、宣布完成。"""

    def __init__(self, row: Job):
        self.row = row
        self.pk, self.token = row.pk, row.token

    def step(self, text: str, *, done: int = 0, total: int = 0) -> None:
        """报告当前步骤（如“生成图表”，3/8），同时续租。抛 `Cancelled`、`LeaseLost`。"""
        at = timezone.now()
        changes = {
            "step": text,
            "done": done,
            "total": total,
            "heartbeat_at": at,
            "lease_until": at + lease(),
        }
        if not self._mine().update(**changes):
            self._gone()

    def complete(self, **result) -> None:
        """在调用者的事务里把任务记为完成；租约已失则抛 `LeaseLost`，让效果一起回滚。"""
        at = timezone.now()
        changes = {
            "state": Job.State.DONE,
            "result": result,
            "finished_at": at,
            "lease_until": None,
            "error": "",
        }
        if not self._mine().update(**changes):
            self._gone()
        self.row.state = Job.State.DONE

    def keep_alive(self) -> None:
        """只续租，不改步骤；由心跳线程调用。"""
        at = timezone.now()
        self._mine().update(heartbeat_at=at, lease_until=at + lease())

    def _mine(self):
        return Job.objects.filter(pk=self.pk, token=self.token, state=Job.State.RUNNING)

    def _gone(self):
        state = Job.objects.values_list("state", flat=True).get(pk=self.pk)
        raise Cancelled() if state == Job.State.CANCELLED else LeaseLost()


def lease() -> dt.timedelta:
    """一次续租的长度；执行者死后最多这么久，任务会被他人接手。"""
    return dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)


def claim(pk: int, *, at: dt.datetime) -> Job | None:
    """以条件更新抢占一件到时的任务；抢不到返回 None。"""
    token = secrets.token_hex(16)
    row = Job.objects.filter(pk=pk).due(at=at).first()
    if row is None or row.attempts >= row.max_attempts:
        return None
    claimed = (
        Job.objects.filter(pk=pk, attempts=row.attempts)
        .due(at=at)
        .update(
            state=Job.State.RUNNING,
            token=token,
            attempts=row.attempts + 1,
            lease_until=at + lease(),
            heartbeat_at=at,
            started_at=at,
        )
    )
    return Job.objects.get(pk=pk) if claimed else None


def run(pk: int) -> bool:
    """抢占并执行一件任务，返回是否抢到。失败写回行里，不向执行者抛。"""
    row = claim(pk, at=timezone.now())
    if row is None:
        return False
    running = Running(row)
    try:
        _execute(running)
    except (Cancelled, LeaseLost):
        log.info("job given up", extra={"job": row.pk, "kind": row.kind})
    except Denied as denied:
        _fail(running, denied.reason, final=True)
    except Exception as error:  # 任务的边界：任何错误都要变成行里的原因，否则页面永远“进行中”
        log.exception("job failed", extra={"job": row.pk, "kind": row.kind})
        _fail(
            running,
            f"执行出错（{type(error).__name__}），技术细节见服务日志，任务编号 {row.pk}。",
            final=False,
        )
    return True


def run_due(*, limit: int = 20) -> int:
    """依次执行到时的任务，返回执行了几件；`runjobs` 的一轮。"""
    due = Job.objects.due(at=timezone.now()).order_by("run_after", "pk").values_list("pk", flat=True)[:limit]
    return sum(run(pk) for pk in list(due))


def _execute(running: Running) -> None:
    kind = kind_of(running.row.kind)
    with _heartbeat(running):
        if kind.atomic:
            with transaction.atomic():
                running.complete(**(kind.function(running, **running.row.args) or {}))
            return
        result = kind.function(running, **running.row.args) or {}
    if running.row.state != Job.State.DONE:
        running.complete(**result)


def _fail(running: Running, reason: str, *, final: bool) -> None:
    at, row = timezone.now(), running.row
    if final or row.attempts >= row.max_attempts:
        changes = {"state": Job.State.FAILED, "finished_at": at}
    else:
        wait = dt.timedelta(seconds=min(600, 10 * 2 ** (row.attempts - 1)))
        changes = {"state": Job.State.QUEUED, "run_after": at + wait}
    running._mine().update(error=reason[:500], lease_until=None, **changes)


@contextmanager
def _heartbeat(running: Running):
    """执行期间另起一线程续租：渲染几十秒不报步骤、一个事务写上两分钟，都不会被当作已死。"""
    stop = threading.Event()

    def beat():
        while not stop.wait(settings.JOB_LEASE_SECONDS / 3):
            try:
                running.keep_alive()
            except OperationalError:  # SQLite 上正写着大事务，别人也抢不走；下一拍再续
                connection.close()
        connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)
