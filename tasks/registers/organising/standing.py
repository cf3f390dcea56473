"""组织推进的进度：责任分工在备案期限之前登记；每期开过工作会议并存有纪要；议定事项按时办结。"""

import datetime as dt

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from portal.core import clock
from tasks.ground import Ground
from tasks.models import Campaign, Deadline
from tasks.registers.organising import rhythm, selectors
from tasks.registers.organising.models import Decision, Meeting, Responsibility
from tasks.registers.rules import reading
from tasks.source import Dates, Name, Source
from tasks.standing import Item, Record, Register, register

AREA = "organisation"


def leader_items(ground: Ground, counties) -> list[Item]:
    """每个县区一件：登记了责任分工，或者备案里已经报过。"""
    campaign, deadline = ground.campaign, ground.deadlines.get(Deadline.Code.FILING)
    if deadline is None:
        return []
    terms, done = ground.terms(deadline, counties), _leaders_known(campaign, counties, deadline.opens_on)
    return [
        Item(
            key=f"leaders:{campaign.year}:{county.pk}",
            county_id=county.pk,
            organisation=county,
            text=f"{county}登记责任领导与联系人",
            url=reverse("tasks:leader", args=[county.code]),
            since=deadline.opens_on,
            due_on=terms[county.pk].due_on,
            extended_on=terms[county.pk].extended_on,
            done_on=done.get(county.pk),
        )
        for county in counties
    ]


def _leaders_known(campaign: Campaign, counties, since: dt.date) -> dict[int, dt.date]:
    """{县区: 最早知道的那一天}：登记的、备案里报的，取早的。被更正的也曾经登记过。"""
    pks = [county.pk for county in counties]
    rows = Responsibility.objects.filter(organisation__in=pks)
    rows = rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=since))
    filings = selectors.accepted_filings(campaign).filter(county__in=pks)
    recorded = rows.order_by().values_list("organisation_id", "recorded_at")
    filed = filings.order_by().values_list("county_id", "accepted_at")
    found: dict[int, dt.date] = {}
    for pk, at in recorded.union(filed):
        day = clock.local_date(at)
        found[pk] = min(day, found.get(pk, day))
    return found


def meeting_items(ground: Ground, counties) -> list[Item]:
    """每县区每期一件：期内召开过工作会议，纪要存好的那一天办结。"""
    campaign, span = ground.campaign, reading.span(ground.phases)
    if span is None:
        return []
    found = rhythm.periods(ground.once(reading.rule_of, campaign).meeting_rhythm, *span)
    started = [period for period in found if period.start_on <= ground.on]
    held, page = _minuted(campaign, counties) if started else {}, reverse("tasks:meetings")
    return [
        Item(
            key=f"meeting:{campaign.year}:{period.code}:{county.pk}",
            county_id=county.pk,
            organisation=county,
            text=f"{county}{period.name}召开工作会议并存纪要",
            url=f"{page}?county={county.code}&period={period.code}&kind=working",
            since=period.start_on,
            due_on=period.end_on,
            done_on=rhythm.earliest(held.get(county.pk, ()), period),
        )
        for county in counties
        for period in started
    ]


def _minuted(campaign: Campaign, counties) -> dict[int, list[tuple[dt.date, dt.date]]]:
    rows = Meeting.objects.minuted().working().filter(campaign=campaign, organisation__in=counties)
    found: dict[int, list] = {}
    for county, held_on, minuted_at in rows.values_list("organisation_id", "held_on", "minuted_at"):
        found.setdefault(county, []).append((held_on, clock.local_date(minuted_at)))
    return found


def _decisions(ground: Ground) -> QuerySet[Decision]:
    """交给县区及其下级单位的议定事项，从会议召开的那一天起。"""
    rows = Decision.objects.filter(
        meeting__campaign=ground.campaign,
        meeting__status=Meeting.Status.MINUTED,
        meeting__held_on__lte=ground.on,
    )
    return rows.annotate(minuted_at=F("meeting__minuted_at"))


def _decision_dates(_ground: Ground, row) -> Dates:
    return Dates(clock.local_date(row.minuted_at), row.due_on, row.done_on)


def _decision_name(row: Decision) -> Name:
    text = f"{row.organisation}：{row.text[:60]}"
    return Name(f"decision:{row.pk}", row.organisation, text, row.get_absolute_url())


DECISIONS = Source(
    _decisions,
    columns=("minuted_at", "due_on", "done_on"),
    dates=_decision_dates,
    name=_decision_name,
    related=("organisation", "meeting"),
)


def meeting_records(organisation) -> list[Record]:
    """本单位存有纪要的会议。"""
    rows = Meeting.objects.minuted().filter(organisation=organisation)
    return [Record("meetings", str(row.pk), row.title, row.get_absolute_url(), row.held_on) for row in rows]


def leader_records(organisation) -> list[Record]:
    """本单位现行的责任分工。"""
    rows = Responsibility.objects.current().filter(organisation=organisation).select_related("organisation")
    return [Record("leaders", str(row.pk), str(row), row.get_absolute_url(), row.from_on) for row in rows]


register(Register("leaders", AREA, "责任分工", leader_items, records=leader_records))
register(Register("meetings", AREA, "工作会议", meeting_items, records=meeting_records))
register(Register("decisions", AREA, "议定事项", DECISIONS.items, lots=DECISIONS.lots))
