"""期限提醒：到日子才提醒，每人每天一份，凭据不重；停机补发，再久不补；邮件发不出去会重试。"""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from portal.core import clock, jobs
from portal.core.models import Job
from portal.notifications.models import Delivery, Message
from tasks import actions, standing
from tasks.models import Reminder
from tests.integration.tasks.test_filing import YEAR, City

pytestmark = pytest.mark.django_db
DUE = dt.date(YEAR, 6, 30)


@pytest.fixture
def city(db, monkeypatch):
    """只有期限，没有台账的事掺进来。"""
    monkeypatch.setattr(standing, "_registers", {})
    return City()


def send(days: int) -> actions.reminders.Run:
    on = DUE + dt.timedelta(days=days)
    return actions.send_reminders(on=on, at=clock.day_start(on) + dt.timedelta(hours=8))


def told(person) -> list[Message]:
    return list(Message.objects.filter(person=person, kind=Message.Kind.REMINDER).order_by("pk"))


@pytest.mark.parametrize("days", [-30, -7, -3, -1, 0, 1])
def test_each_offset_reminds_the_officer_once(city, days):
    send(days)
    [message] = told(city.officer)
    assert any("截止" in line["text"] for line in message.lines)
    send(days)
    assert len(told(city.officer)) == 1


@pytest.mark.parametrize("days", [-40, -26, -8, 7])
def test_other_days_are_silent(city, days):
    send(days)
    assert told(city.officer) == [] and not Reminder.objects.exists()


def test_seniors_hear_only_after_the_deadline(city):
    send(0)
    assert told(city.head) == []
    send(1)
    assert "已逾期" in told(city.head)[0].lines[0]["text"]


def test_who_has_handed_in_is_left_alone(city):
    actions.hand_in_filing(filing=city.submitted(), by=city.head, at=city.at)
    send(-7)
    assert told(city.officer) == []


def test_one_digest_holds_everything_of_the_day(city):
    send(-7)
    assert len(told(city.officer)) == 1
    assert Reminder.objects.filter(person=city.officer).count() == len(told(city.officer)[0].lines)


def test_three_days_off_are_made_up_and_marked(city):
    send(-5)
    [message] = told(city.officer)
    assert "（补发）" in message.lines[0]["text"]
    assert Reminder.objects.filter(person=city.officer, offset=-7, is_late=True).exists()


def test_a_longer_outage_is_not_made_up(city):
    send(-12)
    assert told(city.officer) == []


def test_a_missed_day_is_not_made_up_after_a_later_one(city):
    send(1)
    send(0)
    [message] = told(city.officer)
    assert "已逾期" in message.lines[0]["text"]
    assert not Reminder.objects.filter(on=DUE).exists()


def test_an_extension_is_reminded_by_its_own_day(city):
    deadline = actions.filing.filing_deadline(city.campaign)
    extension = actions.request_extension(
        deadline=deadline,
        organisation=city.county,
        new_due_on=DUE + dt.timedelta(days=10),
        reason="汛期抢险",
        by=city.officer,
        at=city.at,
    )
    actions.decide_extension(extension=extension, move="approve", by=city.reviewer, at=city.at)
    send(0)
    assert told(city.officer) == []
    send(10)
    assert len(told(city.officer)) == 1


@pytest.fixture
def by_mail(city, settings):
    settings.EMAIL_ENABLED = True
    city.officer.email = "officer@yundong.example"
    city.officer.save()
    setting = actions.setting_of(city.campaign)
    setting.quiet_from = setting.quiet_until = dt.time(0)
    setting.workdays_only = False
    setting.save()
    return city


def run_mail_jobs() -> None:
    Job.objects.filter(kind="notifications.deliver").update(run_after=timezone.now())
    jobs.run_due()


def test_the_mail_says_what_without_saying_who(by_mail):
    send(-7)
    run_mail_jobs()
    [sent] = mail.outbox
    assert sent.to == ["officer@yundong.example"] and by_mail.officer.name not in sent.body
    assert Delivery.objects.get().state == Delivery.State.SENT


def test_mail_that_fails_is_tried_again_and_sent_once(by_mail, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    send(-7)
    run_mail_jobs()
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == (Delivery.State.WAITING, 1) and "邮件服务器没有接收" in row.error
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    run_mail_jobs()
    run_mail_jobs()
    assert len(mail.outbox) == 1 and Delivery.objects.get().state == Delivery.State.SENT
