"""平台建设的推进情况：每处平台每一期该有更新；网址失效的，恢复以前算超期。"""

import datetime as dt
from collections.abc import Iterator, Sequence

from portal.organisations.models import Organisation
from tasks import standing
from tasks.counties import by_path, county_of
from tasks.models import Campaign
from tasks.registers.platforms import selectors
from tasks.registers.platforms.models import Outage, Zone
from tasks.registers.platforms.periods import done_on, periods
from tasks.standing import Item, Record, Register

AREA = "platforms"
ONE = dt.timedelta(days=1)


def items(campaign: Campaign, counties: Sequence, on: dt.date) -> Iterator[Item]:
    """各期的更新与各段失效；四次查询，与县区数无关。"""
    places, start = by_path(counties), _start(campaign)
    rows = list(Zone.objects.within(campaign.city).select_related("organisation"))
    updates = selectors.updates_of(rows)
    for zone in rows:
        county = county_of(zone.organisation, places)
        if county is not None:
            yield from _updates(zone, county, updates[zone.pk], start, on)
    outages = Outage.objects.filter(began_on__lte=on, zone__in=[zone.pk for zone in rows])
    for outage in outages.select_related("zone__organisation"):
        county = county_of(outage.zone.organisation, places)
        if county is not None and (outage.ended_on is None or outage.ended_on >= start):
            yield _outage(outage, county)


def _start(campaign: Campaign) -> dt.date:
    """从行动的头一天算起；没有阶段的从当年六月一日。"""
    first = campaign.phases.order_by("start_on").first()
    return first.start_on if first else dt.date(campaign.year, 6, 1)


def _updates(zone: Zone, county, updates: list[dt.date], start: dt.date, on: dt.date) -> Iterator[Item]:
    begun = periods(zone.rhythm, start=zone.opened_on, on=on, days=zone.rhythm_days)
    for period in begun:
        if period.last < start or (zone.closed_on and zone.closed_on <= period.last):
            continue
        yield Item(
            key=f"zone:{zone.pk}:{period.first}",
            county_id=county.pk,
            organisation=zone.organisation,
            text=f"更新“{zone.name}”（{zone.rhythm_text}，{period.label}）",
            url=zone.get_absolute_url(),
            since=period.first,
            due_on=period.last,
            done_on=done_on(period, updates),
        )


def _outage(outage: Outage, county) -> Item:
    """失效当天就算超期：期限是前一天。"""
    zone = outage.zone
    waiting = f"（待后台权限：{zone.waiting_for}）" if zone.waiting_for else ""
    return Item(
        key=f"outage:{outage.pk}",
        county_id=county.pk,
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
