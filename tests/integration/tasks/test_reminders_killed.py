"""四百份提醒，三个执行者，杀二十次（SIGKILL）：一份不少，一份不重。"""

import datetime as dt
from itertools import cycle

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Count
from django.utils import timezone

from portal.core import clock, jobs
from portal.core.models import AuditEvent, Job
from portal.notifications.models import Message
from portal.organisations.models import Organisation, OrganisationUserObjectPermission
from tasks import actions
from tasks.models import Campaign, Deadline, Participant, Reminder
from tests.celery_worker import empty_queues, kill, start_worker
from tests.processes import Runner, at_once, shared_database, wait_until  # noqa: F401 夹具

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, KILLS, WORKERS = 400, 20, 3
# 写四百份凭据要几秒，机器再慢也不该被当作已死：租约短于写凭据的时间，几个执行者会轮流从头写起。
PATIENCE = {"JOB_LEASE_SECONDS": "25"}
SECONDS = 300
# 各死在不同的地方：凭据写下还没有提交；汇总写下还没有提交；一个人的办完、任务还没有记完成。
PLACES = (
    "call:portal.notifications.actions.messages.tell:{}",
    "call:tasks.actions.remind:{}",
)


def build(count: int = PEOPLE) -> Campaign:
    """一个市，`count` 个县区各一位填报人，方案备案七天后到期。"""
    on = clock.local_date(timezone.now())
    city = Organisation(name="云川市", short_name="云川市", kind="city", code="YC")
    city = Organisation.objects.add_root(instance=city)
    people = [get_user_model()(username=f"officer{n}", name=f"填报{n}") for n in range(count)]
    people = get_user_model().objects.bulk_create(people)
    counties = [
        Organisation.objects.add_child(
            city, instance=Organisation(name=f"{n}县", short_name=f"{n}县", kind="county", code=f"C{n}")
        )
        for n in range(count)
    ]
    draft = Permission.objects.get(codename="draft", content_type__app_label="organisations")
    OrganisationUserObjectPermission.objects.bulk_create(
        OrganisationUserObjectPermission(permission=draft, user=person, content_object=county)
        for person, county in zip(people, counties, strict=True)
    )
    campaign = Campaign.objects.create(year=on.year, city=city, title="提升行动", status="running")
    Participant.objects.bulk_create(Participant(campaign=campaign, county=county) for county in counties)
    Deadline.objects.create(
        campaign=campaign, code="filing", name="方案备案", opens_on=on, due_on=on + dt.timedelta(days=7)
    )
    return campaign


def told() -> int:
    return Message.objects.filter(kind=Message.Kind.REMINDER).count()


def lines_sent() -> int:
    """各份汇总里一共几件；各台账的事也在其中。"""
    return sum(len(message.lines) for message in Message.objects.filter(kind=Message.Kind.REMINDER))


def jobs_now() -> list[tuple]:
    """各种任务各在什么状态，几件；没有等到时印出来看。"""
    rows = Job.objects.order_by().values_list("kind", "state", "attempts", "error")
    return sorted(rows.annotate(count=Count("pk")))


def test_twenty_kills_lose_nothing_and_double_nothing(shared_database):  # noqa: F811
    build()
    on = clock.local_date(timezone.now())
    # 与调度器同名：它到点也来排，仍只有一件。
    key = f"daily:tasks.send_reminders:{on.isoformat()}"
    jobs.queue("tasks.send_reminders", key=key, args={"on": on.isoformat()}, at=timezone.now())
    places = cycle(PLACES)
    # 头一个独自去写凭据：与别人一起，写的可能不是它，它就不会死，一个人把四百份都发完。
    assert Runner(dies_at="call:tasks.actions.queue_reminders:1", **PATIENCE).wait() == -9
    doomed, died = [], 1
    while died < KILLS:
        while len(doomed) < WORKERS and died + len(doomed) < KILLS:
            doomed.append(Runner(dies_at=next(places).format(3 + died % 7), **PATIENCE))
        wait_until(
            lambda: any(one.process.poll() is not None for one in doomed),
            seconds=SECONDS,
            what=lambda died=died: f"第 {died + 1} 次死；任务 {jobs_now()}",
        )
        for one in [one for one in doomed if one.process.poll() is not None]:
            assert one.process.returncode == -9
            doomed.remove(one)
            died += 1
    assert told() < PEOPLE, "杀完之前就发完了，杀得不够早"
    with Runner(**PATIENCE), Runner(**PATIENCE), Runner(**PATIENCE):
        wait_until(lambda: told() >= PEOPLE, seconds=SECONDS, what="全部发出")
        wait_until(
            lambda: not Job.objects.filter(kind="tasks.remind").open().exists(), seconds=SECONDS, what="了结"
        )
    assert told() == PEOPLE
    assert Message.objects.values("person").distinct().count() == PEOPLE
    assert lines_sent() == Reminder.objects.count() and not Reminder.objects.waiting().exists()
    assert set(Job.objects.filter(kind="tasks.remind").values_list("state", flat=True)) == {Job.State.DONE}
    assert AuditEvent.objects.filter(event="tasks.reminders.sent", detail__on=on.isoformat()).count() == 1


@pytest.mark.redis
def test_celery_workers_killed_lose_nothing_and_double_nothing():
    """三个 Celery 工作进程，发到一半杀了换新的，六次；门铃在 Redis，凭据在库里。
    写凭据的事务比租约（三秒）长：一面写一面续租。"""
    empty_queues()
    people, on = 150, clock.local_date(timezone.now())
    build(people)
    jobs.queue(
        "tasks.send_reminders",
        key=f"daily:tasks.send_reminders:{on}",
        args={"on": f"{on}"},
        at=timezone.now(),
    )
    workers = [start_worker() for _ in range(WORKERS)]
    try:
        for turn in range(6):
            wait_until(lambda done=turn * 15: told() > done, seconds=SECONDS, what="又发出一些", tick=True)
            kill(workers.pop(0))
            workers.append(start_worker())
        left = Job.objects.filter(kind="tasks.remind").open()
        wait_until(lambda: not left.exists(), seconds=SECONDS, what="了结", tick=True)
    finally:
        for one in workers:
            kill(one)
    assert told() == people == Message.objects.values("person").distinct().count()
    assert lines_sent() == Reminder.objects.count() and not Reminder.objects.waiting().exists()


def test_two_schedulers_at_once_write_one_ledger(shared_database):  # noqa: F811
    build()
    at = timezone.now()
    on = clock.local_date(at)
    answers = at_once([lambda: actions.send_reminders(on=on, at=at)] * 2)
    assert sum(answer.people for answer in answers) == PEOPLE == told()
    assert lines_sent() == Reminder.objects.count() and not Reminder.objects.waiting().exists()
