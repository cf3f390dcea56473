"""旅程里办后台任务的：有 Redis 用真实的 Celery，只有 PostgreSQL 用 runjobs 进程。

内存 SQLite 别的进程够不着，由测试自己在该办的时候办一遍。
"""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from portal.core.jobs import celery_entry
from portal.core.models import RunnerBeat

ROOT = Path(__file__).resolve().parents[2]
CELERY = ("-m", "celery", "-A", "portal.config", "worker", "-Q", "default,imports,reports")
CELERY_OPTIONS = ("-c", "1", "-l", "warning")
START_SECONDS = 40
PRETENCE = "旅程"
RUNJOBS = ("manage.py", "runjobs")


@contextmanager
def running() -> Iterator[Callable[[], None]]:
    """后台开着；给出“该办的办一遍”，另有进程在办的时候它什么也不做。"""
    if connection.vendor == "sqlite":
        _work_here()
        yield _work_here
        return
    process = _start((*CELERY, *CELERY_OPTIONS) if settings.REDIS_URL else RUNJOBS)
    try:
        if settings.REDIS_URL:
            celery_entry.tick.apply_async()
        _wait_for_the_beat()
        yield _leave_it
    finally:
        _stop(process)


def pretend_to_run() -> None:
    """留一天的心跳。"""
    RunnerBeat.objects.create(name=PRETENCE, at=timezone.now() + dt.timedelta(days=1))


def _wait_for_the_beat() -> None:
    until = time.monotonic() + START_SECONDS
    while not RunnerBeat.objects.exclude(name=PRETENCE).exists():
        assert time.monotonic() < until, f"{START_SECONDS} 秒了，后台还没有心跳"
        time.sleep(0.2)


def _work_here() -> None:
    call_command("runjobs", once=True)


def _leave_it() -> None:
    """已有进程在办。"""


def _start(command: tuple[str, ...]) -> subprocess.Popen:
    made = connection.settings_dict
    place = f"{made['HOST'] or '127.0.0.1'}:{made['PORT'] or 5432}"
    env = os.environ | {
        "DATABASE_URL": f"postgres://{made['USER']}:{made['PASSWORD']}@{place}/{made['NAME']}",
        "DJANGO_SETTINGS_MODULE": "tests.e2e.worker_settings",
        "JOURNEY_MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=env, start_new_session=True, stdout=subprocess.DEVNULL
    )


def _stop(process: subprocess.Popen) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
