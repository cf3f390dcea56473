"""减负的读取：此人看得到的要求，摊到各县区各月；像同一件事的各对与怎样定的。"""

import datetime as dt
from dataclasses import dataclass

from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks import burden
from tasks.burden import Demand, likeness, measuring
from tasks.burden.measuring import Asked, Load
from tasks.models import BurdenVerdict, Campaign


@dataclass(frozen=True)
class Ledger:
    """`asked` 是摊开的各次；`counties` 是看得到的县区；`spared` 是定为合并、不再单独要的几件。"""

    campaign: Campaign
    counties: tuple[Organisation, ...]
    demands: list[Demand]
    asked: list[Asked]
    spared: frozenset[str]

    @property
    def months(self) -> list[dt.date]:
        """第一次到最后一次之间的各月，没有要的月也在。"""
        every = [one.month for one in self.asked]
        return list(burden.months_between(min(every), max(every))) if every else []

    @property
    def askers(self) -> list[str]:
        return sorted({one.demand.asker_name for one in self.asked})


def ledger(user, campaign: Campaign) -> Ledger:
    """市里与审计员看全部，县区看向自己要的，部门看自己要的。查询次数与要求、县区多少无关。"""
    reading = scope_of(user).reading
    everyone = tuple(row.county for row in campaign.participants.select_related("county"))
    whole = tuple(county for county in everyone if county.path.startswith(reading))
    own = {county.pk for county in whole}
    every = burden.demands(campaign)
    asks = [one for one in every if one.asker.path.startswith(reading)]
    mine = [one for one in every if one.counties & own]
    seen = every if len(own) == len(everyone) else mine or asks
    counties = whole or (everyone if asks else ())
    spared = frozenset(
        BurdenVerdict.objects.filter(campaign=campaign, verdict="merge").values_list("right", flat=True)
    )
    asked = measuring.spread(seen, (county.pk for county in counties), spared=spared)
    return Ledger(campaign, counties, seen, asked, spared & {one.key for one in seen})


@dataclass(frozen=True)
class Row:
    """一个县区各月的负担。"""

    county: Organisation
    loads: list[Load]
    total: Load


def county_rows(found: Ledger, asked: list[Asked]) -> list[Row]:
    months = found.months
    loads = measuring.by(asked, lambda one: (one.county_id, one.month))
    rows = []
    for county in found.counties:
        mine = [loads.get((county.pk, month), Load()) for month in months]
        rows.append(Row(county, mine, sum(mine, Load())))
    return rows


@dataclass(frozen=True)
class Filter:
    """空的不限。`month` 形如 2026-10。"""

    county: str = ""
    month: str = ""
    asker: str = ""
    kind: str = ""


def chosen(found: Ledger, wanted: Filter) -> list[Asked]:
    """符合条件的各次，按月、县区、提出单位。"""
    places = {county.pk: county for county in found.counties}
    rows = [
        one
        for one in found.asked
        if wanted.county in ("", places[one.county_id].code)
        and wanted.month in ("", f"{one.month:%Y-%m}")
        and wanted.asker in ("", one.demand.asker_name)
        and wanted.kind in ("", one.demand.kind)
    ]
    return sorted(
        rows, key=lambda one: (one.month, places[one.county_id].path, one.demand.asker_name, one.demand.key)
    )


@dataclass(frozen=True)
class Pair:
    """像是同一件事的一对；`verdict` 为 None 是还没有定。"""

    left: Demand
    right: Demand
    percent: int
    verdict: BurdenVerdict | None


def pairs(found: Ledger) -> list[Pair]:
    """各对，没有定的在前，像的在前。"""
    rows = BurdenVerdict.objects.filter(campaign=found.campaign).select_related("decided_by")
    decided = {(row.left, row.right): row for row in rows}
    every = [
        Pair(a, b, round(100 * share), decided.get((a.key, b.key)))
        for a, b, share in likeness.alike(found.demands)
    ]
    return sorted(every, key=lambda one: one.verdict is not None)
