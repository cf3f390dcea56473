"""后台任务：数据库里的一行是凭据，Celery 或 `runjobs` 只是执行者。

`queue` 与业务改动同一事务写入任务行；提交后按一下门铃（有 Redis 时）；没按响的由每分钟的 `tick` 补上。
执行者以条件更新抢占，完成与效果同一事务；执行中靠租约与心跳证明还活着。
"""

from portal.core.jobs.celery_entry import run_job
from portal.core.jobs.registry import daily, job
from portal.core.jobs.running import Cancelled, LeaseLost, Running, run, run_due
from portal.core.jobs.store import cancel, may_watch, queue, retry, runner_is_down
from portal.core.jobs.sweep import tick

__all__ = [
    "Cancelled",
    "LeaseLost",
    "Running",
    "cancel",
    "daily",
    "job",
    "may_watch",
    "queue",
    "retry",
    "run",
    "run_due",
    "run_job",
    "runner_is_down",
    "tick",
]
