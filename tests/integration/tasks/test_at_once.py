"""真实的 PostgreSQL 上同时办：一件备案只受理一次，两个调度器只提醒一次。"""

import datetime as dt

import pytest

from portal.core import clock
from portal.core.models import AuditEvent
from portal.core.rules import Denied
from portal.notifications.models import Message
from tasks import actions
from tasks.models import Filing, Reminder
from tests.e2e.city import plant_columns
from tests.integration.publications.test_at_once import at_once
from tests.integration.tasks.test_filing import VALUES, YEAR, City

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city():
    plant_columns()
    return City()


def test_of_two_who_receive_one_is_told(city):
    filing = actions.hand_in_filing(filing=city.submitted(), by=city.head, at=city.at)
    receive = lambda: actions.move_filing(filing=filing, move="receive", by=city.clerk, at=city.at)  # noqa: E731
    refused = [one for one in at_once(receive, receive) if isinstance(one, Denied)]
    assert len(refused) == 1 and "待备案" in refused[0].reason
    assert AuditEvent.objects.filter(event="tasks.filing.received").count() == 1


def test_of_two_who_save_one_sees_both_values(city):
    filing = city.drafted()
    works = [
        lambda title=title: actions.save_filing(
            filing=filing,
            values=VALUES | {"title": title},
            version=filing.version,
            by=city.officer,
            at=city.at,
        )
        for title in ("甲方案", "乙方案")
    ]
    refused = [one for one in at_once(*works) if isinstance(one, Denied)]
    assert len(refused) == 1 and refused[0].theirs["title"] == Filing.objects.get().title


def test_two_schedulers_remind_once(city):
    on = dt.date(YEAR, 6, 23)
    work = lambda: actions.send_reminders(on=on, at=clock.day_start(on))  # noqa: E731
    counts = [run.people for run in at_once(work, work, work)]
    people = Message.objects.filter(kind=Message.Kind.REMINDER).values("person").distinct().count()
    assert sum(counts) == people == Message.objects.filter(kind=Message.Kind.REMINDER).count()
    assert Reminder.objects.count() >= people
