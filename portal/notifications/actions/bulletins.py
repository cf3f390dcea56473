"""通知公告：拟、改、附件、发布、撤回、阅读、确认、提醒未读。"""

import datetime as dt

from django.db import transaction

from portal.core import audit, files, html
from portal.core.rules import Denied
from portal.notifications import permissions, quiet, workflow
from portal.notifications.actions import deliveries
from portal.notifications.actions.messages import tell
from portal.notifications.models import (
    Bulletin,
    BulletinFile,
    BulletinReading,
    BulletinRecipient,
    Message,
    working_places,
)
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation

ACCEPTED = frozenset({"pdf", "docx", "xlsx", "png", "jpeg"})
MOST_FILES = 10
WORKING = ("draft", "approve", "score", "approve_scores")
FIELDS = ("title", "audience", "must_confirm", "confirm_by")
REMIND_AGAIN = dt.timedelta(hours=12)
K, A = Organisation.Kind, Bulletin.Audience
KINDS = {
    A.COUNTIES: (K.COUNTY,),
    A.TOWNSHIPS: (K.TOWNSHIP,),
    A.ALL: (K.COUNTY, K.DEPARTMENT, K.COUNTY_DEPARTMENT, K.TOWNSHIP, K.VILLAGE),
}


@transaction.atomic
def save_bulletin(
    *, bulletin: Bulletin | None, issuer: Organisation, values: dict, version: int = 0, by, at: dt.datetime
) -> Bulletin:
    """拟一份，或改草稿；正文净化后存。抛 `Denied`：无权、已发布、别人先改了。"""
    if bulletin is None:
        row = Bulletin(issuer=issuer, created_by=by, created_at=at)
        permissions.check_can_issue_bulletin(by, row)
    else:
        row = _draft(bulletin, by)
        if row.version != version:
            raise Denied("草稿刚被别人改过，请刷新页面看清现在的内容再改。")
        row.version += 1
    for name in FIELDS:
        setattr(row, name, values[name])
    row.body = html.sanitise(values["body"])
    row.save()
    row.chosen.set(values["chosen"] if row.audience == A.CHOSEN else [])
    audit.record("notifications.bulletin.saved", obj=row, by=by, at=at)
    return row


@transaction.atomic
def attach_to_bulletin(*, bulletin: Bulletin, data: bytes, name: str, by, at: dt.datetime) -> BulletinFile:
    """给草稿加一个附件。抛 `uploads.Refused`。"""
    row = _draft(bulletin, by)
    if row.files.count() >= MOST_FILES:
        raise Denied(f"附件至多 {MOST_FILES} 个。")
    stored = files.store(data, name, accept=ACCEPTED, by=by, at=at, owner=row)
    attached = BulletinFile.objects.create(bulletin=row, file=stored)
    audit.record("notifications.bulletin.attached", obj=row, by=by, at=at, text=stored.name)
    return attached


@transaction.atomic
def detach_from_bulletin(*, attached: BulletinFile, by, at: dt.datetime) -> None:
    """从草稿去掉一个附件。"""
    row = _draft(attached.bulletin, by)
    audit.record("notifications.bulletin.removed", obj=row, by=by, at=at, text=attached.file.name)
    attached.delete()


@transaction.atomic
def publish_bulletin(*, bulletin: Bulletin, by, at: dt.datetime) -> Bulletin:
    """发布：定下收件单位，告诉各单位的人；邮件与群机器人避开免打扰的时段。"""
    row = workflow.BULLETIN.move(bulletin, "publish", by=by, at=at)
    places = list(audience(row))
    if not places:
        raise Denied("没有收件单位，请改选“发给”。")
    BulletinRecipient.objects.bulk_create(
        [BulletinRecipient(bulletin=row, organisation=place) for place in places], batch_size=500
    )
    _tell(row, places, key=f"bulletin:{row.pk}", title=f"通知：{row.title}", at=at)
    return row


