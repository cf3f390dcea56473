"""真实的 PostgreSQL 上同时办：一件备案只受理一次，两个调度器只提醒一次，督办单的号不跳不重，连点十次只催一次。"""

import datetime as dt

import pytest

from portal.core import clock
from portal.core.models import AuditEvent
from portal.core.rules import Denied
from portal.notifications.models import Message
from tasks import actions, owing
from tasks.models import Filing, Reminder, Supervision, Urge
from tests.e2e.city import plant_columns
from tests.integration.tasks.test_filing import VALUES, YEAR, City
from tests.processes import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city():
    plant_columns()
    return City()


def test_of_two_who_receive_one_is_told(city):
    filing = actions.hand_in_filing(filing=city.submitted(), by=city.head, at=city.at)
    receive = lambda: actions.move_filing(filing=filing, move="receive", by=city.clerk, at=city.at)  # noqa: E731
    refused = [one for one in at_once([receive, receive]) if isinstance(one, Denied)]
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
    refused = [one for one in at_once(works) if isinstance(one, Denied)]
    assert len(refused) == 1 and refused[0].theirs["title"] == Filing.objects.get().title


def test_two_schedulers_remind_once(city):
    on = dt.date(YEAR, 6, 23)
    work = lambda: actions.send_reminders(on=on, at=clock.day_start(on))  # noqa: E731
    counts = [run.people for run in at_once([work] * 3)]
    people = Message.objects.filter(kind=Message.Kind.REMINDER).values("person").distinct().count()
    assert sum(counts) == people == Message.objects.filter(kind=Message.Kind.REMINDER).count()
    assert Reminder.objects.count() >= people


LATE = clock.day_start(dt.date(YEAR, 7, 6)) + dt.timedelta(hours=9)


def late_filings(city) -> list[str]:
    """各县区逾期没有报的方案备案。"""
    owed = owing.owing(city.campaign, on=clock.local_date(LATE))
    return [one.key for one in owed if one.source == "deadline:filing"]


def test_supervisions_issued_together_are_numbered_without_gap_or_double(city):
    keys = late_filings(city)
    drafts = actions.draft_supervisions(
        campaign=city.campaign, keys=keys, title="逾期未报", demand="立即报送。",
        due_on=dt.date(YEAR, 7, 11), by=city.clerk, at=LATE,
    )  # fmt: skip
    issue = [
        lambda row=row: actions.issue_supervision(supervision=row, by=city.clerk, at=LATE) for row in drafts
    ]
    answers = at_once(issue * 2)
    refused = [one for one in answers if isinstance(one, Denied)]
    assert len(refused) == len(drafts) > 5, answers
    assert sorted(Supervision.objects.values_list("number", flat=True)) == list(range(1, len(drafts) + 1))


def test_ten_clicks_together_urge_once(city):
    key = late_filings(city)[0]
    urge = lambda: actions.urge(campaign=city.campaign, key=key, by=city.clerk, at=LATE)  # noqa: E731
    answers = at_once([urge] * 10)
    assert sorted(is_new for _, is_new in answers) == [False] * 9 + [True]
    assert Urge.objects.count() == 1
    told = Message.objects.filter(title__startswith="催办：")
    assert told.count() == told.values("person").distinct().count() > 0
