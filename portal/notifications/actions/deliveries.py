"""外发：先有行，后发送；发不出去往后推，五次为止；夜里与非工作日等到能发的时候。"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction

from portal.core import audit, jobs
from portal.core.models.calendar import overrides
from portal.core.rules import Denied
from portal.notifications import channels
from portal.notifications.channels import mail
from portal.notifications.models import Channel, Delivery, Message
from portal.notifications.quiet import Quiet

MOST = 5
BACKOFF = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))


def send_out(
    messages: Sequence[Message], *, title: str, url: str, quiet: Quiet | None, at: dt.datetime
) -> None:
    """把这些站内消息往各人的邮箱与通道各发一条；须在写消息的事务里调用。"""
    if not messages:
        return
    mine = defaultdict(list)
    for channel in Channel.objects.filter(person__in=[message.person_id for message in messages]):
        mine[channel.person_id].append(channel)
    rows = []
    for message in messages:
        ways = [(Delivery.EMAIL, None)] if mail.is_on(message.person) else []
        ways += [(channel.kind, channel) for channel in mine[message.person_id]]
        for kind, channel in ways:
            key = f"message:{message.pk}:{kind}:{channel.pk if channel else 0}"
            rows.append(_row(key, kind, channel, title, url, quiet, at, message=message))
    _queue(rows, at)


@transaction.atomic
def post(
    places: Iterable, *, key: str, title: str, url: str, quiet: Quiet | None = None, at: dt.datetime
) -> int:
    """往这些机构的群各发一条；`key` 相同的不重复。答写了几条。"""
    found = Channel.objects.of_places([place.pk for place in places])
    wanted = {f"group:{channel.pk}:{key}"[:240]: channel for channel in found}
    sent = set(Delivery.objects.filter(key__in=wanted).values_list("key", flat=True))
    rows = [
        _row(name, channel.kind, channel, title, url, quiet, at)
        for name, channel in wanted.items()
        if name not in sent
    ]
    _queue(rows, at)
    return len(rows)


def deliver(*, delivery: int, at: dt.datetime) -> None:
    """发送一条。已发送、已失败的不再发；没有到时候的不发。

    先记“发送中”再发：进程在发送途中被杀，接手的会再发一次，邮件用同一个 Message-ID，收件方可去重。
    """
    row = Delivery.objects.select_related("message__person", "target").get(pk=delivery)
    if row.state in (Delivery.State.SENT, Delivery.State.FAILED):
        return
    opens_at = row.hours.opens_at(at, overrides()) if row.hours else at
    if opens_at > at:
        _again(row, opens_at, at)
        return
    row.state, row.attempts = Delivery.State.SENDING, row.attempts + 1
    row.save(update_fields=["state", "attempts"])
    try:
        channels.send(row)
    except channels.ChannelGone as gone:
        _give_up(row, str(gone))
    except channels.ChannelDown as down:
        _failed(row, str(down), at)
    else:
        row.state, row.sent_at, row.error, row.next_try_at = Delivery.State.SENT, at, "", None
        row.save(update_fields=["state", "sent_at", "error", "next_try_at"])


@transaction.atomic
def retry_delivery(*, delivery: Delivery, by, at: dt.datetime) -> Delivery:
    """失败的再发一次，次数从头计。"""
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if row.state == Delivery.State.SENT:
        raise Denied("这一条已经发出，不需要再发。")
    row.attempts, row.error = 0, ""
    audit.record("notifications.delivery.retried", obj=row, by=by, at=at)
    _again(row, at, at)
    return row


def _row(key, kind, channel, title, url, quiet, at, *, message=None) -> Delivery:
    return Delivery(
        key=key,
        message=message,
        channel=kind,
        target=channel,
        title=title[:120],
        url=url[:300],
        quiet=quiet.as_dict() if quiet else {},
        created_at=at,
    )


def _queue(rows: list[Delivery], at: dt.datetime) -> None:
    """写下各行，各排一件任务；此刻不宜外发的，排到能发的时候。"""
    days = overrides() if any(row.quiet for row in rows) else {}
    for row in rows:
        row.next_try_at = row.hours.opens_at(at, days) if row.hours else at
    for row in Delivery.objects.bulk_create(rows):
        _job(row, at)


def _job(row: Delivery, at: dt.datetime) -> None:
    jobs.queue(
        "notifications.deliver",
        key=f"deliver:{row.pk}:{row.attempts}:{row.next_try_at:%Y%m%d%H%M%S%f}",
        args={"delivery": row.pk},
        at=at,
        after=row.next_try_at,
        title="外发提醒",
    )


@transaction.atomic
def _again(row: Delivery, next_try_at: dt.datetime, at: dt.datetime) -> None:
    row.state, row.next_try_at = Delivery.State.WAITING, next_try_at
    row.save(update_fields=["state", "next_try_at", "error", "attempts"])
    _job(row, at)


def _failed(row: Delivery, reason: str, at: dt.datetime) -> None:
    if row.attempts >= MOST:
        _give_up(row, reason)
        return
    row.error = reason[:200]
    _again(row, at + BACKOFF[row.attempts - 1], at)


def _give_up(row: Delivery, reason: str) -> None:
    row.state, row.error, row.next_try_at = Delivery.State.FAILED, reason[:200], None
    row.save(update_fields=["state", "error", "next_try_at"])
