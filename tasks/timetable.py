"""路线图与时间表的读取：任务书里的日子，排成横道与日历。"""

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from portal.core import workdays
from portal.core.charts import Chart, in_pages
from portal.core.charts.gantt import Bar, gantt
from portal.core.ical import Event
from portal.core.models.calendar import overrides
from portal.organisations.scope import scope_of
from tasks import occurrences, selectors, task_lists
from tasks.models import Assignment, Campaign, Task

NO_AREA = "不属于某一方面"
LINES = 26
S = Assignment.Status


# 路线图


def roadmap(campaign: Campaign, user, *, owner, today: dt.date, lines: int = LINES) -> tuple[Chart, ...]:
    """一本任务书的路线图，任务按方面、开始时间排；行太多的分成几张。没有任务则没有图。"""
    rows = campaign.tasks.filter(owner=owner).select_related("area")
    phases = [(p.name, p.start_on, p.end_on) for p in campaign.phases.all()]
    counts = _counts(campaign, user, owner, today)
    first, last = selectors.span(campaign)
    bars = [_bar(task, counts.get(task.pk, {}), phases, first, last) for task in rows]
    order = {task.pk: (task.area.number if task.area else 99) for task in rows}
    ranked = sorted(zip(rows, bars, strict=True), key=lambda pair: (order[pair[0].pk], pair[1].first))
    title = f"{owner.short_name}{campaign.year}年任务路线图"
    ordered = [bar for _, bar in ranked]
    return in_pages(gantt, ordered, title=title, most=lines, phases=phases, today=today)


def _counts(campaign: Campaign, user, owner, today: dt.date) -> dict[int, dict]:
    """各项任务此人看得到的承办：全部、未动、办结、超期各几件；一次查询。"""
    mine = task_lists.own_level(user).filter(task__campaign=campaign, task__owner=owner).with_terms()
    counted = (
        mine.order_by()
        .values("task")
        .annotate(
            total=Count("pk"),
            pending=Count("pk", filter=Q(status=S.PENDING)),
            done=Count("pk", filter=Q(status=S.DONE)),
            overdue=Count("pk", filter=Q(last_day__lt=today, handed_on__isnull=True)),
        )
    )
    return {row["task"]: row for row in counted}


def _bar(task: Task, count: dict, phases, first: dt.date, last: dt.date) -> Bar:
    end = task.due_on or last
    start = task.opens_on or next((a for _, a, b in phases if a <= end <= b), first)
    slots = occurrences.occurrences(task.recurrence, task.opens_on or first, end)
    if slots:
        start = slots[0].opens_on
    tone, state = _progress(count)
    return Bar(
        group=task.area.name if task.area else NO_AREA,
        name=f"{task.number} {task.title}",
        first=min(start, end),
        last=end,
        tone=tone,
        state=state,
        marks=tuple(slot.due_on for slot in slots),
    )


def _progress(count: dict) -> tuple[str, str]:
    if not count:
        return "waiting", "没有交办"
    said = f"完成 {count['done']}/{count['total']}"
    if count["overdue"]:
        return "overdue", f"{said}，超期 {count['overdue']}"
    if count["done"] == count["total"]:
        return "done", said
    return ("waiting" if count["pending"] == count["total"] else "working"), said


# 时间表


@dataclass(frozen=True)
class Entry:
    """时间表上的一件：哪天到期、是什么、去哪里看；`uid` 不变，日历软件凭它更新。"""

    on: dt.date
    kind: str
    title: str
    url: str
    uid: str
    is_done: bool = False


def entries(campaign: Campaign, user, *, owner, mine: bool) -> list[Entry]:
    """行动的期限，与任务书里的各个到期日；`mine` 只要本单位承办的，延期的按延至的日期。先到期的在前。"""
    found = [
        Entry(d.due_on, "期限", d.name, campaign.get_absolute_url(), f"deadline-{d.pk}")
        for d in campaign.deadlines.all()
    ]
    found += _own(campaign, user) if mine else _of_book(campaign, owner)
    return sorted(found, key=lambda entry: (entry.on, entry.kind, entry.uid))


