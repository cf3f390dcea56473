"""公开覆盖与及时：一个事项到某天为止公开了没有、按时没有。纯函数。

“每季度”这类周期的，最近一次公开落在本期或上一期才算覆盖；其余公开过即算。
及时只看写明了形成日期、时限有数的：公开日不晚于时限为及时。没有数的（及时、实时）不判断。
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from catalogs import limits
from catalogs.limits import TimeLimit

CYCLES = {"日": 1, "工作日": 1}
MONTHS = {"月": 1, "季": 3, "年": 12}
ONE_PLACE = Decimal("0.1")


@dataclass(frozen=True)
class Record:
    """一次公开：形成日期（可不知道）、公开日期、链接是否已核实失效。"""

    disclosed_on: dt.date
    made_on: dt.date | None = None
    is_dead: bool = False


@dataclass(frozen=True)
class Standing:
    """一个事项到某天的情形。`due_on` 是周期事项下一次最迟哪天；`timely`、`late` 是次数。"""

    is_covered: bool
    latest_on: dt.date | None
    is_lapsed: bool
    timely: int
    late: int
    dead: int


@dataclass(frozen=True)
class Tally:
    """若干事项的合计：应公开、已公开、逾期未更新、及时与不及时的次数、失效的链接。"""

    should: int = 0
    covered: int = 0
    lapsed: int = 0
    timely: int = 0
    late: int = 0
    dead: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            *(mine + theirs for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True))
        )

    @property
    def missing(self) -> int:
        return self.should - self.covered

    @property
    def coverage(self) -> Decimal | None:
        """覆盖率，百分数一位小数；没有应公开的为 None，不是 0。"""
        return percent(self.covered, self.should)

    @property
    def timeliness(self) -> Decimal | None:
        """及时率，只以能判断的次数为分母。"""
        return percent(self.timely, self.timely + self.late)

    def __str__(self):
        parts = [f"应公开 {self.should} 项，已公开 {self.covered} 项"]
        if self.timely + self.late:
            parts.append(f"能判断及时的 {self.timely + self.late} 次中及时 {self.timely} 次")
        if self.lapsed:
            parts.append(f"{self.lapsed} 项该更新而没有更新")
        if self.dead:
            parts.append(f"{self.dead} 个链接已失效")
        return "，".join(parts)


def standing(
    limit: TimeLimit,
    records: Iterable[Record],
    *,
    on: dt.date,
    add_workdays: Callable[[dt.date, int], dt.date],
) -> Standing:
    """某事项到 `on` 当天（含）的情形；之后的公开不算。"""
    seen = sorted((r for r in records if r.disclosed_on <= on), key=lambda r: r.disclosed_on)
    latest = seen[-1].disclosed_on if seen else None
    lapsed = latest is not None and latest < period_start(limit, on)
    judged = [
        (record.disclosed_on, due)
        for record in seen
        if record.made_on and (due := limits.due(limit, record.made_on, add_workdays)) and not is_cycle(limit)
    ]
    timely = sum(disclosed <= due for disclosed, due in judged)
    return Standing(
        is_covered=latest is not None and not lapsed,
        latest_on=latest,
        is_lapsed=lapsed,
        timely=timely,
        late=len(judged) - timely,
        dead=sum(record.is_dead for record in seen),
    )


def tally(standings: Iterable[Standing]) -> Tally:
    """合计；每个情形是一个应公开的事项。"""
    total = Tally()
    for one in standings:
        total += Tally(1, int(one.is_covered), int(one.is_lapsed), one.timely, one.late, one.dead)
    return total


def is_cycle(limit: TimeLimit) -> bool:
    """周期更新的：每月、每季度、每年、按季。"""
    return limit.value is not None and limit.anchor.startswith(("每", "按"))


def period_start(limit: TimeLimit, on: dt.date) -> dt.date:
    """周期事项：上一期的第一天，最近一次公开不早于它才算没有断。不是周期的没有断不断，取最早的日子。"""
    if not is_cycle(limit):
        return dt.date.min
    if limit.unit in CYCLES:
        return on - dt.timedelta(days=2 * limit.value + 1)
    months = MONTHS[limit.unit] * limit.value
    index = (on.year * 12 + on.month - 1) // months * months - months
    return dt.date(index // 12, index % 12 + 1, 1)


def percent(part: int, whole: int) -> Decimal | None:
    if not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(ONE_PLACE, ROUND_HALF_UP)
