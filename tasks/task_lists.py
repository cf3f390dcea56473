"""任务书与任务办理的读取：此人看得到的各项任务、承办情况、轮到此人办的。"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q

from portal.core import workdays
from portal.core.models.calendar import overrides
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks import permissions
from tasks.models import Assignment, Campaign, Task
from tasks.models.assignment import states
from tasks.standing import STATE_LABELS, Gauge, State

SOON_WORKDAYS = 3


def gauge(on: dt.date) -> Gauge:
    """从 `on` 看：三个工作日以内到期的算临期。"""
    return Gauge(on, workdays.add_workdays(on, SOON_WORKDAYS, overrides()))


def books(campaign: Campaign, user) -> list[Organisation]:
    """此人看得到的任务书各归谁：市的在前，县区的只列本县区，或已有任务的。"""
    if not permissions.may_see_task_book(user):
        return []
    counties = Organisation.objects.filter(pk__in=campaign.participants.values("county")).order_by("path")
    written = set(campaign.tasks.values_list("owner", flat=True).distinct())
    own = scope_of(user).organisations("draft")
    shown = [c for c in counties if permissions.may_see_book(user, c) and (c.pk in written or c.pk in own)]
    return [campaign.city, *shown]


@dataclass(frozen=True)
class TaskRow:
    """一项任务与此人看得到的承办：`total` 件，其中 `done` 件已完成；只有一件的，`one` 就是它。"""

    task: Task
    total: int = 0
    done: int = 0
    one: Assignment | None = None


def task_rows(
    campaign: Campaign, user, *, owner=None, area: str = "", status: str = "", q: str = ""
) -> list[TaskRow]:
    """一本任务书的各行，按编写次序；三次查询，与任务数、县区数无关。"""
    owner = owner or campaign.city
    if not permissions.may_see_task_book(user) or not permissions.may_see_book(user, owner):
        return []
    mine = own_level(user).filter(task__campaign=campaign, task__owner=owner)
    rows = campaign.tasks.filter(owner=owner).select_related("area", "parent")
    if area:
        rows = rows.filter(area__code=area)
    if q:
        rows = rows.filter(Q(title__icontains=q) | Q(lead__icontains=q) | Q(supporting__icontains=q))
    if status:
        rows = rows.filter(pk__in=mine.filter(status=status).order_by().values("task"))
    done = Count("pk", filter=Q(status=Assignment.Status.DONE))
    counted = mine.order_by().values("task").annotate(total=Count("pk"), done=done, one=Max("pk"))
    counts = {row["task"]: row for row in counted}
    single = [row["one"] for row in counts.values() if row["total"] == 1]
    ones = {row.task_id: row for row in Assignment.objects.filter(pk__in=single)}
    nothing = {"total": 0, "done": 0}
    return [
        TaskRow(
            task,
            counts.get(task.pk, nothing)["total"],
            counts.get(task.pk, nothing)["done"],
            ones.get(task.pk),
        )
        for task in rows
    ]


def own_level(user):
    """此人看得到的承办，各在自己那一级：上级看直接交办的，承办单位看自己的。"""
    places = scope_of(user).organisations("view_work")
    return Assignment.objects.visible_to(user).filter(Q(parent__isnull=True) | Q(organisation__in=places))


def assignment_rows(campaign: Campaign, user):
    """任务办理台账：此人看得到的全部承办，连同分解的；先到期的在前，没有期限的在后。"""
    rows = Assignment.objects.visible_to(user).of_campaign(campaign).with_terms()
    rows = rows.select_related("task__area", "task__owner", "task__campaign", "organisation", "issuer")
    return rows.order_by(F("last_day").asc(nulls_last=True), "task", "organisation__path", "pk")


@dataclass(frozen=True)
class AssignmentRow:
    """台账的一行，连同此刻的时限状态；`batch` 是此人可以成批办的动作，没有则空。"""

    assignment: Assignment
    state: State
    batch: str = ""

    @property
    def label(self) -> str:
        return STATE_LABELS[self.state]


def with_states(rows, gauge: Gauge, *, batch: dict[int, str] | None = None) -> list[AssignmentRow]:
    return [AssignmentRow(row, _state(row, gauge), (batch or {}).get(row.pk, "")) for row in rows]


def _state(row: Assignment, gauge: Gauge) -> State:
    return gauge.state(row.item_of(row.organisation)) or State.OPEN


def state_counts(rows, gauge: Gauge) -> dict[str, int]:
    """各种时限状态的件数，一次查询。"""
    counts = {str(state): Count("pk", filter=q) for state, q in states(gauge).items()}
    return rows.order_by().aggregate(**counts)


def awaiting(user) -> list[tuple]:
    """轮到此人办的任务（类别, 事项, 状态, 去处, 截止）：没有办完的，等此人审核的；一次查询。"""
    scope, S = scope_of(user), Assignment.Status
    mine, cities = scope.organisations("draft"), scope.organisations("receive")
    judging = (*cities, *mine, *scope.organisations("approve"))
    if not judging:
        return []
    turns = Q(organisation__in=mine, status__in=(S.PENDING, S.WORKING, S.RETURNED))
    turns |= Q(issuer__in=judging, status=S.SUBMITTED)
    rows = Assignment.objects.filter(turns, task__campaign__status=Campaign.Status.RUNNING).with_terms()
    return [
        ("任务", str(row), row.get_status_display(), row.get_absolute_url(), row.last_day)
        for row in rows.select_related("task", "organisation")
    ]
