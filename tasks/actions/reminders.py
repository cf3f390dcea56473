"""期限提醒：每天早上扫一遍，每人每天至多一份汇总；先写凭据，后发送。

`plan` 写凭据，`remind` 给一个人发汇总；任务逐人排队，命令行逐人照办，走的是同一条路。
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import transaction

from portal.core import audit, jobs
from portal.notifications import actions as notifications
from portal.notifications.models import Channel, Message
from portal.notifications.quiet import Quiet
from tasks import owing, reminding
from tasks.models import Campaign, Reminder, ReminderSetting
from tasks.obligations import Obligation
from tasks.recipients import Staff
from tasks.reminding import LEVEL_LABELS, Level
from tasks.selectors import current_campaign


@dataclass(frozen=True)
class DueReminder:
    """此人就此事该得的一次提醒；`is_late` 表示停机或上限错过了那天，补发。"""

    campaign: Campaign
    person: object
    obligation: Obligation
    offset: int
    level: Level
    is_late: bool
    on: dt.date

    @property
    def text(self) -> str:
        return line(self.obligation.title, self.obligation.due_on, on=self.on, is_late=self.is_late)

    @property
    def why(self) -> str:
        """为什么发给此人。"""
        step = (
            "截止当天"
            if not self.offset
            else f"截止{'前' if self.offset < 0 else '后'} {abs(self.offset)} 天"
        )
        return f"{LEVEL_LABELS[self.level]}，{step}{'（补发）' if self.is_late else ''}"


@dataclass(frozen=True)
class Forecast:
    """一天要发的：`due` 会发，`held` 因行动暂停提醒而不发，`unreached` 是没有人可告诉的事；`owed` 是全部欠着的事。"""

    owed: list[Obligation]
    due: list[DueReminder]
    held: list[DueReminder]
    unreached: list[Obligation]
    cap: int

    @property
    def people(self) -> list:
        """收件人，最急的在前。"""
        return list(dict.fromkeys(r.person for r in sorted(self.due, key=lambda r: r.obligation.due_on)))


@dataclass(frozen=True)
class Run:
    """一次发送的结果：发给几人，几人留到下一次，几人因暂停没有发。"""

    people: int
    left: int
    held: int


def line(text: str, due_on: dt.date, *, on: dt.date, is_late: bool) -> str:
    return f"{text}：截止 {due_on:%Y-%m-%d}，{reminding.when(due_on, on=on)}{'（补发）' if is_late else ''}"


def setting_of(campaign: Campaign) -> ReminderSetting:
    """行动的提醒设置；没有设置过的照默认（还没有保存的一行）。"""
    return ReminderSetting.objects.filter(campaign=campaign).first() or ReminderSetting(campaign=campaign)


def hours() -> Quiet | None:
    """当前行动的免打扰时段；还没有行动的，随时可发。"""
    campaign = current_campaign()
    return setting_of(campaign).quiet if campaign else None


def forecast(*, on: dt.date) -> Forecast:
    """`on` 这天会发的全部提醒，连同不发的与原因；只看不发。这天或以后的汇总已经收到的人不再收。"""
    told = set(Reminder.objects.filter(on__gte=on, sent_at__isnull=False).values_list("person_id", flat=True))
    due: list[DueReminder] = []
    held: list[DueReminder] = []
    unreached: list[Obligation] = []
    owed: list[Obligation] = []
    cap = None
    for campaign in Campaign.objects.running().select_related("city"):
        setting = setting_of(campaign)
        cap = min(cap or setting.cap, setting.cap)
        here = owing.owing(campaign, on=on)
        found, lost = _due_in(campaign, setting, here, on)
        owed += here
        (held if setting.is_paused else due).extend(r for r in found if r.person.pk not in told)
        unreached += lost
    return Forecast(owed, due, held, unreached, cap or 0)


def preview_reminders(*, on: dt.date) -> list[DueReminder]:
    """`on` 这天会发出的全部提醒；只看不发。"""
    return forecast(on=on).due


def send_reminders(*, on: dt.date, at: dt.datetime) -> Run:
    """发出 `on` 这天的提醒，逐人一个事务：汇总、凭据、外发记录同生共死。"""
    people, run = plan(on=on, at=at)
    told = sum(remind(person=person, on=on, at=at) for person in people)
    return _finished(Run(told, run.left, run.held), on=on, at=at)


@transaction.atomic
def queue_reminders(*, on: dt.date, at: dt.datetime) -> Run:
    """写下 `on` 这天的凭据，每人排一件任务去发；进程被杀，未发的由别的执行者接着发。"""
    people, run = plan(on=on, at=at)
    for person in people:
        args = {"person": person, "on": on.isoformat()}
        jobs.queue("tasks.remind", key=f"remind:{on}:{person}", args=args, at=at, title="发送提醒汇总")
    return _finished(run, on=on, at=at)


@transaction.atomic
def plan(*, on: dt.date, at: dt.datetime) -> tuple[list[int], Run]:
    """写下凭据，答该发给谁。两个调度器同时写，唯一约束使凭据只有一份。

    以前写了没有发成的（当天已有汇总、行动暂停）先作废，按今天的情形重新算。
    """
    Reminder.objects.waiting().filter(on__lt=on).delete()
    found = forecast(on=on)
    chosen = {person.pk for person in found.people[: found.cap]}
    rows = [_row(reminder) for reminder in found.due if reminder.person.pk in chosen]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    _post_to_groups([reminder for reminder in found.due if reminder.person.pk in chosen], on=on, at=at)
    waiting = Reminder.objects.waiting().filter(on=on).values_list("person_id", flat=True)
    left = len(found.people) - len(chosen)
    held = len({reminder.person.pk for reminder in found.held})
    return sorted(set(waiting)), Run(len(chosen), left, held)


def _post_to_groups(due: list[DueReminder], *, on: dt.date, at: dt.datetime) -> None:
    """登记了群机器人的单位，群里另说有几件；一天一次。"""
    keys: dict = defaultdict(set)
    campaigns = {}
    for reminder in due:
        keys[reminder.obligation.organisation].add(reminder.obligation.key)
        campaigns[reminder.obligation.organisation] = reminder.campaign
    groups = Channel.objects.of_places([place.pk for place in keys])
    with_group = set(groups.values_list("organisation_id", flat=True))
    for place, mine in keys.items():
        if place.pk in with_group:
            title = f"{on.month}月{on.day}日提醒：本单位 {len(mine)} 件事临近或已过期限"
            quiet = setting_of(campaigns[place]).quiet
            notifications.post([place], key=_digest_key(on), title=title, url="/desk/", quiet=quiet, at=at)


@transaction.atomic
def remind(*, person: int, on: dt.date, at: dt.datetime) -> bool:
    """给一个人发当天的汇总；锁住此人再看，两个执行者同时来也只发一份。答有没有发。"""
    who = get_user_model().objects.select_for_update().get(pk=person)
    waiting = Reminder.objects.waiting().filter(person=who, on=on, campaign__status=Campaign.Status.RUNNING)
    rows = list(waiting.exclude(campaign__reminder_setting__paused_at__isnull=False).order_by("due_on", "pk"))
    if not rows:
        return False
    lines = [{"text": line(row.text, row.due_on, on=on, is_late=row.is_late), "url": row.url} for row in rows]
    quiet = setting_of(rows[0].campaign).quiet
    made = notifications.send_digest(person=who, on=on, lines=lines, at=at, quiet=quiet)
    if made is None:
        return False
    Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(message=made, sent_at=at)
    return True


def _due_in(
    campaign: Campaign, setting: ReminderSetting, owed: list[Obligation], on: dt.date
) -> tuple[list[DueReminder], list[Obligation]]:
    """一次行动在 `on` 这天该发的、与没有人可告诉的；已有凭据的不再发。"""
    keys = ("source", "subject", "organisation_id", "person_id", "due_on", "offset")
    sent = set(Reminder.objects.filter(campaign=campaign, sent_at__isnull=False).values_list(*keys))
    city = Staff([campaign.city]).running(campaign.city)
    found: list[DueReminder] = []
    unreached = []
    for one in owed:
        step = None if one.source in setting.muted else setting.rhythm.step(one.due_on, on=on)
        if step is None:
            continue
        mine = _for_people(campaign, one, step, setting.rhythm.levels(step), city, on)
        unreached += [] if mine else [one]
        found += [reminder for reminder in mine if _key(reminder) not in sent]
    return found, unreached


def _for_people(
    campaign: Campaign, one: Obligation, step: int, levels: Iterable[Level], city: tuple, on: dt.date
) -> list[DueReminder]:
    """每人一次，按最低的一级算。"""
    told: dict = {}
    for level in levels:
        for person in {Level.OFFICER: one.people, Level.HEAD: one.seniors, Level.CITY: city}[level]:
            told.setdefault(person, level)
    is_late = (on - one.due_on).days != step
    return [DueReminder(campaign, person, one, step, level, is_late, on) for person, level in told.items()]


def _key(reminder: DueReminder) -> tuple:
    one = reminder.obligation
    return (one.source, one.subject, one.organisation.pk, reminder.person.pk, one.due_on, reminder.offset)


def _row(reminder: DueReminder) -> Reminder:
    one = reminder.obligation
    return Reminder(
        campaign=reminder.campaign,
        source=one.source,
        subject=one.subject,
        organisation=one.organisation,
        person=reminder.person,
        level=reminder.level.value,
        text=one.title[:300],
        url=one.path,
        due_on=one.due_on,
        offset=reminder.offset,
        on=reminder.on,
        is_late=reminder.is_late,
    )


def _digest_key(on: dt.date) -> str:
    return f"digest:{on.isoformat()}"


def _finished(run: Run, *, on: dt.date, at: dt.datetime) -> Run:
    """留痕；到了上限、有人没收到，告诉经办。"""
    detail = {"on": on, "people": run.people, "left": run.left, "held": run.held}
    audit.record("tasks.reminders.sent", at=at, detail=detail)
    if run.left:
        for campaign in Campaign.objects.running().select_related("city"):
            notifications.tell(
                Staff([campaign.city]).running(campaign.city),
                key=f"reminders:left:{on}",
                kind=Message.Kind.RESULT,
                title=f"提醒到了一次的上限：已发 {run.people} 人，余下 {run.left} 人留到下一次",
                url="tasks:reminders",
                at=at,
            )
    return run
