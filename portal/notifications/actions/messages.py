"""站内消息随业务同一事务写入；外发另记一行，由任务发送。"""

import datetime as dt

from django.db import transaction
from django.urls import reverse

from portal.notifications.actions import deliveries
from portal.notifications.models import Message
from portal.notifications.quiet import Quiet


@transaction.atomic
def tell(
    people,
    *,
    key: str,
    kind: str,
    title: str,
    url: str = "",
    lines=(),
    at: dt.datetime,
    outward: str = "",
    quiet: Quiet | None = None,
) -> list[Message]:
    """给每人一条站内消息，返回新写的；`key` 相同的不重复。

    `url` 是路径或网址名称；标题与内容里不放个人信息。`outward` 非空的另以它为标题往各人的外部通道发一条。
    """
    link = _path(url)
    told = set(Message.objects.filter(person__in=people, key=key).values_list("person_id", flat=True))
    fresh = [
        Message(person=p, key=key, kind=kind, title=title[:120], url=link, lines=list(lines), created_at=at)
        for p in dict.fromkeys(people)
        if p.pk not in told
    ]
    made = Message.objects.bulk_create(fresh)
    if outward:
        deliveries.send_out(made, title=outward, url=link, quiet=quiet, at=at)
    return made


@transaction.atomic
def send_digest(
    *, person, on: dt.date, lines: list[dict], at: dt.datetime, quiet: Quiet | None = None
) -> Message | None:
    """某人某天的提醒汇总：站内一条，有外部通道的另发一条。当天已有则返回 None。"""
    title = f"{on.month}月{on.day}日提醒：{len(lines)} 件事临近或已过期限"
    made = tell(
        [person],
        key=f"digest:{on.isoformat()}",
        kind=Message.Kind.REMINDER,
        title=title,
        url="desk:inbox",
        lines=[{"text": line["text"], "url": _path(line["url"])} for line in lines],
        at=at,
        outward=title,
        quiet=quiet,
    )
    return made[0] if made else None


def mark_read(*, person, messages, at: dt.datetime) -> int:
    """把这些消息记为已读；只动本人的，返回条数。"""
    mine = Message.objects.filter(person=person, pk__in=[message.pk for message in messages])
    return mine.unread().update(read_at=at)


def _path(url: str) -> str:
    return url if not url or url.startswith("/") else reverse(url)
