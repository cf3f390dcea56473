"""平台建设的推进情况：每处平台每一期该有更新；网址失效的，恢复以前算超期。"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Q, QuerySet

from portal.organisations.models import Organisation
from tasks import standing, where
from tasks.ground import Ground
from tasks.registers.platforms import selectors
from tasks.registers.platforms.models import Outage, Zone
from tasks.registers.platforms.periods import Period, done_on, periods
from tasks.source import Dates
from tasks.standing import Item, Lot, Record, Register

AREA = "platforms"
ONE = dt.timedelta(days=1)
# 算各期要的几列；并批时只取这些。
COLUMNS = ("rhythm", "rhythm_days", "opened_on", "closed_on")
Updates = Mapping[int, list[dt.date]]


def items(ground: Ground, counties: Sequence) -> Iterator[Item]:
    """各期的更新与各段失效；三次查询，与县区数无关。"""
    of, zones = where.by_path(counties), _zones(counties)
    updates = ground.once(_updated, tuple(counties))
    found = {zone.pk: zone for zone in zones.select_related("organisation")}
    for zone in found.values():
        for period, dates in _updates(ground, zone, updates):
            text = f"更新“{zone.name}”（{zone.rhythm_text}，{period.label}）"
            yield _item(f"zone:{zone.pk}:{period.first}", zone, of, text, dates)
    for outage in _outages(ground, zones):
        zone = found[outage.zone_id]
        waiting = f"（待后台权限：{zone.waiting_for}）" if zone.waiting_for else ""
        text = f"恢复打不开的“{zone.name}”{waiting}"
        yield _item(f"outage:{outage.pk}", zone, of, text, _outage_dates(outage))


def _item(key: str, zone: Zone, of: Mapping[str, int], text: str, dates: Dates) -> Item:
    return Item(key, of[zone.above], zone.organisation, text, zone.get_absolute_url(), *dates)


def lots(ground: Ground, counties: Sequence) -> Iterator[Lot]:
    """同样的各期与各段，只取算日期的列。"""
    of, zones = where.by_path(counties), _zones(counties)
    updates, batches, place = ground.once(_updated, tuple(counties)), Counter(), {}
    for zone in zones.values_list("pk", "above", *COLUMNS, named=True):
        place[zone.pk] = of[zone.above]
        batches.update((place[zone.pk], dates) for _, dates in _updates(ground, zone, updates))
    batches.update((place[one.zone_id], _outage_dates(one)) for one in _outages(ground, zones))
    for (county, dates), number in batches.items():
        yield Lot(county, *dates, count=number)


def _zones(counties: Sequence) -> QuerySet[Zone]:
    return where.inside(Zone.objects.order_by(), counties)


def _updated(counties: Sequence) -> Updates:
    """数件数、列各行只查一次。"""
    return selectors.updates_of(_zones(counties))


def _start(ground: Ground) -> dt.date:
    return ground.start or dt.date(ground.campaign.year, 6, 1)


def _updates(ground: Ground, zone, updates: Updates) -> Iterator[tuple[Period, Dates]]:
    """行动开始以后到期的各期；停用了的平台，停用那一期起没有。"""
    start, mine = _start(ground), updates[zone.pk]
    for period in periods(zone.rhythm, start=zone.opened_on, on=ground.on, days=zone.rhythm_days):
        if period.last >= start and not (zone.closed_on and zone.closed_on <= period.last):
            yield period, Dates(period.first, period.last, done_on(period, mine))


def _outages(ground: Ground, zones: QuerySet[Zone]) -> QuerySet[Outage]:
    rows = Outage.objects.filter(began_on__lte=ground.on, zone__in=zones.values("pk"))
    return rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=_start(ground)))


def _outage_dates(outage: Outage) -> Dates:
    """失效当天就算超期：期限是前一天。"""
    return Dates(outage.began_on, outage.began_on - ONE, outage.ended_on)


def records(organisation: Organisation) -> list[Record]:
    rows = Zone.objects.filter(organisation=organisation, closed_on__isnull=True)
    return [Record("zones", str(row.pk), row.name, row.get_absolute_url(), row.opened_on) for row in rows]


standing.register(Register("zones", AREA, "公开平台", items, lots=lots, records=records))
