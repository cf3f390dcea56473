"""组织推进的读取：各单位的责任分工，看得到的会议，轮到谁办。"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from portal.core import clock
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks.models import Campaign, Filing
from tasks.registers.organising.models import Decision, Meeting, Responsibility
from tasks.registers.organising.permissions import BODIES

K = Organisation.Kind
INVITED = {K.CITY: (K.DEPARTMENT, K.COUNTY), K.COUNTY: (K.COUNTY_DEPARTMENT, K.TOWNSHIP)}


@dataclass(frozen=True)
class LeaderRow:
    """一个单位的责任分工；没有登记而方案已备案的，引备案里所填。"""

    organisation: Organisation
    row: Responsibility | None
    filing: Filing | None

    @property
    def is_known(self) -> bool:
        return self.row is not None or self.filing is not None

    @property
    def is_quoted(self) -> bool:
        return self.row is None and self.filing is not None

    @property
    def values(self) -> dict:
        """各栏；没有的为空。"""
        if self.row is not None:
            names = ("leader", "leader_post", "leader_phone", "unit", "contact", "contact_phone", "from_on")
            return {name: getattr(self.row, name) for name in names}
        if self.filing is None:
            return {}
        accepted_on = clock.local_date(self.filing.accepted_at)
        names = ("leader", "contact", "contact_phone")
        return {name: getattr(self.filing, name) for name in names} | {"from_on": accepted_on}


def leader_rows(campaign: Campaign, user) -> list[LeaderRow]:
    """此人看得到的各单位（`user` 为 None 是全部），机构树顺序；三次查询，与单位数无关。"""
    places = Organisation.objects.current().of_kind(*BODIES)
    if user is not None:
        places = places.visible_to(user)
    current = Responsibility.objects.current().select_related("recorded_by")
    places = places.prefetch_related(Prefetch("responsibilities", current, "held"))
    filings = {filing.county_id: filing for filing in accepted_filings(campaign)}
    return [LeaderRow(one, next(iter(one.held), None), filings.get(one.pk)) for one in places]


def leader_row(campaign: Campaign, organisation: Organisation) -> LeaderRow:
    """一个单位的责任分工。"""
    row = Responsibility.objects.current().filter(organisation=organisation).first()
    return LeaderRow(organisation, row, accepted_filings(campaign).filter(county=organisation).first())


def accepted_filings(campaign: Campaign):
    """本行动已经备案的方案。"""
    return Filing.objects.filter(campaign=campaign, accepted_at__isnull=False)


def invitable(organisation: Organisation):
    """这个单位召集的会议可以邀请谁：市邀市直部门与县区，县区邀县直部门与乡镇。"""
    below = Organisation.objects.get_children(organisation).current()
    return below.of_kind(*INVITED.get(organisation.kind, ()))


def responsible(meeting: Meeting):
    """议定事项可以交给谁：召集单位与它可以邀请的单位。"""
    below = invitable(meeting.organisation).values("pk")
    return Organisation.objects.filter(Q(pk=meeting.organisation_id) | Q(pk__in=below))


def meetings(campaign: Campaign, user):
    """此人看得到的会议（`user` 为 None 是全部），近的在前，带议定事项的件数。"""
    rows = Meeting.objects.filter(campaign=campaign).select_related("organisation", "minutes_file")
    rows = rows if user is None else rows.visible_to(user)
    finished = Count("decisions", filter=Q(decisions__done_on__isnull=False), distinct=True)
    rows = rows.annotate(decided=Count("decisions", distinct=True), finished=finished)
    return rows.order_by("-planned_on", "-pk")


def awaiting(user, *, on: dt.date) -> list[tuple]:
    """轮到此人办的（类别, 事项, 状态, 去处, 截止）：议定事项，到了日子没登记召开的、没存纪要的会议；两次查询。"""
    scope = scope_of(user)
    places = {
        *scope.organisations("draft"),
        *scope.organisations("score"),
        *scope.organisations("run_campaign"),
    }
    if not places:
        return []
    running = Campaign.Status.RUNNING
    decisions = Decision.objects.open().filter(organisation__in=places, meeting__campaign__status=running)
    found = [
        ("议定事项", row.text[:60], "待办", row.get_absolute_url(), row.due_on)
        for row in decisions.filter(meeting__status=Meeting.Status.MINUTED).select_related("meeting")
    ]
    turn = Q(status=Meeting.Status.HELD) | Q(status=Meeting.Status.PLANNED, planned_on__lte=on)
    waiting = Meeting.objects.filter(turn, organisation__in=places, campaign__status=running)
    return found + [
        ("会议", row.title, row.get_status_display(), row.get_absolute_url(), None) for row in waiting
    ]
