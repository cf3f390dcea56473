import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from portal.core import audit, clock
from portal.core.rules import Denied
from portal.organisations.models import Organisation
from tasks import occurrences, permissions, selectors
from tasks.models import Assignment, Campaign, Deadline, Task


@dataclass(frozen=True)
class TaskLine:
    """任务书的一行。

    `area` 是方面名称，不属于哪个方面的为空；`parent` 是所落实的市级任务的编号（只在县区任务书里）；
    `organisations` 是承办单位的机构编码。
    """

    number: str
    title: str
    area: str = ""
    clause: str = ""
    deliverable: str = ""
    lead: str = ""
    supporting: str = ""
    opens_on: dt.date | None = None
    due_on: dt.date | None = None
    recurrence: str = Task.Recurrence.ONCE
    policy: str = Deadline.Policy.LATE
    parent: str = ""
    organisations: tuple[str, ...] = ()


@transaction.atomic
def record_tasks(
    *, campaign: Campaign, lines: Sequence[TaskLine], owner=None, by, at: dt.datetime
) -> list[Task]:
    """写入 `owner`（不给则为市）的任务书：编号已有的改动，没有的新增。

    新交给的单位加上；收回的单位须还没有接收。按期的任务，已经开始的各期都交办，以后的由每日任务按期交办。
    """
    owner = owner or campaign.city
    permissions.check_can_write_book(by, campaign, owner)
    bodies = {place.code: place for place in selectors.bodies(campaign, owner)}
    areas = {area.name: area for area in campaign.areas.all()}
    parents = {task.number: task for task in campaign.tasks.filter(owner=campaign.city)}
    recorded = []
    for line in lines:
        values = asdict(line) | {"area": areas.get(line.area), "parent": parents.get(line.parent)}
        codes, number = values.pop("organisations"), values.pop("number")
        _check_dates(line)
        task, _ = Task.objects.update_or_create(
            campaign=campaign, owner=owner, number=number, defaults=values
        )
        _assign(task, [bodies[code] for code in codes if code in bodies], on=clock.local_date(at))
        recorded.append(task)
    audit.record(
        "tasks.task.recorded", obj=campaign, by=by, at=at, detail={"count": len(recorded), "book": owner.code}
    )
    return recorded


def _check_dates(line: TaskLine) -> None:
    if line.opens_on and line.due_on and line.due_on < line.opens_on:
        raise Denied(f"任务 {line.number} 的完成时限 {line.due_on} 早于开始时间 {line.opens_on}，请改正。")


def _assign(task: Task, bodies: list[Organisation], *, on: dt.date) -> None:
    """使承办单位恰为 `bodies`；已经接收的不能收回。"""
    slots = {slot.period: slot for slot in selectors.slots(task, on=on)}
    given = task.assignments.top()
    started = given.exclude(organisation__in=bodies).exclude(status=Assignment.Status.PENDING)
    if task.is_periodic:
        started = started.exclude(status=Assignment.Status.DONE)
    if held := started.select_related("organisation").first():
        raise Denied(f"{held.organisation}已接收任务 {task.number}，不能收回；请保留这个单位。")
    pending = given.filter(status=Assignment.Status.PENDING)
    pending.exclude(organisation__in=bodies).delete()
    pending.exclude(period__in=slots).delete()
    task.organisations.set(bodies)
    if not task.is_periodic:
        slot = slots[""]
        unfinished = given.filter(period="").exclude(status=Assignment.Status.DONE)
        unfinished.update(opens_on=slot.opens_on, due_on=slot.due_on)
    give_out(task, bodies, slots.values(), on=on)


def give_out(task: Task, bodies, slots, *, on: dt.date) -> int:
    """把 `slots` 各期交给 `bodies`，已经交办的不动；返回新交办的件数。"""
    held = set(task.assignments.values_list("organisation_id", "period"))
    fresh = [
        Assignment(
            task=task,
            organisation=body,
            issuer_id=task.owner_id,
            period=slot.period,
            opens_on=slot.opens_on,
            due_on=slot.due_on,
            assigned_on=on,
        )
        for slot in slots
        for body in bodies
        if (body.pk, slot.period) not in held
    ]
    Assignment.objects.bulk_create(fresh)
    return len(fresh)


@transaction.atomic
def open_periods(*, on: dt.date, at: dt.datetime) -> int:
    """交办到 `on` 这天已经开始的各期，返回新交办的件数；重做不重复，停机错过的一并补上。"""
    count = 0
    rows = Task.objects.filter(
        campaign__status=Campaign.Status.RUNNING, recurrence__in=occurrences.MONTHS
    ).select_related("campaign")
    for task in rows.select_for_update(of=("self",)).prefetch_related("organisations"):
        count += give_out(task, task.organisations.all(), selectors.slots(task, on=on), on=on)
    audit.record("tasks.period.opened", at=at, detail={"on": on, "count": count})
    return count
