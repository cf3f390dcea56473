import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from portal.core import audit
from portal.core.rules import Denied
from tasks import links, permissions, workflow
from tasks.models import Assignment, Campaign, Progress, Task


@dataclass(frozen=True)
class TaskLine:
    """任务书的一行。`area` 是方面名称，不属于哪个方面的为空；`counties` 是承办县区的机构编码。"""

    number: str
    title: str
    area: str = ""
    clause: str = ""
    deliverable: str = ""
    lead: str = ""
    supporting: str = ""
    due_on: dt.date | None = None
    recurrence: str = Task.Recurrence.ONCE
    counties: tuple[str, ...] = ()


@transaction.atomic
def record_tasks(*, campaign: Campaign, lines: Sequence[TaskLine], by, at: dt.datetime) -> list[Task]:
    """写入任务书：编号已有的改动，没有的新增；新交给的县区加上，收回的县区须还没有接收。"""
    permissions.check_can_run(by, campaign)
    permissions.check_is_open(campaign)
    counties = {row.county.code: row.county for row in campaign.participants.select_related("county")}
    areas = {area.name: area for area in campaign.areas.all()}
    recorded = []
    for line in lines:
        values = asdict(line) | {"area": areas.get(line.area)}
        codes, number = values.pop("counties"), values.pop("number")
        task, _ = Task.objects.update_or_create(campaign=campaign, number=number, defaults=values)
        _assign(task, [counties[code] for code in codes])
        recorded.append(task)
    audit.record("tasks.task.recorded", obj=campaign, by=by, at=at, detail={"count": len(recorded)})
    return recorded


def _assign(task: Task, counties: list) -> None:
    """使承办县区恰为 `counties`；已经接收的不能收回。"""
    wanted = {county.pk for county in counties}
    dropped = task.assignments.exclude(county__in=wanted)
    started = dropped.exclude(status=Assignment.Status.PENDING).select_related("county").first()
    if started:
        raise Denied(f"{started.county}已接收任务 {task.number}，不能收回；请保留该县区。")
    dropped.delete()
    held = set(task.assignments.values_list("county_id", flat=True))
    Assignment.objects.bulk_create(
        Assignment(task=task, county=county) for county in counties if county.pk not in held
    )


def move_assignment(
    *, assignment: Assignment, move: str, by, at: dt.datetime, reason: str = ""
) -> Assignment:
    """接收、提交、退回（写明原因）、完成。"""
    return workflow.ASSIGNMENT.move(assignment, move, by=by, at=at, reason=reason)


@transaction.atomic
def add_progress(*, assignment: Assignment, text: str, link: str = "", by, at: dt.datetime) -> Progress:
    """记一次进展；接收之后、完成之前可以记。"""
    assignment = workflow.ASSIGNMENT.lock(assignment)
    permissions.check_can_report(by, assignment)
    if not text.strip():
        raise Denied("请写明做了什么。")
    links.watched(link)
    progress = Progress.objects.create(assignment=assignment, text=text.strip(), link=link, by=by, at=at)
    audit.record("tasks.progress.added", obj=progress, by=by, at=at, detail={"assignment": assignment.pk})
    return progress
