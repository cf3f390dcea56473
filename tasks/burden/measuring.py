"""各县区每月被要多少：栏数、份数，按提出单位；定为合并的，后一件不重复计。"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.core.charts import Chart, trend
from tasks.burden import Demand


@dataclass(frozen=True)
class Load:
    """几次要求，共要填几栏、交几份。"""

    times: int = 0
    fields: int = 0
    documents: int = 0

    def __add__(self, other: "Load") -> "Load":
        return Load(self.times + other.times, self.fields + other.fields, self.documents + other.documents)


@dataclass(frozen=True)
class Asked:
    """一件要求落在一个县区、一个月；要了几次算几次。"""

    demand: Demand
    county_id: int
    month: dt.date

    @property
    def load(self) -> Load:
        times = self.demand.times(self.county_id, self.month)
        return Load(times, times * self.demand.fields, times * self.demand.documents)


def spread(demands: Iterable[Demand], counties: Iterable[int], *, spared=frozenset()) -> list[Asked]:
    """摊到各县区、各月；`spared` 是已定合并、不再单独要的各件的标识。"""
    wanted = frozenset(counties)
    return [
        Asked(one, county, month)
        for one in demands
        if one.key not in spared
        for county in sorted(one.counties & wanted)
        for month in one.months
        if one.times(county, month)
    ]


def total(asked: Iterable[Asked]) -> Load:
    return sum((one.load for one in asked), Load())


def by(asked: Iterable[Asked], key) -> dict:
    """按 `key(一次)` 分别合计。"""
    found: dict = {}
    for one in asked:
        found[key(one)] = found.get(key(one), Load()) + one.load
    return found


def chart_of(months: Sequence[dt.date], loads: dict[dt.date, Load], *, counties: int) -> Chart:
    """平均每个县区每月要填的栏数与要交的份数。"""
    names = [f"{month.month}月" for month in months]
    each = [loads.get(month, Load()) for month in months]
    count = max(1, counties)
    series = [
        ("栏", [round(one.fields / count, 1) for one in each]),
        ("份", [round(one.documents / count, 1) for one in each]),
    ]
    top = max((value for _, values in series for value in values), default=0)
    return trend(
        names, series, title="每个县区每月要填的栏数、要交的份数", full=4 * (int(top) // 4 + 1), unit=""
    )