def _of_book(campaign: Campaign, owner) -> Iterable[Entry]:
    first, last = selectors.span(campaign)
    for task in campaign.tasks.filter(owner=owner):
        yield from _task_entries(task, first, last)


def _task_entries(task: Task, first: dt.date, last: dt.date, *, suffix: str = "") -> Iterable[Entry]:
    """一项任务的到期日；按期的一期一件。"""
    url = reverse("tasks:task", args=[task.pk])
    title = f"{task.number} {task.title[:60]}"
    for slot in occurrences.occurrences(task.recurrence, task.opens_on or first, task.due_on or last):
        label = Assignment(period=slot.period).period_label
        yield Entry(slot.due_on, "任务", f"{title}{label}", url, f"task-{task.pk}-{slot.period}{suffix}")
    if task.due_on and not task.is_periodic:
        yield Entry(task.due_on, "任务", title, url, f"task-{task.pk}-{suffix}")


def _own(campaign: Campaign, user) -> Iterable[Entry]:
    """本单位承办的各件，连同还没有开始的各期。"""
    places = own_places(user)
    rows = Assignment.objects.of_campaign(campaign).filter(organisation__in=places).with_terms()
    known = set()
    for row in rows.select_related("task", "organisation"):
        uid = f"task-{row.task_id}-{row.period}-{row.organisation_id}"
        known.add(uid)
        if row.last_day:
            title = f"{row.task.number} {row.task.title[:60]}{row.period_label}"
            yield Entry(row.last_day, "任务", title, row.get_absolute_url(), uid, row.status == S.DONE)
    yield from _to_come(campaign, places, known)


def _to_come(campaign: Campaign, places: Sequence[int], known: set[str]) -> Iterable[Entry]:
    first, last = selectors.span(campaign)
    rows = campaign.tasks.filter(recurrence__in=occurrences.MONTHS, organisations__in=places).distinct()
    for task in rows.prefetch_related("organisations"):
        for body in task.organisations.all():
            if body.pk in places:
                entries_ = _task_entries(task, first, last, suffix=f"-{body.pk}")
                yield from (entry for entry in entries_ if entry.uid not in known)


def own_places(user) -> tuple[int, ...]:
    """此人在哪些单位办任务。"""
    scope = scope_of(user)
    return tuple({*scope.organisations("draft"), *scope.organisations("approve")})


def events(found: Iterable[Entry], *, site: str) -> list[Event]:
    """时间表 → 日历上的整日事项；`site` 是本站网址的开头。"""
    return [
        Event(
            uid=entry.uid,
            title=f"{'（已完成）' if entry.is_done else ''}{entry.title}",
            first=entry.on,
            last=entry.on,
            text=f"{entry.kind}到期",
            url=f"{site}{entry.url}",
        )
        for entry in found
    ]


@dataclass(frozen=True)
class Day:
    """月历的一格。"""

    on: dt.date
    in_month: bool
    is_today: bool
    is_workday: bool
    name: str
    entries: list[Entry]


def month_grid(month: dt.date, found: Iterable[Entry], *, today: dt.date) -> list[list[Day]]:
    """`month`（当月任何一天）的月历，周一起；节假日与调休照工作日表。"""
    by_day: dict[dt.date, list[Entry]] = {}
    for entry in found:
        by_day.setdefault(entry.on, []).append(entry)
    changes = overrides()
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    return [[_day(on, month, today, changes, by_day.get(on, [])) for on in week] for week in weeks]


def _day(on: dt.date, month: dt.date, today: dt.date, changes, found: list[Entry]) -> Day:
    known = workdays.describe(on, changes)
    return Day(on, on.month == month.month, on == today, known.is_workday, known.name, found)
