"""消息的写入：站内消息是记录，随业务同一事务写入；邮件由任务另行发送。"""

import datetime as dt

from django.db import transaction
from django.urls import reverse

from portal.notifications.models import Message


@transaction.atomic
def tell(people, *, key: str, kind: str, title: str, url: str = "", lines=(), at: dt.datetime) -> list[Message]:
    """给每人一条站内消息；`key` 相同的不重复。`url` 是路径或网址名称，消息里不放个人信息。"""
    link = _resolve(url)
    people = list(people)
    rows = [
        Message(person=p, key=key, kind=kind, title=title[:120], url=link, lines=list(lines), created_at=at)
        for p in people
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Message.objects.filter(person__in=people, key=key))


@transaction.atomic
def mark_read(*, person, messages, at: dt.datetime) -> int:
    """把这些消息记为已读；只动本人的。"""
    return Message.objects.filter(person=person, pk__in=[m.pk for m in messages]).unread().update(read_at=at)


def _resolve(url: str) -> str:
    if not url or url.startswith("/"):
        return url
    return reverse(url)
