import datetime as dt

from django.db import transaction

from portal.core import audit, clock
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from tasks import deadlines, permissions, workflow
from tasks.models import Assignment, Campaign, Deadline, Extension


@transaction.atomic
def request_extension(
    *, deadline: Deadline, organisation, new_due_on: dt.date, reason: str, by, at: dt.datetime
) -> Extension:
    """为行动的一个期限申请延期。抛 `Denied`：无权、没有原因、日期不晚于现在的截止日、已有待批的申请。"""
    permissions.check_can_request_extension(by, organisation)
    target = {"deadline": deadline, "organisation": organisation}
    return _request(target, deadlines.term(deadline, organisation), new_due_on, reason, by=by, at=at)


@transaction.atomic
def extend_assignment(
    *, assignment: Assignment, new_due_on: dt.date, reason: str, by, at: dt.datetime
) -> Extension:
    """为承办的任务申请延期；分解下来的不得晚于县区自己的最后一天。抛 `Denied`，同上。"""
    assignment = workflow.ASSIGNMENT.lock(assignment)
    permissions.check_can_extend_task(by, assignment)
    if assignment.parent_id:
        above = deadlines.assignment_term(assignment.parent).last_day
        if above and new_due_on > above:
            raise Denied(
                f"不能晚于{assignment.issuer}自己的最后一天 {above}；请{assignment.issuer}先申请延期。"
            )
    target = {"assignment": assignment, "organisation": assignment.organisation}
    return _request(target, deadlines.assignment_term(assignment), new_due_on, reason, by=by, at=at)


def _request(target: dict, term, new_due_on: dt.date, reason: str, *, by, at: dt.datetime) -> Extension:
    if not reason.strip():
        raise Denied("请写明延期原因。")
    if new_due_on <= term.last_day or new_due_on < clock.local_date(at):
        raise Denied(f"延至的日期应晚于现在的截止日期 {term.last_day:%Y-%m-%d}，且不早于今天。")
    if Extension.objects.filter(**target, status=Extension.Status.REQUESTED).exists():
        raise Denied("已有一份延期申请在等待审批，批复之后才能再次申请。")
    extension = Extension.objects.create(
        **target, new_due_on=new_due_on, reason=reason.strip(), requested_by=by, requested_at=at
    )
    audit.record("tasks.extension.requested", obj=extension, by=by, at=at, detail={"to": new_due_on})
    perm = "review" if extension.decider.kind == "city" else "approve"
    people = organisations.people_with(perm, extension.decider)
    _tell(people, extension, f"{extension.organisation}申请延期", at=at)
    return extension


@transaction.atomic
def decide_extension(*, extension: Extension, move: str, by, at: dt.datetime, reason: str = "") -> Extension:
    """批准（`approve`，编延期单号）或不予批准（`refuse`，须写原因）。"""
    extension = workflow.EXTENSION.move(extension, move, by=by, at=at, reason=reason)
    if extension.status == Extension.Status.APPROVED:
        extension.number = _next_number(extension.campaign)
        extension.save(update_fields=["number"])
    _tell([extension.requested_by], extension, f"延期申请{extension.get_status_display()}", at=at)
    return extension


def _next_number(campaign: Campaign) -> str:
    """延期单号，按年连续；行动行被锁住，故不重号。"""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    count = Extension.objects.filter(number__startswith=f"延〔{campaign.year}〕").count()
    return f"延〔{campaign.year}〕{count + 1}号"


def _tell(people, extension: Extension, title: str, *, at: dt.datetime) -> None:
    notifications.tell(
        people,
        key=f"extension:{extension.pk}:{extension.status}",
        kind=Message.Kind.TODO if extension.status == Extension.Status.REQUESTED else Message.Kind.RESULT,
        title=f"{title}：{extension.matter}",
        url="tasks:extensions",
        at=at,
    )
