"""开拓创新的进度：每县区至少推荐若干案例，推荐到市的那一天办结；撤回了的不算。"""

import datetime as dt

from django.db.models import Q
from django.urls import reverse

from portal.core import clock
from tasks import where
from tasks.ground import Ground
from tasks.models import Campaign
from tasks.registers.cases.models import Case
from tasks.registers.rules import reading
from tasks.standing import Item, Record, Register, register

AREA = "innovation"


def items(ground: Ground, counties) -> list[Item]:
    """每县区 `cases_needed` 件；第 n 件在第 n 个案例推荐到市的那一天办结。"""
    campaign, since = ground.campaign, ground.start
    if since is None:
        return []
    rule = ground.once(reading.rule_of, campaign)
    due_on = rule.cases_due_on or reading.implemented_by(ground.phases)
    days, page = _nominated(campaign, counties, ground.on), reverse("tasks:cases")
    return [
        Item(
            key=f"case:{campaign.year}:{number}:{county.pk}",
            county_id=county.pk,
            organisation=county,
            text=f"{county}推荐经验做法（第 {number} 个）",
            url=f"{page}?county={county.code}",
            since=since,
            due_on=due_on,
            done_on=next(iter(days.get(county.pk, [])[number - 1 : number]), None),
        )
        for county in counties
        for number in range(1, rule.cases_needed + 1)
    ]


def _nominated(campaign: Campaign, counties, on: dt.date) -> dict[int, list[dt.date]]:
    """{县区: 各案例首次推荐到市的日期，由早到晚}；到 `on` 已撤回的不算。县直部门、乡镇的归所属县区。"""
    of = where.by_path(counties)
    rows = Case.objects.filter(campaign=campaign, nominated_at__lt=clock.day_end(on))
    rows = where.inside(rows, counties)
    rows = rows.exclude(Q(withdrawn_at__isnull=False) & Q(withdrawn_at__lt=clock.day_end(on)))
    found: dict[int, list[dt.date]] = {}
    for path, at in rows.order_by("nominated_at").values_list("above", "nominated_at"):
        found.setdefault(of[path], []).append(clock.local_date(at))
    return found


def records(organisation) -> list[Record]:
    """本单位推荐到市的、确认了的案例。"""
    S = Case.Status
    rows = Case.objects.filter(organisation=organisation, status__in=(S.ENDORSED, S.CONFIRMED))
    return [
        Record("cases", str(row.pk), row.title, row.get_absolute_url(), clock.local_date(row.endorsed_at))
        for row in rows
    ]


register(Register("cases", AREA, "经验做法", items, records=records))
