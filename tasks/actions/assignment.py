"""办任务：接收、提交、退回、确认、分解。每一次写入都过闸门。"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from portal.core import audit, clock
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from tasks import deadlines, permissions, selectors, workflow
from tasks.models import Assignment

GATED = ("receive", "submit")


@transaction.atomic
def move_assignment(
    *, assignment: Assignment, move: str, by, at: dt.datetime, reason: str = ""
) -> Assignment:
    """接收、提交（逾期的注明）、退回（写明原因）、确认完成。"""
    assignment = workflow.ASSIGNMENT.lock(assignment)
    changes = _gate([assignment], move, at)[assignment.pk]
    assignment = workflow.ASSIGNMENT.move(assignment, move, by=by, at=at, reason=reason, **changes)
    _tell_next(assignment, at=at)
    return assignment


@transaction.atomic
def move_assignments(
    *, assignments: Sequence[Assignment], move: str, by, at: dt.datetime
) -> list[Assignment]:
    """成批接收或确认；有一件不能办就一件也不办。"""
    _gate(assignments, move, at)
    return workflow.ASSIGNMENT.move_all(assignments, move, by=by, at=at)


def refusals(*, assignments: Sequence[Assignment], move: str, by, at: dt.datetime) -> dict[int, str]:
    """此刻各件为什么不能办：{承办编号: 原因}，能办的不在其中；只看不写。"""
    step, terms = workflow.ASSIGNMENT[move], deadlines.assignment_terms(assignments)
    found = {}
    for row in assignments:
        try:
            workflow.ASSIGNMENT.check(row, move, by=by)
            if move in GATED:
                terms[row.pk].check(step.label, at)
        except Denied as denied:
            found[row.pk] = denied.reason
    return found


def _gate(assignments: Sequence[Assignment], move: str, at: dt.datetime) -> dict[int, dict]:
    """过闸门；返回各件要一并改动的字段。"""
    if move not in GATED:
        return {row.pk: {} for row in assignments}
    label, terms = workflow.ASSIGNMENT[move].label, deadlines.assignment_terms(assignments)
    verdicts = {row.pk: terms[row.pk].check(label, at) for row in assignments}
    return {pk: {"is_late": verdict.late} if move == "submit" else {} for pk, verdict in verdicts.items()}


@transaction.atomic
def split_assignment(
    *, assignment: Assignment, bodies: Sequence, due_on: dt.date | None, note: str = "", by, at: dt.datetime
) -> list[Assignment]:
    """县区把承办的任务分解给县直部门与乡镇；期限不填则与县区的相同，不得晚于县区的最后一天。"""
    assignment = workflow.ASSIGNMENT.lock(assignment)
    permissions.check_can_split(by, assignment)
    term = deadlines.assignment_term(assignment)
    term.check("分解任务", at)
    allowed = {body.pk for body in selectors.bodies(assignment.task.campaign, assignment.organisation)}
    if not bodies or any(body.pk not in allowed for body in bodies):
        raise Denied(f"请选择{assignment.organisation}的县直部门或乡镇。")
    due_on = due_on or assignment.due_on
    _check_child_due(due_on, term, on=clock.local_date(at))
    _check_free(assignment, bodies)
    children = Assignment.objects.bulk_create(
        Assignment(
            task=assignment.task,
            organisation=body,
            issuer=assignment.organisation,
            parent=assignment,
            period=assignment.period,
            opens_on=assignment.opens_on,
            due_on=due_on,
            assigned_on=clock.local_date(at),
            note=note.strip(),
        )
        for body in bodies
    )
    codes = [body.code for body in bodies]
    audit.record("tasks.assignment.split", obj=assignment, by=by, at=at, detail={"to": codes})
    return children


def _check_child_due(due_on: dt.date | None, term: deadlines.Term, *, on: dt.date) -> None:
    if due_on is None:
        return
    if due_on < max(on, term.opens_on):
        raise Denied(f"分解的完成时限 {due_on} 已经过去，请填今天或以后的日期。")
    if term.last_day and due_on > term.last_day:
        raise Denied(f"分解的完成时限不能晚于本单位的最后一天 {term.last_day}。")


def _check_free(assignment: Assignment, bodies: Sequence) -> None:
    """同一项任务同一期，一个单位只承办一份。"""
    held = Assignment.objects.filter(task=assignment.task, period=assignment.period, organisation__in=bodies)
    if names := "、".join(f"{row.organisation}" for row in held.select_related("organisation")):
        raise Denied(f"{names}已经承办这项任务，不必重复分解。")


@transaction.atomic
def drop_child(*, child: Assignment, by, at: dt.datetime) -> Assignment:
    """收回一份还没有接收的分解，返回县区自己的那一份。"""
    child = workflow.ASSIGNMENT.lock(child)
    permissions.check_can_drop(by, child)
    parent = child.parent
    audit.record(
        "tasks.assignment.dropped", obj=parent, by=by, at=at, detail={"from": child.organisation.code}
    )
    child.delete()
    return parent


def _tell_next(assignment: Assignment, *, at: dt.datetime) -> None:
    """提交之后告诉审核的人，退回之后告诉提交的人。"""
    S = Assignment.Status
    if assignment.status == S.SUBMITTED:
        perm = "receive" if assignment.issuer.kind == "city" else "draft"
        people, kind = organisations.people_with(perm, assignment.issuer), Message.Kind.TODO
    elif assignment.status == S.RETURNED:
        people, kind = {assignment.submitted_by}, Message.Kind.RESULT
    else:
        return
    notifications.tell(
        people,
        key=f"assignment:{assignment.pk}:{assignment.status}:{at.isoformat()}",
        kind=kind,
        title=f"{assignment.organisation}任务 {assignment.task.number}{assignment.period_label}"
        f"{assignment.get_status_display()}",
        url=assignment.get_absolute_url(),
        at=at,
    )
