"""行动的读取。"""

import datetime as dt
from dataclasses import dataclass

from portal.organisations.scope import scope_of
from tasks import deadlines
from tasks.models import Campaign, Deadline, Extension, Filing, Phase


def current_campaign(*, with_dates: bool = False) -> Campaign | None:
    """正在进行的行动；没有则取最近一年的。`with_dates` 连同阶段与期限。"""
    rows = Campaign.objects.select_related("city")
    rows = rows.prefetch_related("phases", "deadlines") if with_dates else rows
    return rows.running().first() or rows.first()


def phase_on(campaign: Campaign, on: dt.date) -> Phase | None:
    """`on` 所在的阶段；在各阶段之外为 None。"""
    return campaign.phases.filter(start_on__lte=on, end_on__gte=on).first()


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
    """等此人审批的延期申请。"""
    cities = scope_of(user).organisations("review")
    rows = Extension.objects.filter(status=Extension.Status.REQUESTED, deadline__campaign__city__in=cities)
    return list(rows.select_related("deadline", "organisation"))
