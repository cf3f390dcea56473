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
from tests.integration.core import slow_jobs

ROOT = Path(__file__).resolve().parents[3]
pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]
LEASE = "3"


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
        "default,imports,reports",
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


@pytest.fixture
def worker():
    if not settings.REDIS_URL or connection.vendor != "postgresql":
        pytest.skip("需要 REDIS_URL 与 PostgreSQL")
    started = start_worker()
    yield started
    kill(started)


def queue(kind: str) -> Job:
    with transaction.atomic():
        return jobs.queue(kind, key=f"test:{uuid.uuid4()}", args={"number": 1}, at=timezone.now(), title="试")


def wait_for(row: Job, state: str, *, seconds: float = 40, tick: bool = False) -> Job:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        row.refresh_from_db()
        if row.state == state:
            return row
        if tick:
            jobs.tick(at=timezone.now())
        time.sleep(0.3)
    raise AssertionError(f"{seconds} 秒后仍是 {row.state}：{row.error}")


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
