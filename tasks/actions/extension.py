import datetime as dt

from django.db import transaction

from portal.core import audit, clock
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from tasks import permissions, workflow
from tasks.models import Deadline, Extension


@transaction.atomic
def request_extension(
    *, deadline: Deadline, organisation, new_due_on: dt.date, reason: str, by, at: dt.datetime
):
    """申请延期。抛 `Denied`：无权、没有原因、日期不晚于现在的截止日、已有待批的申请。"""
    permissions.check_can_request_extension(by, organisation)
    if not reason.strip():
        raise Denied("请写明延期原因。")
    if new_due_on <= deadline.due_on or new_due_on < clock.local_date(at):
        raise Denied(f"延至的日期应晚于原截止日期 {deadline.due_on:%Y-%m-%d}，且不早于今天。")
    if Extension.objects.filter(
        deadline=deadline, organisation=organisation, status=Extension.Status.REQUESTED
    ).exists():
        raise Denied("已有一份延期申请在等待审批，批复之后才能再次申请。")
    extension = Extension.objects.create(
        deadline=deadline,
        organisation=organisation,
        new_due_on=new_due_on,
        reason=reason.strip(),
        requested_by=by,
        requested_at=at,
    )
    audit.record("tasks.extension.requested", obj=extension, by=by, at=at, detail={"to": new_due_on})
    _tell(
        organisations.people_with("review", deadline.campaign.city),
        extension,
        f"{organisation}申请延期",
        at=at,
    )
    return extension


@transaction.atomic
def decide_extension(*, extension: Extension, move: str, by, at: dt.datetime, reason: str = "") -> Extension:
    """批准（`approve`，编延期单号）或不予批准（`refuse`，须写原因）。"""
    extension = workflow.EXTENSION.move(extension, move, by=by, at=at, reason=reason)
    if extension.status == Extension.Status.APPROVED:
        extension.number = _next_number(extension.deadline.campaign.year)
        extension.save(update_fields=["number"])
    _tell([extension.requested_by], extension, f"延期申请{extension.get_status_display()}", at=at)
    return extension


def _next_number(year: int) -> str:
    count = Extension.objects.filter(number__startswith=f"延〔{year}〕").count()
    return f"延〔{year}〕{count + 1}号"


def _tell(people, extension: Extension, title: str, *, at: dt.datetime) -> None:
    notifications.tell(
        people,
        key=f"extension:{extension.pk}:{extension.status}",
        kind=Message.Kind.TODO if extension.status == Extension.Status.REQUESTED else Message.Kind.RESULT,
        title=f"{title}：{extension.deadline}",
        url="tasks:extensions",
        at=at,
    )
