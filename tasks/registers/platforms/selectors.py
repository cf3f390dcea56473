"""公开平台的读取：各处的核验结果、本期是否更新。"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from portal.core import clock
from portal.core.models import Link, LinkCheck
from portal.organisations.models import Organisation
from tasks.registers.platforms import findings
from tasks.registers.platforms.models import Zone, ZoneUpdate
from tasks.registers.platforms.periods import Period, done_on, periods

GROUPS = {
    "hollow": ("空白或跳走", (findings.EMPTY, findings.MOVED)),
    "unclear": ("没有核实", (findings.NO_ANSWER, findings.BLOCKED, findings.UNCHECKED)),
}
TIMELY = {"due": "本期应更新", "late": "本期还没有更新", "fresh": "本期已更新"}
STATES = (
    *((word, word) for word in findings.WORDS),
    *((key, label) for key, (label, _) in GROUPS.items()),
    *TIMELY.items(),
)


@dataclass(frozen=True)
class Row:
    """一处平台与它此刻的情况；`period` 是本期，不定期的为 None；`updated_on` 是最近一次核实了的更新。"""

    row: Zone
    word: str
    period: Period | None
    is_fresh: bool
    updated_on: dt.date | None


def zones(user) -> QuerySet[Zone]:
    return Zone.objects.visible_to(user).select_related("organisation", "link", "parent")


def links_unseen(links: Sequence[int], *, since: dt.datetime) -> list[Link]:
    """其中 `since` 之后还没有核验过的，按网站排。"""
    unseen = Q(checked_at__isnull=True) | Q(checked_at__lt=since)
    return list(Link.objects.filter(unseen, pk__in=links).order_by("host", "pk"))


def updates_of(zones: QuerySet[Zone] | Iterable[Zone]) -> Mapping[int, list[dt.date]]:
    """{平台: 核实了的更新日期，由早到晚}，一次查询；给查询集的不先取来各平台。"""
    found = defaultdict(list)
    chosen = zones.values("pk") if isinstance(zones, QuerySet) else [zone.pk for zone in zones]
    known = ZoneUpdate.objects.filter(zone__in=chosen, confirmed_on__isnull=False)
    for zone, on in known.order_by("on").values_list("zone", "on"):
        found[zone].append(on)
    return found


def word_of(zone: Zone) -> str:
    """此刻的核验结果；等着后台权限的单列。"""
    if zone.link is None:
        return findings.OFFLINE
    link = zone.link
    found = findings.finding(link.state, link.status_code, link.note, has_text=bool(link.text_hash))
    return findings.WAITING if zone.waiting_for and found not in findings.OK else found


def check_word(check: LinkCheck) -> str:
    """历史里一次核验的结果。"""
    return findings.finding(check.state, check.status_code, check.note, has_text=bool(check.text_hash))


def rows_of(rows: Iterable[Zone], *, on: dt.date) -> list[Row]:
    """各处平台在 `on` 这天的情况；一次查询。"""
    rows = list(rows)
    updates = updates_of(rows)
    return [_row(zone, updates[zone.pk], on) for zone in rows]


def _row(zone: Zone, updates: list[dt.date], on: dt.date) -> Row:
    own = list(periods(zone.rhythm, start=zone.opened_on, on=on, days=zone.rhythm_days))
    period = own[-1] if own and zone.closed_on is None else None
    fresh = period is not None and done_on(period, updates) is not None
    return Row(zone, word_of(zone), period, fresh, updates[-1] if updates else None)


def zone_rows(user, at: dt.datetime, *, state="", kind="", county="", q="", closed="") -> list[Row]:
    """看得到的平台，照筛选。"""
    rows = zones(user).order_by("organisation__path", "parent__name", "name")
    if not closed:
        rows = rows.filter(closed_on__isnull=True)
    if kind:
        rows = rows.filter(kind=kind)
    if county:
        place = Organisation.objects.filter(code=county).first()
        rows = rows.within(place) if place else rows.none()
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(link__url__icontains=q) | Q(post__icontains=q))
    return [row for row in rows_of(rows, on=clock.local_date(at)) if _is_in(row, state)]


def _is_in(row: Row, state: str) -> bool:
    if state in TIMELY:
        return row.period is not None and (state == "due" or row.is_fresh == (state == "fresh"))
    return not state or row.word in GROUPS.get(state, ("", (state,)))[1]
