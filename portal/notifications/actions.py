"""消息的写入：站内消息随业务同一事务写入；外发另记一行，由任务发送。"""

import datetime as dt

from django.db import transaction
from django.urls import reverse

from portal.core import jobs
from portal.notifications import channels
from portal.notifications.models import Delivery, Message


@transaction.atomic
def tell(
    people, *, key: str, kind: str, title: str, url: str = "", lines=(), at: dt.datetime
) -> list[Message]:
    """给每人一条站内消息，返回新写的；`key` 相同的不重复。

    `url` 是路径或网址名称；标题与内容里不放个人信息。
    """
    link = url if not url or url.startswith("/") else reverse(url)
    told = set(Message.objects.filter(person__in=people, key=key).values_list("person_id", flat=True))
    fresh = [
        Message(person=p, key=key, kind=kind, title=title[:120], url=link, lines=list(lines), created_at=at)
        for p in dict.fromkeys(people)
        if p.pk not in told
    ]
    return Message.objects.bulk_create(fresh)


@transaction.atomic
def send_digest(*, person, on: dt.date, lines: list[dict], at: dt.datetime) -> Message | None:
    """某人某天的提醒汇总：站内一条，能收邮件的另发一封。当天已有则返回 None。"""
    key = f"digest:{on.isoformat()}"
    title = f"{on.month}月{on.day}日提醒：{len(lines)} 件事临近或已过期限"
    resolved = [{"text": line["text"], "url": _path(line["url"])} for line in lines]
    made = tell(
        [person], key=key, kind=Message.Kind.REMINDER, title=title, url="desk:inbox", lines=resolved, at=at
    )
    if not made:
        return None
    for channel in channels.channels_for(person):
        delivery = Delivery.objects.create(message=made[0], channel=channel)
        jobs.queue(
            "notifications.deliver",
            key=f"deliver:{delivery.pk}",
            args={"delivery": delivery.pk},
            at=at,
            title="发送提醒邮件",
        )
    return made[0]


def deliver(*, delivery: int, at: dt.datetime) -> None:
    """发送一条外发记录。已发送的不再发；发不出去抛 `ChannelDown`，由任务重试。

    先记“发送中”再发：进程在发送途中被杀，重试会用同一个 Message-ID 再发，收件方可去重。
    """
    row = Delivery.objects.select_related("message__person").get(pk=delivery)
    if row.state == Delivery.State.SENT:
        return
    row.state, row.attempts = Delivery.State.SENDING, row.attempts + 1
    row.save(update_fields=["state", "attempts"])
    channels.send(row.channel, row.message, reference=f"delivery-{row.pk}@gkts")
    row.state, row.sent_at = Delivery.State.SENT, at
    row.save(update_fields=["state", "sent_at"])


def mark_read(*, person, messages, at: dt.datetime) -> int:
    """把这些消息记为已读；只动本人的，返回条数。"""
    mine = Message.objects.filter(person=person, pk__in=[message.pk for message in messages])
    return mine.unread().update(read_at=at)


def _path(url: str) -> str:
    return url if not url or url.startswith("/") else reverse(url)
