"""机制完善的进度：每县区四项机制各一件，施行的那一天办结；流程不足三步的审核不了。"""

import datetime as dt

from django.urls import reverse

from portal.core import clock
from tasks.ground import Ground
from tasks.registers.mechanisms.models import Mechanism
from tasks.registers.rules import reading
from tasks.standing import Item, Record, Register, register

AREA = "mechanisms"


def items(ground: Ground, counties) -> list[Item]:
    """四项机制在期限之前施行；审核过而施行日期还没有到的不算，终止了又没有替代的重新欠着。"""
    campaign, since = ground.campaign, ground.start
    if since is None:
        return []
    rule = ground.once(reading.rule_of, campaign)
    due_on = rule.mechanisms_due_on or reading.implemented_by(ground.phases)
    done, page = _done(counties, ground.on), reverse("tasks:mechanisms")
    return [
        Item(
            key=f"mechanism:{campaign.year}:{kind.value}:{county.pk}",
            county_id=county.pk,
            organisation=county,
            text=f"{county}建立{kind.label}机制",
            url=f"{page}?county={county.code}&kind={kind.value}",
            since=since,
            due_on=due_on,
            done_on=done.get((county.pk, kind.value)),
        )
        for county in counties
        for kind in Mechanism.Kind
    ]


def _done(counties, on: dt.date) -> dict[tuple[int, str], dt.date]:
    """{（县区, 机制）: 办结的那一天}：`on` 这天在施行的一份所接续的最早一份，审核与施行都到了的那一天。"""
    rows = Mechanism.objects.approved().filter(county__in=counties).order_by("effective_on", "pk")
    found: dict[tuple[int, str], dt.date] = {}
    names = ("county_id", "kind", "effective_on", "approved_at", "ended_on", "replaced_by_id")
    for county, kind, effective_on, approved_at, ended_on, successor in rows.values_list(*names):
        began = max(effective_on, clock.local_date(approved_at))
        if began > on:
            continue
        found.setdefault((county, kind), began)
        if ended_on is not None and ended_on <= on and successor is None:
            del found[county, kind]
    return found


def records(organisation) -> list[Record]:
    """本县现行的机制。"""
    rows = Mechanism.objects.in_force().filter(county=organisation)
    return [
        Record("mechanisms", str(row.pk), row.title, row.get_absolute_url(), row.effective_on) for row in rows
    ]


register(Register("mechanisms", AREA, "四项机制", items, records=records))
