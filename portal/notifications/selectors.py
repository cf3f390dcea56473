"""通知公告的读取。"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from portal.notifications.models import (
    Bulletin,
    BulletinReading,
    BulletinRecipient,
    issuing_places,
    working_places,
)


@dataclass(frozen=True)
class Receipt:
    """一个单位的回执：几人读过、最早何时、谁确认的。"""

    recipient: BulletinRecipient
    readers: tuple[BulletinReading, ...]

    @property
    def state(self) -> str:
        if self.recipient.confirmed_at:
            return "已确认"
        return "已读" if self.readers else "未读"

    @property
    def read_at(self) -> dt.datetime | None:
        return self.readers[0].at if self.readers else None


@dataclass(frozen=True)
class Receipts:
    """一份通知的全部回执，机构树顺序。"""

    rows: list[Receipt]

    @property
    def read(self) -> int:
        return sum(row.state != "未读" for row in self.rows)

    @property
    def confirmed(self) -> int:
        return sum(row.state == "已确认" for row in self.rows)

    @property
    def unread(self) -> list[Receipt]:
        return [row for row in self.rows if row.state == "未读"]


def bulletins(user, *, box: str = "", status: str = "", q: str = ""):
    """此人看得到的通知，近的在前；`box` 为 in 只看收到的，out 只看本单位发的。连同此人读没读过。"""
    rows = Bulletin.objects.visible_to(user).select_related("issuer")
    if box == "in":
        rows = rows.filter(pk__in=Bulletin.objects.received_by(user).values("pk"))
    elif box == "out":
        rows = rows.filter(issuer__in=issuing_places(user))
    rows = rows.filter(status=status) if status else rows
    rows = rows.filter(Q(title__icontains=q) | Q(body__icontains=q)) if q else rows
    return _with_reading(rows, user)


def latest(user, *, limit: int = 5):
    """首页上的通知公告：发给此人所在单位的，没读的在前，再按时间。一次查询。"""
    if not working_places(user):
        return []
    rows = _with_reading(Bulletin.objects.received_by(user).published(), user).select_related("issuer")
    return list(rows.order_by("is_read", "-published_at", "-pk")[:limit])


def awaiting(user) -> list[tuple]:
    """等此人所在单位确认的（类别, 事项, 状态, 去处, 截止）；一次查询。"""
    places = working_places(user)
    if not places:
        return []
    mine = BulletinRecipient.objects.filter(organisation__in=places, confirmed_at__isnull=True)
    rows = Bulletin.objects.published().filter(must_confirm=True, pk__in=mine.values("bulletin"))
    return [("通知公告", row.title, "待确认", row.get_absolute_url(), row.confirm_by) for row in rows]


def receipts(bulletin: Bulletin) -> Receipts:
    """各单位的回执；两次查询。"""
    readers = defaultdict(list)
    found = BulletinReading.objects.filter(recipient__bulletin=bulletin).select_related("person")
    for reading in found:
        readers[reading.recipient_id].append(reading)
    rows = bulletin.recipients.select_related("organisation", "confirmed_by")
    return Receipts([Receipt(row, tuple(readers[row.pk])) for row in rows])


def waiting_for(bulletin: Bulletin, user) -> list[BulletinRecipient]:
    """等此人确认的本单位。"""
    if not bulletin.must_confirm or bulletin.status != Bulletin.Status.PUBLISHED:
        return []
    mine = bulletin.recipients.filter(organisation__in=working_places(user), confirmed_at__isnull=True)
    return list(mine.select_related("organisation"))


def _with_reading(rows, user):
    mine = BulletinReading.objects.filter(recipient__bulletin=OuterRef("pk"), person=user)
    return rows.annotate(is_read=Exists(mine))
