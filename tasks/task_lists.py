"""任务书的读取：此人看得到的各项任务与承办情况。"""

from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.urls import reverse

from portal.organisations.scope import scope_of
from tasks import permissions
from tasks.models import Assignment, Campaign, Task


@dataclass(frozen=True)
class TaskRow:
    """一项任务，与此人看得到的承办；`done` 是已完成的个数。"""

    task: Task
    assignments: list[Assignment]

    @property
    def done(self) -> int:
        return sum(a.status == Assignment.Status.DONE for a in self.assignments)


def task_rows(campaign: Campaign, user, *, area: str = "", status: str = "", q: str = "") -> list[TaskRow]:
    """任务书各行，按编写次序；两次查询，与任务数无关。"""
    if not permissions.may_see_task_book(user):
        return []
    mine = Assignment.objects.visible_to(user).select_related("county").order_by("county__path")
    rows = campaign.tasks.select_related("area").prefetch_related(Prefetch("assignments", mine, "seen"))
    if area:
        rows = rows.filter(area__code=area)
    if q:
        rows = rows.filter(Q(title__icontains=q) | Q(lead__icontains=q) | Q(supporting__icontains=q))
    if status:
        chosen = Assignment.objects.visible_to(user).filter(status=status)
        rows = rows.filter(pk__in=chosen.values("task"))
    return [TaskRow(task, task.seen) for task in rows]


def awaiting(user) -> list[tuple]:
    """轮到此人办的任务（类别, 事项, 状态, 去处, 截止）：县区没有办完的，市里等审核的；一次查询。"""
    scope, S = scope_of(user), Assignment.Status
    counties, cities = scope.organisations("draft"), scope.organisations("receive")
    if not counties and not cities:
        return []
    turns = Q(county__in=counties, status__in=(S.PENDING, S.WORKING, S.RETURNED))
    turns |= Q(task__campaign__city__in=cities, status=S.SUBMITTED)
    rows = Assignment.objects.filter(turns, task__campaign__status=Campaign.Status.RUNNING)
    return [
        (
            "任务",
            str(row),
            row.get_status_display(),
            reverse("tasks:assignment", args=[row.pk]),
            row.task.due_on,
        )
        for row in rows.select_related("task", "county")
    ]
