"""平台的写入：登记、修改、登记更新、排上核验、把核验所见记成更新与失效。"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.urls import reverse

from portal.core import audit, clock
from portal.core import links as checker
from portal.core.models import Job, Link
from portal.core.models.links import LinkState
from portal.core.rules import Denied
from portal.organisations.models import Organisation
from tasks import links
from tasks.actions.ledger import Invalid, save_row
from tasks.registers.platforms import permissions
from tasks.registers.platforms.models import Outage, Zone, ZoneUpdate

ANSWERS = (LinkState.ALIVE, LinkState.CHANGED, LinkState.STALE)
ROUND = "tasks.check_zones"


@dataclass(frozen=True)
class ZoneLine:
    """台账的一行；`organisation` 是单位的编码，`parent` 是所属专区的名称。"""

    organisation: str
    name: str
    kind: str
    post: str
    opened_on: dt.date
    parent: str = ""
    url: str = ""
    place: str = ""
    rhythm: str = Zone.Rhythm.MONTHLY
    rhythm_days: int | None = None
    functions: tuple[str, ...] = ()
    closed_on: dt.date | None = None
    waiting_for: str = ""

    @property
    def title(self) -> str:
        return self.name


@transaction.atomic
def save_zone(*, zone: Zone, values: dict, version: int = 0, by, at: dt.datetime) -> Zone:
    """登记或修改一处平台；所属专区须是本单位的，只分两级。"""
    permissions.check_can_keep(by, zone.organisation)
    values = dict(values)
    values["link"] = links.watched(values.pop("url", ""))
    _check_parent(zone, values.get("parent"))
    if values.get("rhythm") == Zone.Rhythm.DAYS and not values.get("rhythm_days"):
        raise Invalid("更新节奏为“及时”的请写明几天；其余的不填天数。")
    saved = save_row(zone, values, version=version, by=by, at=at)
    if saved.link_id:
        _watch_age(saved)
    return saved


def _check_parent(zone: Zone, parent: Zone | None) -> None:
    if parent is None:
        return
    if parent.organisation_id != zone.organisation_id or parent.pk == zone.pk:
        raise Invalid("所属专区须是本单位登记的另一处。")
    if parent.parent_id or (zone.pk and zone.columns.exists()):
        raise Invalid("专区与栏目只分两级：栏目之下不再设栏目。")


def _watch_age(zone: Zone) -> None:
    """多久没更新算久：一期的天数；同一网址几处登记的，取最短的一期。"""
    days = {"weekly": 7, "monthly": 31, "quarterly": 92, "half": 184}.get(zone.rhythm, zone.rhythm_days)
    known = zone.link.stale_after_days
    if days and (known is None or days < known):
        zone.link.stale_after_days = days
        zone.link.save(update_fields=["stale_after_days"])


@transaction.atomic
def record_update(*, zone: Zone, on: dt.date, title: str, url: str, by, at: dt.datetime) -> ZoneUpdate:
    """登记一次更新，附更新了的网页；网页核验打得开才算数，所以随即排上核验。"""
    permissions.check_can_keep(by, zone.organisation)
    if not zone.opened_on <= on <= clock.local_date(at):
        raise Invalid("更新日期应在开通之后、今天以前，请核对。")
    link = links.watched(url)
    if link is None:
        raise Invalid("请填写更新了的网页，核验打得开才算数。")
    update = ZoneUpdate.objects.create(
        zone=zone, on=on, title=title.strip(), link=link, recorded_by=by, recorded_at=at
    )
    audit.record("tasks.zoneupdate.recorded", obj=update, by=by, at=at, detail={"zone": zone.pk})
    _queue([(link.host, link.pk)], since=at, by=by)
    return update


@transaction.atomic
def check_now(*, zones: Sequence[Zone], by, at: dt.datetime) -> Job | None:
    """此刻核验这几处；排成任务，返回头一件。没有网址的不核。"""
    for zone in zones:
        permissions.check_can_keep(by, zone.organisation)
    rows = sorted({(zone.link.host, zone.link.pk) for zone in zones if zone.link})
    if not rows:
        raise Denied("没有可以核验的网址；线下专区由人去看。")
    back = zones[0].get_absolute_url() if len(zones) == 1 else reverse("tasks:zones")
    jobs = _queue(rows, since=at, by=by, back=back)
    for zone in zones:
        audit.record("tasks.zone.check_queued", obj=zone, by=by, at=at)
    return jobs[0]


def queue_round(*, on: dt.date, by=None) -> list[Job]:
    """每夜一轮：开着的各处平台，以及登记了更新还没有核实的网页。"""
    open_ = Zone.objects.filter(closed_on__isnull=True, link__isnull=False)
    waiting = ZoneUpdate.objects.filter(confirmed_on__isnull=True, link__isnull=False)
    rows = {*open_.values_list("link__host", "link"), *waiting.values_list("link__host", "link")}
    return _queue(sorted(rows), since=clock.day_start(on), by=by)


def _queue(rows: list[tuple[str, int]], *, since: dt.datetime, by, back: str = "") -> list[Job]:
    stamp = since.isoformat()
    return checker.queue_all(
        ROUND, rows, args={"since": stamp, "back": back}, stamp=stamp, by=by, what="公开平台"
    )


@transaction.atomic
def take_findings(*, link_ids: Iterable[int], at: dt.datetime) -> dict:
    """把这些链接最近的核验所见记下来：看到的更新、失效与恢复、登记的更新是否属实。重来不重复。"""
    found = Link.objects.in_bulk(list(link_ids))
    zones = list(Zone.objects.filter(link__in=found, closed_on__isnull=True))
    for zone in zones:
        link = found[zone.link_id]
        if link.checked_at:
            _take_state(zone, link)
            _take_update(zone, link, at)
    waiting = ZoneUpdate.objects.filter(link__in=found, confirmed_on__isnull=True).select_related("link")
    confirmed = [update for update in waiting if update.link.state in ANSWERS]
    for update in confirmed:
        update.confirmed_on = clock.local_date(update.link.checked_at)
        update.save(update_fields=["confirmed_on"])
    return {"zones": len(zones), "confirmed": len(confirmed)}


def _take_state(zone: Zone, link: Link) -> None:
    """失效的起一段，答复了的结束它；没有得到答复的（网络）不作判断。"""
    on, open_ = clock.local_date(link.checked_at), zone.outages.filter(ended_on__isnull=True).first()
    if link.state == LinkState.DEAD and open_ is None:
        Outage.objects.create(zone=zone, began_on=on)
    elif link.state in ANSWERS and open_ is not None:
        open_.ended_on = on
        open_.save(update_fields=["ended_on"])


def _take_update(zone: Zone, link: Link, at: dt.datetime) -> None:
    """网页写着日期的以它为准；没有日期的，正文变了算那天更新。"""
    if link.state not in ANSWERS:
        return
    on = link.page_date or (clock.local_date(link.changed_at) if link.changed_at else None)
    checked_on = clock.local_date(link.checked_at)
    if on and zone.opened_on <= on <= checked_on:
        ZoneUpdate.objects.get_or_create(
            zone=zone,
            on=on,
            recorded_by=None,
            defaults={"title": link.title[:200], "confirmed_on": checked_on, "recorded_at": at},
        )


@transaction.atomic
def record_zones(*, lines: Sequence[ZoneLine], by, at: dt.datetime) -> list[Zone]:
    """照表写入：同一单位同名的改动，没有的新增；先写专区，再写栏目。"""
    ordered = sorted(lines, key=lambda line: bool(line.parent))
    return [_record(line, by=by, at=at) for line in ordered]


def _record(line: ZoneLine, *, by, at: dt.datetime) -> Zone:
    values = asdict(line)
    organisation = Organisation.objects.get(code=values.pop("organisation"))
    own = Zone.objects.filter(organisation=organisation)
    values["parent"] = own.filter(name=line.parent).first() if line.parent else None
    if line.parent and values["parent"] is None:
        raise Denied(f"“{line.name}”的所属专区“{line.parent}”还没有登记。")
    values["functions"] = list(line.functions)
    zone = own.filter(name=line.name).first() or Zone(organisation=organisation)
    return save_zone(zone=zone, values=values, version=zone.version, by=by, at=at)
