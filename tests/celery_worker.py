"""真实的 Celery 工作进程：看得见测试的数据库，可以随时连同子进程一起杀掉。"""

import contextlib
import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.integration.core import slow_jobs
from tests.processes import ROOT, database_url

LEASE = "3"
LANES = ("default", "imports", "reports")


def start_worker() -> subprocess.Popen:
    env = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "portal.config.settings.test",
        "JOB_LEASE_SECONDS": LEASE,
        "PYTHONPATH": str(ROOT),
    }
    command = (sys.executable, "-m", "celery", "-A", slow_jobs.__name__, "worker")
    options = ("-Q", ",".join(LANES), "-c", "1", "-l", "warning")
    return subprocess.Popen(
        [*command, *options], cwd=ROOT, env=env, start_new_session=True, stdout=subprocess.DEVNULL
    )


def kill(worker: subprocess.Popen) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def empty_queues() -> None:
    """上一次留下的消息里是别的库的编号，不让它们占着工作进程。没有 Redis 与 PostgreSQL 的跳过测试。"""
    if not settings.REDIS_URL or connection.vendor != "postgresql":
        pytest.skip("需要 REDIS_URL 与 PostgreSQL")
    with slow_jobs.app.connection() as broker:
        for lane in LANES:
            broker.default_channel.queue_purge(lane)
