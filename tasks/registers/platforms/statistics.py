"""平台建设的统计：县区 × 核验结果与本期更新；查询次数与县区数无关。"""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from portal.core import clock
from portal.organisations.models import Organisation
from tasks import counties
from tasks.registers.interpretation.measures import percent
from tasks.registers.platforms import findings, selectors


@dataclass(frozen=True)
class CountyRow:
    """一个县区（`county` 为 None 是合计）；只算没有停用的。"""

    county: Organisation | None
    zones: int
    reachable: int
    empty: int
    dead: int
    unclear: int
    waiting: int
    offline: int
    due: int
    fresh: int
    oldest: int | None

    @property
    def rate(self) -> Decimal | None:
        return percent(self.fresh, self.due)

    @property
    def late(self) -> int:
        return self.due - self.fresh


def county_rows(user, at: dt.datetime) -> tuple[list[CountyRow], CountyRow]:
    """看得到的各县区，与合计。"""
    seen, on = counties.seen_by(user), clock.local_date(at)
    by_path, found = counties.by_path(seen), defaultdict(list)
    for row in selectors.zone_rows(user, at):
        if county := counties.county_of(row.row.organisation, by_path):
            found[county.pk].append(row)
    rows = [_row(county, found[county.pk], on) for county in seen]
    return rows, _row(None, [row for own in found.values() for row in own], on)


def _row(county, rows: list, on: dt.date) -> CountyRow:
    words = Counter(row.word for row in rows)
    due = [row for row in rows if row.period is not None]
    ages = [(on - (row.updated_on or row.row.opened_on)).days for row in due]
    return CountyRow(
        county=county,
        zones=len(rows),
        reachable=words[findings.REACHABLE],
        empty=words[findings.EMPTY] + words[findings.MOVED],
        dead=words[findings.DEAD],
        unclear=words[findings.NO_ANSWER] + words[findings.BLOCKED] + words[findings.UNCHECKED],
        waiting=words[findings.WAITING],
        offline=words[findings.OFFLINE],
        due=len(due),
        fresh=sum(row.is_fresh for row in due),
        oldest=max(ages, default=None),
    )
