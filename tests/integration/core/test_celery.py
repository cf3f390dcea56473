"""真实的 Redis 与 Celery：门铃响了就办，进程被杀有人接手，只办一次。"""

import uuid

import pytest
from django.db import transaction
from django.utils import timezone

from portal.core import jobs
from portal.core.models import AuditEvent, Job
from tests.celery_worker import empty_queues, kill, start_worker
from tests.processes import wait_for, wait_until

pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _empty_queues():
    """上一次留下的消息里是别的库的编号，不让它们占着工作进程。"""
    empty_queues()


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
        row = wait_for(row, Job.State.DONE, seconds=240, tick=True)
    finally:
        kill(successor)
    assert row.attempts == 2
    assert AuditEvent.objects.filter(event="core.test.slow").count() == 1


def test_every_job_of_a_crowd_is_rung_without_waiting_for_the_tick(worker):
    queue_many("test.quick", 100)
    wait_until(lambda: _finished("test.quick") == 100, seconds=240, what="一百件办完")


def test_workers_killed_again_and_again_lose_nothing_and_double_nothing():
    queue_many("test.napping", 200)
    workers = [start_worker() for _ in range(3)]
    try:
        for turn in range(6):
            wait_until(
                lambda done=30 * turn: _finished("test.napping") > done,
                seconds=240,
                what="又办完一些",
                tick=True,
            )
            kill(workers.pop(0))
            workers.append(start_worker())
        wait_until(lambda: _finished("test.napping") == 200, seconds=300, what="全部办完", tick=True)
    finally:
        for one in workers:
            kill(one)
    numbers = [event.detail["number"] for event in AuditEvent.objects.filter(event="core.test.napping")]
    assert sorted(numbers) == list(range(200))


def _finished(kind: str) -> int:
    return Job.objects.filter(kind=kind, state=Job.State.DONE).count()
