"""真实的 `runjobs` 进程，半途 kill -9：有人接手，效果只有一次；杀不完的写明失败。"""

import signal
import uuid

import pytest
from django.utils import timezone

from portal.core import jobs
from portal.core.jobs import registry
from portal.core.models import AuditEvent, Job
from tests import processes
from tests.processes import Runner, wait_for, wait_until

shared_database = processes.shared_database
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_database")]
KINDS = ("doomed.effect", "doomed.always", "doomed.sleepy", "doomed.quick")


@pytest.fixture(autouse=True)
def _known_kinds(monkeypatch):
    """排队时只问种类的队列；函数在执行者的进程里。"""
    for name in KINDS:
        monkeypatch.setitem(registry.KINDS, name, registry.Kind(name, print, True, "default"))


def queue(kind: str) -> Job:
    return jobs.queue(kind, key=f"test:{uuid.uuid4()}", args={}, at=timezone.now(), title="试")


def effects(event: str) -> int:
    return AuditEvent.objects.filter(event=event).count()


def test_a_short_job_killed_before_its_commit_happens_once():
    row = queue("doomed.effect")
    with Runner() as first:
        assert first.wait() == -signal.SIGKILL
    row.refresh_from_db()
    assert (row.state, row.attempts, effects("core.test.effect")) == (Job.State.RUNNING, 1, 0)
    with Runner():
        row = wait_for(row, Job.State.DONE)
    assert (row.attempts, effects("core.test.effect")) == (2, 1)


def test_a_long_job_killed_halfway_is_taken_over():
    row = queue("doomed.sleepy")
    with Runner() as first:
        wait_until(lambda: Job.objects.get(pk=row.pk).step == "等着", what="开始执行")
        first.kill()
    with Runner():
        row = wait_for(row, Job.State.DONE)
    assert (row.attempts, row.step, effects("core.test.sleepy")) == (2, "接手", 1)


def test_a_stalled_runner_that_wakes_up_adds_nothing():
    row = queue("doomed.sleepy")
    with Runner() as stalled:
        wait_until(lambda: Job.objects.get(pk=row.pk).step == "等着", what="开始执行")
        stalled.send(signal.SIGSTOP)
        with Runner():
            row = wait_for(row, Job.State.DONE)
        stalled.send(signal.SIGCONT)
        wait_for(queue("doomed.quick"), Job.State.DONE)  # 它又干起了别的活，上一件已经了结
        row.refresh_from_db()
    assert (row.attempts, effects("core.test.sleepy")) == (2, 1)


def test_a_job_that_kills_every_runner_fails_with_the_reason():
    row = queue("doomed.always")
    Job.objects.filter(pk=row.pk).update(max_attempts=2)
    for _ in range(2):
        with Runner() as runner:
            assert runner.wait() == -signal.SIGKILL
    wait_until(lambda: Job.objects.due(at=timezone.now()).exists(), what="租约到期")
    with Runner():
        row = wait_for(row, Job.State.FAILED)
    assert "执行进程多次中断" in row.error and "已尝试 2 次" in row.error