@transaction.atomic
def withdraw_bulletin(*, bulletin: Bulletin, reason: str, by, at: dt.datetime) -> Bulletin:
    """撤回，写明原因；读过的单位都收到告知。"""
    row = workflow.BULLETIN.move(bulletin, "withdraw", by=by, at=at, reason=reason)
    places = Organisation.objects.filter(pk__in=row.recipients.values("organisation"))
    _tell(
        row,
        list(places),
        key=f"bulletin:{row.pk}:withdrawn",
        title=f"通知已撤回：{row.title}",
        at=at,
    )
    return row


@transaction.atomic
def read_bulletin(*, bulletin: Bulletin, by, at: dt.datetime) -> None:
    """记下此人第一次打开的时刻；不是收件单位的人打开不记。"""
    mine = bulletin.recipients.filter(organisation__in=working_places(by))
    unread = mine.exclude(readings__person=by)
    BulletinReading.objects.bulk_create(
        [BulletinReading(recipient=one, person=by, at=at) for one in unread], ignore_conflicts=True
    )


@transaction.atomic
def confirm_bulletin(*, bulletin: Bulletin, by, at: dt.datetime) -> int:
    """代本单位确认收到，答确认了几个单位；已确认的不变。"""
    bulletin = workflow.BULLETIN.lock(bulletin)
    permissions.check_can_confirm_bulletin(by, bulletin)
    mine = bulletin.recipients.filter(organisation__in=working_places(by), confirmed_at__isnull=True)
    count = mine.update(confirmed_by=by, confirmed_at=at)
    if count:
        audit.record("notifications.bulletin.confirmed", obj=bulletin, by=by, at=at, detail={"places": count})
    return count


@transaction.atomic
def remind_unread(*, bulletin: Bulletin, by, at: dt.datetime) -> int:
    """提醒还没有读（须确认的还没有确认）的单位，答提醒了几个；十二小时内提醒过的不再提醒。"""
    bulletin = workflow.BULLETIN.lock(bulletin)
    permissions.check_can_remind_unread(by, bulletin)
    late = bulletin.recipients.filter(confirmed_at__isnull=True)
    late = late if bulletin.must_confirm else late.filter(readings__isnull=True)
    late = late.exclude(reminded_at__gt=at - REMIND_AGAIN).select_related("organisation")
    places = [one.organisation for one in late]
    late.model.objects.filter(pk__in=[one.pk for one in late]).update(reminded_at=at)
    if places:
        title = f"请{'确认' if bulletin.must_confirm else '阅读'}通知：{bulletin.title}"
        _tell(
            bulletin,
            places,
            key=f"bulletin:{bulletin.pk}:{at.timestamp():.0f}",
            title=title,
            at=at,
        )
        audit.record(
            "notifications.bulletin.reminded", obj=bulletin, by=by, at=at, detail={"places": len(places)}
        )
    return len(places)


def audience(bulletin: Bulletin):
    """收件单位：发布单位之下、现有的、相应类别的；市里的“各部门”是市直部门，县区的是县直部门。"""
    if bulletin.audience == A.CHOSEN:
        return bulletin.chosen.current()
    below = Organisation.objects.get_descendants(bulletin.issuer)
    if bulletin.audience == A.DEPARTMENTS:
        is_city = bulletin.issuer.kind == K.CITY
        return below.current().of_kind(K.DEPARTMENT if is_city else K.COUNTY_DEPARTMENT)
    return below.current().of_kind(*KINDS[bulletin.audience])


def _draft(bulletin: Bulletin, by) -> Bulletin:
    row = workflow.BULLETIN.lock(bulletin)
    permissions.check_can_issue_bulletin(by, row)
    if row.status != Bulletin.Status.DRAFT:
        raise Denied(f"通知{row.get_status_display()}，不能再改。")
    return row


def _tell(row: Bulletin, places: list, *, key: str, title: str, at: dt.datetime) -> None:
    staff = organisations.staff_on([place.path for place in places], *WORKING)
    people = [person for mine in staff.values() for person in mine]
    url, hours = row.get_absolute_url(), quiet.current()
    tell(
        people,
        key=key,
        kind=Message.Kind.NOTICE,
        title=title,
        url=url,
        at=at,
        outward="收到一份通知，请登录查看",
        quiet=hours,
    )
    deliveries.post(places, key=key, title="收到一份通知，请登录查看", url=url, quiet=hours, at=at)
