"""岗位交接：一个动作里前任任到某天、后任次日接同一岗位，在办事项定格成清单；后任逐项确认。"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from portal.core import audit, clock
from portal.organisations import belongings, permissions
from portal.organisations.actions import posts
from portal.organisations.models import Handover, HandoverItem, Membership

ONE = dt.timedelta(days=1)


@dataclass(frozen=True)
class WorkLine:
    """一件在办的事，交接时定格。`key` 在一次交接里不重复。"""

    key: str
    kind: str
    title: str
    state: str = ""
    url: str = ""
    due_on: dt.date | None = None


@transaction.atomic
def hand_over(
    *,
    membership: Membership,
    successor,
    last_day: dt.date,
    lines: Sequence[WorkLine],
    note: str = "",
    by,
    at: dt.datetime,
) -> Handover:
    """前任任到 `last_day`（含当天），后任次日起任同一机构的同一角色、同一岗位名称。

    后任已经开始的，随人的事当场转给他；还没有开始的，在他确认时转。
    抛 `Denied`：不是系统管理员、交给本人、日期不合、后任不能任这个岗位。
    """
    permissions.check_can_administer(by)
    permissions.check_can_hand_over(membership, successor, last_day=last_day, today=clock.local_date(at))
    arriving = posts.appoint(
        person=successor,
        organisation=membership.organisation,
        role=membership.role,
        post=membership.post,
        is_acting=membership.is_acting,
        start_on=last_day + ONE,
        end_on=membership.end_on if membership.is_acting else None,
        by=by,
        at=at,
    )
    leaving = posts.end_membership(membership=membership, on=last_day, by=by, at=at)
    handover = Handover.objects.create(
        leaving=leaving, arriving=arriving, last_day=last_day, note=note.strip(), made_by=by, made_at=at
    )
    HandoverItem.objects.bulk_create(HandoverItem(handover=handover, **asdict(line)) for line in lines)
    audit.record(
        "organisations.handover.made",
        obj=handover,
        by=by,
        at=at,
        detail={"from": leaving.person_id, "to": successor.pk, "last_day": last_day, "items": len(lines)},
    )
    _pass_on(handover, by=by, at=at)
    return handover


@transaction.atomic
def write_note(*, handover: Handover, note: str, by, at: dt.datetime) -> Handover:
    """前任补写交接说明；后任确认之前都可以改。"""
    handover = _locked(handover)
    permissions.check_can_write_handover_note(by, handover)
    handover.note = note.strip()
    handover.full_clean(exclude=["leaving", "arriving", "made_by"])
    handover.save(update_fields=["note"])
    audit.record("organisations.handover.noted", obj=handover, by=by, at=at)
    return handover


@transaction.atomic
def confirm_handover(*, handover: Handover, items: Collection[int], by, at: dt.datetime) -> Handover:
    """后任勾选已接手的事项；全部勾选才算交接完毕，随人的事同时转过来。"""
    handover = _locked(handover)
    permissions.check_can_confirm_handover(by, handover, today=clock.local_date(at))
    known = set(handover.items.values_list("pk", flat=True))
    handover.items.filter(pk__in=known & set(items)).update(is_confirmed=True)
    handover.items.filter(pk__in=known - set(items)).update(is_confirmed=False)
    _pass_on(handover, by=by, at=at)
    if known <= set(items):
        handover.confirmed_by, handover.confirmed_at = by, at
        handover.save(update_fields=["confirmed_by", "confirmed_at"])
        audit.record("organisations.handover.confirmed", obj=handover, by=by, at=at)
    return handover


def _locked(handover: Handover) -> Handover:
    Handover.objects.select_for_update().filter(pk=handover.pk).first()
    rows = Handover.objects.select_related("leaving__person", "leaving__organisation", "arriving__person")
    return rows.get(pk=handover.pk)


def _pass_on(handover: Handover, *, by, at: dt.datetime) -> None:
    """前任不再担任任何岗位、后任已经开始，随人的事才转；还兼着别的岗位的，留着他自己办。"""
    on, former, arriving = clock.local_date(at), handover.leaving.person, handover.arriving
    if arriving is None or arriving.start_on > on:
        return
    if Membership.objects.unfinished(on=on).filter(person=former).exists():
        return
    belongings.pass_on(former, to=arriving.person, by=by, at=at)
