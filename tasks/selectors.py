"""行动的读取。"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, Min, Q

from portal.core.models import Transition
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks import deadlines, occurrences
from tasks.models import Campaign, Deadline, Extension, Filing, Phase, Task


def current_campaign(*, with_dates: bool = False) -> Campaign | None:
    """正在进行的行动；没有则取最近一年的。`with_dates` 连同阶段与期限。"""
    rows = Campaign.objects.select_related("city")
    rows = rows.prefetch_related("phases", "deadlines") if with_dates else rows
    return rows.running().first() or rows.first()


def phase_on(campaign: Campaign, on: dt.date) -> Phase | None:
    """`on` 所在的阶段；在各阶段之外为 None。"""
    return campaign.phases.filter(start_on__lte=on, end_on__gte=on).first()


def span(campaign: Campaign) -> tuple[dt.date, dt.date]:
    """行动的起止：最早的阶段开始，最晚的阶段结束；没有阶段则为全年。"""
    found = campaign.phases.aggregate(first=Min("start_on"), last=Max("end_on"))
    return found["first"] or dt.date(campaign.year, 1, 1), found["last"] or dt.date(campaign.year, 12, 31)


def bodies(campaign: Campaign, owner) -> list[Organisation]:
    """可以承办 `owner` 的任务的单位，机构树顺序：市的交给参加县区，县区的交给县直部门与乡镇。"""
    if owner.pk == campaign.city_id:
        rows = Organisation.objects.filter(pk__in=campaign.participants.values("county"))
    else:
        kinds = (Organisation.Kind.COUNTY_DEPARTMENT, Organisation.Kind.TOWNSHIP)
        rows = Organisation.objects.get_children(owner).current().of_kind(*kinds)
    return list(rows.order_by("path"))


def periods(task: Task) -> list[occurrences.Occurrence]:
    """按期的任务在行动期间的全部各期；不按期的没有。"""
    first, last = span(task.campaign)
    return occurrences.occurrences(task.recurrence, task.opens_on or first, task.due_on or last)


def slots(task: Task, *, on: dt.date) -> list[occurrences.Occurrence]:
    """`on` 这天该交办的：按期的是已经开始的各期，其余是一件（期次为空，可以没有截止日）。"""
    if task.is_periodic:
        return occurrences.opened(periods(task), on)
    start = task.opens_on or span(task.campaign)[0]
    opens_on = min(start, task.due_on) if task.due_on else start
    return [occurrences.Occurrence("", opens_on, task.due_on)]


@dataclass(frozen=True)
class FilingRow:
    """备案台账的一行：每个参加县区一行，没有填的也在。"""

    county: object
    filing: Filing | None
    due_on: dt.date
    standing: str

    @property
    def status(self) -> str:
        return self.filing.get_status_display() if self.filing else "未开始"


STANDINGS = ("按时", "延期内", "逾期", "逾期未报", "未到期")


def filing_rows(campaign: Campaign, user, *, on: dt.date) -> list[FilingRow]:
    """此人可见的县区的备案情况，机构树顺序；四次查询，与县数无关。"""
    reading = scope_of(user).reading
    rows = filing_standings(campaign, on=on)
    return [row for row in rows if any(row.county.path.startswith(path) for path in reading)]


def filing_standings(campaign: Campaign, *, on: dt.date) -> list[FilingRow]:
    """全部参加县区的备案情况，不问谁在看；报告取数与本模块内部使用。"""
    counties = [row.county for row in campaign.participants.select_related("county").order_by("county__path")]
    deadline = campaign.deadlines.get(code=Deadline.Code.FILING)
    terms = deadlines.terms(deadline, counties)
    filings = {f.county_id: f for f in Filing.objects.filter(campaign=campaign)}
    return [_filing_row(county, filings.get(county.pk), terms[county.pk], on) for county in counties]


def _filing_row(county, filing, term, on) -> FilingRow:
    handed_in_at = filing.handed_in_at if filing and not filing.is_editable else None
    standing = term.timeliness(handed_in_at) or ("逾期未报" if on > term.last_day else "未到期")
    return FilingRow(county, filing, term.last_day, standing)


def filings_awaiting(user) -> list[Filing]:
    """轮到此人办的备案：填报人的草稿与退回件，负责人、经办、审核人各自的待办。"""
    scope, S = scope_of(user), Filing.Status
    waits = {
        (S.DRAFT, S.RETURNED): ("draft", "county"),
        (S.SUBMITTED,): ("approve", "county"),
        (S.HANDED_IN,): ("receive", "campaign__city"),
        (S.RECEIVED,): ("review", "campaign__city"),
    }
    found = []
    for states, (perm, place) in waits.items():
        places = scope.organisations(perm)
        if places:
            rows = Filing.objects.running().filter(status__in=states, **{f"{place}__in": places})
            found += rows.select_related("county", "campaign")
    return found


def extensions_awaiting(user) -> list[Extension]:
    """等此人审批的延期申请：市政务公开办审核人的，县区负责人的。"""
    scope = scope_of(user)
    cities, counties = scope.organisations("review"), scope.organisations("approve")
    turns = Q(deadline__campaign__city__in=cities) | Q(assignment__issuer__in=(*cities, *counties))
    rows = Extension.objects.filter(turns, status=Extension.Status.REQUESTED)
    return list(rows.with_matters())


def refusal_reasons(extensions) -> dict[int, str]:
    """没有批准的延期申请各是什么原因，一次查询：{延期单编号: 原因}。"""
    pks = [str(row.pk) for row in extensions if row.status == Extension.Status.REFUSED]
    steps = Transition.objects.filter(object_type="tasks.extension", object_pk__in=pks, move="refuse")
    return {int(pk): reason for pk, reason in steps.values_list("object_pk", "reason")}
