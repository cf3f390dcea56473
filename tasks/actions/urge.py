"""催办：一件到期未办的事，一天催一次；站内消息、外发、时间线与凭据同一事务。"""

import datetime as dt

from django.db import transaction

from portal.core import audit, clock, workflow
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from tasks import owing, supervision_rules
from tasks.actions.reminders import setting_of
from tasks.models import Assignment, Campaign, Filing, Urge
from tasks.obligations import Obligation

OUTWARD = "催办：有 1 件事到期未办，请登录办理"


def urge(*, campaign: Campaign, key: str, by, at: dt.datetime) -> tuple[Urge, bool]:
    """催办标识为 `key` 的一件事，答凭据与是不是新写的；当天已催过的不再催。

    抛 `Denied`：已经办结、还早、无权。
    """
    on = clock.local_date(at)
    found = owing.find(campaign, [key], on=on)
    if not found:
        raise Denied("这件事已经办结，或不在台账里，不需要催办。")
    one = found[0]
    supervision_rules.check_can_urge(by, one.organisation)
    if not supervision_rules.is_near(one.due_on, on):
        raise Denied(f"这件事 {one.due_on} 才到期，到期前 {supervision_rules.NEAR_DAYS} 天起可以催办。")
    return _write(campaign, one, on=on, by=by, at=at)


@transaction.atomic
def _write(campaign: Campaign, one: Obligation, *, on: dt.date, by, at: dt.datetime) -> tuple[Urge, bool]:
    people = list(dict.fromkeys((*one.people, *one.seniors)))
    values = {
        "campaign": campaign,
        "organisation": one.organisation,
        "text": one.title[:300],
        "url": one.path,
        "due_on": one.due_on,
        "by": by,
        "at": at,
        "told": len(people),
    }
    row, is_new = Urge.objects.get_or_create(key=one.key, on=on, defaults=values)
    if not is_new:
        return row, False
    quiet = setting_of(campaign).quiet
    notifications.tell(
        people,
        key=f"urge:{row.pk}",
        kind=Message.Kind.TODO,
        title=f"催办：{one.title}",
        url=row.url,
        at=at,
        outward=OUTWARD,
        quiet=quiet,
    )
    notifications.post(
        [one.organisation], key=f"urge:{row.pk}", title=OUTWARD, url="/desk/", quiet=quiet, at=at
    )
    if subject := _subject(campaign, one):
        workflow.note(subject, move="urge", label="催办", by=by, at=at)
    audit.record("tasks.urge.sent", obj=row, by=by, at=at, detail={"key": one.key, "people": len(people)})
    return row, True


def _subject(campaign: Campaign, one: Obligation):
    """有自己时间线的：任务承办、方案备案。"""
    if one.key.startswith("assignment:"):
        return Assignment.objects.filter(pk=one.key.removeprefix("assignment:")).first()
    if one.source == "deadline:filing":
        return Filing.objects.filter(campaign=campaign, county=one.organisation).first()
    return None
