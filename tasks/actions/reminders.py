"""期限提醒：每天早上扫一遍，每人每天至多一份汇总；先写凭据，后发送。"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import transaction

from portal.core import audit
from portal.notifications import actions as notifications
from tasks import obligations
from tasks.models import Campaign, Reminder
from tasks.obligations import Obligation

OFFSETS = (-30, -7, -3, -1, 0, 1)
CATCH_UP_DAYS = 3


@dataclass(frozen=True)
class DueReminder:
    """此人就此事该得的一次提醒；`is_late` 表示因停机补发。"""

    person: object
    obligation: Obligation
    offset: int
    is_late: bool

    @property
    def text(self) -> str:
        days = -self.offset
        when = f"还有 {days} 天" if days > 0 else "今天截止" if days == 0 else "已逾期"
        late = "（停机补发）" if self.is_late else ""
        return f"{self.obligation.text}：截止 {self.obligation.due_on:%Y-%m-%d}，{when}{late}"


def preview_reminders(*, on: dt.date) -> list[DueReminder]:
    """`on` 这天会发出的全部提醒；只看不发。"""
    sent = set(
        Reminder.objects.values_list(
            "deadline_id", "organisation_id", "subject", "person_id", "due_on", "offset"
        )
    )
    found = []
    for campaign in Campaign.objects.running():
        for obligation in obligations.outstanding(campaign):
            offset = offset_on(obligation, on)
            if offset is not None:
                found += [r for r in _for_people(obligation, offset, on) if _key(r) not in sent]
    return found


def send_reminders(*, on: dt.date, at: dt.datetime) -> int:
    """发出 `on` 这天的提醒，返回收到的人数。每人一个事务：凭据、站内汇总、邮件任务同生共死。"""
    by_person: dict[int, list[DueReminder]] = defaultdict(list)
    for reminder in preview_reminders(on=on):
        by_person[reminder.person.pk].append(reminder)
    told = sum(_tell(pk, reminders, on=on, at=at) for pk, reminders in sorted(by_person.items()))
    audit.record("tasks.reminders.sent", at=at, detail={"on": on, "people": told})
    return told


def offset_on(obligation: Obligation, on: dt.date) -> int | None:
    """`on` 这天该提醒的档次；错过不超过三天的补发，再久的不补。"""
    days = (on - obligation.due_on).days
    passed = [offset for offset in OFFSETS if days - CATCH_UP_DAYS <= offset <= days]
    return max(passed, default=None)


@transaction.atomic
def _tell(person_pk: int, reminders: list[DueReminder], *, on: dt.date, at: dt.datetime) -> bool:
    """锁住此人再写，两个调度器同时扫也只发一份；当天已有汇总的，余下的次日补。"""
    person = get_user_model().objects.select_for_update().get(pk=person_pk)
    lines = [{"text": reminder.text, "url": reminder.obligation.url} for reminder in reminders]
    if not notifications.send_digest(person=person, on=on, lines=lines, at=at):
        return False
    Reminder.objects.bulk_create(
        Reminder(
            deadline=reminder.obligation.deadline,
            organisation=reminder.obligation.organisation,
            subject=reminder.obligation.subject,
            person=person,
            due_on=reminder.obligation.due_on,
            offset=reminder.offset,
            on=on,
            is_late=reminder.is_late,
        )
        for reminder in reminders
    )
    return True


def _for_people(obligation: Obligation, offset: int, on: dt.date) -> list[DueReminder]:
    people = obligation.people if offset <= 0 else (*obligation.people, *obligation.seniors)
    is_late = (on - obligation.due_on).days != offset
    return [DueReminder(person, obligation, offset, is_late) for person in dict.fromkeys(people)]


def _key(reminder: DueReminder) -> tuple:
    o = reminder.obligation
    return (o.deadline.pk, o.organisation.pk, o.subject, reminder.person.pk, o.due_on, reminder.offset)
