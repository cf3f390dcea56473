"""平台建设的推进情况：每处平台每一期该有更新；网址失效的，恢复以前算超期。"""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.db.models import Q

from portal.organisations.models import Organisation
from tasks import standing, where
from tasks.ground import Ground
from tasks.registers.platforms import selectors
from tasks.registers.platforms.models import Outage, Zone
from tasks.registers.platforms.periods import done_on, periods
from tasks.standing import Item, Record, Register

AREA = "platforms"
ONE = dt.timedelta(days=1)


def items(ground: Ground, counties: Sequence) -> Iterator[Item]:
    """各期的更新与各段失效；三次查询，与县区数无关。"""
    of, on = where.by_path(counties), ground.on
    start = ground.start or dt.date(ground.campaign.year, 6, 1)
    rows = list(where.inside(Zone.objects.select_related("organisation"), counties))
    updates = selectors.updates_of(rows)
    for zone in rows:
        yield from _updates(zone, of[zone.above], updates[zone.pk], start, on)
    zones = {zone.pk: zone for zone in rows}
    outages = Outage.objects.filter(began_on__lte=on, zone__in=list(zones))
    for outage in outages.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=start)):
        zone = zones[outage.zone_id]
        yield _outage(outage, zone, of[zone.above])


def _updates(zone: Zone, county: int, updates: list[dt.date], start: dt.date, on: dt.date) -> Iterator[Item]:
    begun = periods(zone.rhythm, start=zone.opened_on, on=on, days=zone.rhythm_days)
    for period in begun:
        if period.last < start or (zone.closed_on and zone.closed_on <= period.last):
            continue
        yield Item(
            key=f"zone:{zone.pk}:{period.first}",
            county_id=county,
            organisation=zone.organisation,
            text=f"更新“{zone.name}”（{zone.rhythm_text}，{period.label}）",
            url=zone.get_absolute_url(),
            since=period.first,
            due_on=period.last,
            done_on=done_on(period, updates),
        )


def _outage(outage: Outage, zone: Zone, county: int) -> Item:
    """失效当天就算超期：期限是前一天。"""
    waiting = f"（待后台权限：{zone.waiting_for}）" if zone.waiting_for else ""
    return Item(
        key=f"outage:{outage.pk}",
        county_id=county,
        organisation=zone.organisation,
        text=f"恢复打不开的“{zone.name}”{waiting}",
        url=zone.get_absolute_url(),
        since=outage.began_on,
        due_on=outage.began_on - ONE,
        done_on=outage.ended_on,
    )


def records(organisation: Organisation) -> list[Record]:
    rows = Zone.objects.filter(organisation=organisation, closed_on__isnull=True)
    return [Record("zones", str(row.pk), row.name, row.get_absolute_url(), row.opened_on) for row in rows]


standing.register(Register("zones", AREA, "公开平台", items, records=records))
