"""真实的 Redis 与 Celery：门铃响了就办，进程被杀有人接手，只办一次。"""

import contextlib
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from portal.core import jobs
from portal.core.models import AuditEvent, Job
from tests import processes
from tests.integration.core import slow_jobs

ROOT = Path(__file__).resolve().parents[3]
pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]
LEASE = "3"
LANES = ("default", "imports", "reports")


def start_worker() -> subprocess.Popen:
    options = connection.settings_dict
    database = f"postgres://{options['USER']}:{options['PASSWORD']}@{options['HOST'] or '127.0.0.1'}:{options['PORT'] or 5432}/{options['NAME']}"
    env = os.environ | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "portal.config.settings.test",
        "JOB_LEASE_SECONDS": LEASE,
        "PYTHONPATH": str(ROOT),
    }
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        slow_jobs.__name__,
        "worker",
        "-Q",
        ",".join(LANES),
    ]
    return subprocess.Popen(
        [*command, "-c", "1", "-l", "warning"],
        cwd=ROOT,
        env=env,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )


def kill(worker: subprocess.Popen) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


@pytest.fixture(autouse=True)
def _empty_queues():
    """上一次留下的消息里是别的库的编号，不让它们占着工作进程。"""
    if not settings.REDIS_URL or connection.vendor != "postgresql":
        pytest.skip("需要 REDIS_URL 与 PostgreSQL")
    with slow_jobs.app.connection() as broker:
        for lane in LANES:
            broker.default_channel.queue_purge(lane)


@pytest.fixture
def worker():
    started = start_worker()
    yield started
    kill(started)


def queue(kind: str) -> Job:
    return queue_many(kind, 1)[0]


@transaction.atomic
def queue_many(kind: str, count: int) -> list[Job]:
    at = timezone.now()
    return [
        jobs.queue(kind, key=f"test:{uuid.uuid4()}", args={"number": number}, at=at, title="试")
        for number in range(count)
    ]


def wait_for(row: Job, state: str, *, seconds: float = 40, tick: bool = False) -> Job:
    def arrived() -> bool:
        row.refresh_from_db()
        return row.state == state

    wait_until(arrived, seconds=seconds, what=f"任务 {state}", tick=tick)
    return row


def wait_until(holds, *, seconds: float, what: str, tick: bool = False) -> None:
    """`tick` 为真时替 beat 扫，约每秒一次。"""
    tick_at = time.monotonic()

    def checked() -> bool:
        nonlocal tick_at
        if tick and time.monotonic() >= tick_at:
            jobs.tick(at=timezone.now())
            tick_at = time.monotonic() + 1
        return holds()

    processes.wait_until(checked, seconds=seconds, what=what)


def test_a_queued_job_is_run_by_a_real_worker(worker):
    row = wait_for(queue("test.quick"), Job.State.DONE, tick=True)
    assert row.attempts == 1
    assert AuditEvent.objects.filter(event="core.test.quick").count() == 1


def test_a_rolled_back_transaction_leaves_no_job(worker):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.queue("test.quick", key="test:gone", args={"number": 1}, at=timezone.now())
        raise ZeroDivisionError
    assert not Job.objects.filter(key="test:gone").exists()


def test_a_killed_worker_is_taken_over_and_the_effect_happens_once(worker):
    row = wait_for(queue("test.slow"), Job.State.RUNNING, tick=True)
    kill(worker)
    successor = start_worker()
    try:
        row = wait_for(row, Job.State.DONE, seconds=60, tick=True)
    finally:
        kill(successor)
    assert row.attempts == 2
    assert AuditEvent.objects.filter(event="core.test.slow").count() == 1


def test_every_job_of_a_crowd_is_rung_without_waiting_for_the_tick(worker):
    queue_many("test.quick", 100)
    wait_until(lambda: _finished("test.quick") == 100, seconds=40, what="一百件办完")


def test_workers_killed_again_and_again_lose_nothing_and_double_nothing():
    queue_many("test.napping", 200)
    workers = [start_worker() for _ in range(3)]
    try:
        for turn in range(6):
            wait_until(
                lambda done=30 * turn: _finished("test.napping") > done,
                seconds=60,
                what="又办完一些",
                tick=True,
            )
            kill(workers.pop(0))
            workers.append(start_worker())
        wait_until(lambda: _finished("test.napping") == 200, seconds=90, what="全部办完", tick=True)
    finally:
        for one in workers:
            kill(one)
    numbers = [event.detail["number"] for event in AuditEvent.objects.filter(event="core.test.napping")]
    assert sorted(numbers) == list(range(200))


def _finished(kind: str) -> int:
    return Job.objects.filter(kind=kind, state=Job.State.DONE).count()
