"""推进情况：一件事一行，灯、数、率、趋势、清单都由行算出来，没有一处填百分比。

八个方面的每个台账把自己的行交到这里：该做的一件事，何时起、何时到期、何时办结。某日的情况只看那一天
以前发生的，所以任何一天都可以回头看。不认识 Django，也不认识各台账。
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

TENTH = Decimal("0.1")


class State(StrEnum):
    """某日看来，一件事处在哪里。办结的分按时、延期内、逾期三种，互不相混。"""

    ON_TIME = "on_time"
    EXTENDED = "extended"
    LATE = "late"
    SOON = "soon"
    OVERDUE = "overdue"
    OPEN = "open"


STATE_LABELS = {
    State.ON_TIME: "按时办结",
    State.EXTENDED: "延期内办结",
    State.LATE: "逾期办结",
    State.SOON: "临期",
    State.OVERDUE: "超期未办",
    State.OPEN: "未到期",
}


class Light(StrEnum):
    """县区在一个方面的灯。"""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


LIGHT_LABELS = {Light.GREEN: "正常", Light.AMBER: "临期", Light.RED: "超期", Light.GREY: "未启动"}


@dataclass(frozen=True)
class Item:
    """一件该做的事。

    `county_id` 是归到哪个县区；`organisation` 是该办的单位（可以是县区自己、县直部门、乡镇、村）。
    `key` 在全站唯一而且不变，如 `meeting:2026-Q3:12`。日期都是整日（北京时间），`due_on` 与 `extended_on` 含当天；
    没有期限的为 None。`since` 之前这件事还不存在；`done_on` 是办结的那一天；`until` 这天起不再算（收回、作废、目录不再列）。
    `field_id` 是所属领域，有的才填：主管部门只看自己主管领域的。
    """

    key: str
    county_id: int
    organisation: object
    text: str
    url: str
    since: dt.date
    due_on: dt.date | None = None
    done_on: dt.date | None = None
    extended_on: dt.date | None = None
    until: dt.date | None = None
    field_id: int | None = None

    @property
    def last_day(self) -> dt.date | None:
        """实际的最后一天，批准的延期在内。"""
        return max(self.due_on, self.extended_on or self.due_on) if self.due_on else None


@dataclass(frozen=True)
class Lot:
    """一个县区里各个日期都相同的 `count` 件事；意思与 `Item` 的同名各项相同。数件数、看走势只要这些。"""

    county_id: int
    since: dt.date
    due_on: dt.date | None = None
    done_on: dt.date | None = None
    extended_on: dt.date | None = None
    until: dt.date | None = None
    count: int = 1

    @property
    def last_day(self) -> dt.date | None:
        return max(self.due_on, self.extended_on or self.due_on) if self.due_on else None


@dataclass(frozen=True)
class Gauge:
    """从哪一天看：`on` 是那一天，`soon_by` 以前（含）到期的算临期。"""

    on: dt.date
    soon_by: dt.date

    def state(self, item: Item | Lot) -> State | None:
        """这一天 `item` 处在哪里；还不存在、已经不算的为 None。"""
        if item.since > self.on or (item.until is not None and item.until <= self.on):
            return None
        if item.done_on is not None and item.done_on <= self.on:
            return _finished(item)
        if item.last_day is None or item.last_day > self.soon_by:
            return State.OPEN
        return State.OVERDUE if item.last_day < self.on else State.SOON


def _finished(item: Item | Lot) -> State:
    if item.due_on is None or item.done_on <= item.due_on:
        return State.ON_TIME
    return State.EXTENDED if item.done_on <= item.last_day else State.LATE


@dataclass(frozen=True)
class Tally:
    """一个县区在一个台账（或一个方面）里，处在各种状态的各有几件。"""

    on_time: int = 0
    extended: int = 0
    late: int = 0
    soon: int = 0
    overdue: int = 0
    open: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.on_time + other.on_time,
            self.extended + other.extended,
            self.late + other.late,
            self.soon + other.soon,
            self.overdue + other.overdue,
            self.open + other.open,
        )

    def of(self, state: State | str) -> int:
        return getattr(self, str(state))

    @property
    def done(self) -> int:
        return self.on_time + self.extended + self.late

    @property
    def total(self) -> int:
        return self.done + self.soon + self.overdue + self.open

    @property
    def share(self) -> Decimal | None:
        """已办结占全部的百分比，一位小数；一件也没有的为 None，不是 0。"""
        if not self.total:
            return None
        return (Decimal(100 * self.done) / self.total).quantize(TENTH, ROUND_HALF_UP)


@dataclass(frozen=True)
class LightRule:
    """一个方面的亮灯规则，由市政务公开办按行动配置。

    超期未办多于 `most_overdue` 件为红；办结率低于 `least_share`（百分比，None 不看）为红；其余有临期或超期的为黄。
    """

    soon_workdays: int = 3
    most_overdue: int = 0
    least_share: Decimal | None = None

    def light(self, tally: Tally) -> Light:
        if not tally.total or (not tally.done and not tally.soon and not tally.overdue):
            return Light.GREY
        if tally.overdue > self.most_overdue or self._falls_short(tally):
            return Light.RED
        return Light.AMBER if tally.soon or tally.overdue else Light.GREEN

    @property
    def sentence(self) -> str:
        """写在屏幕上的规则。"""
        red = f"超期未办多于 {self.most_overdue} 件" if self.most_overdue else "有超期未办"
        if self.least_share is not None:
            red += f"或办结率低于 {float(self.least_share):g}%"
        return f"{red}为红；{self.soon_workdays} 个工作日内到期（临期）或有超期为黄；其余为绿；都未到期又都未办结为灰。"

    def _falls_short(self, tally: Tally) -> bool:
        return self.least_share is not None and tally.share < self.least_share


@dataclass(frozen=True)
class Record:
    """台账里可以引用为佐证的一条：已经报送过的，不必再传一遍。"""

    register: str
    pk: str
    title: str
    url: str
    on: dt.date


Items = Callable[[object, Sequence], Iterable[Item]]
Lots = Callable[[object, Sequence], Iterable[Lot]]
OfFields = Callable[[object, Sequence, frozenset[int]], Iterable[Item]]
Records = Callable[[object], list[Record]]


@dataclass(frozen=True)
class Register:
    """一个台账怎样说明推进情况。

    `items(ground, counties)` 给出这些县区到 `ground.on` 这天（含）存在的全部事项，查询次数与县区数无关；
    几个台账都要的（阶段、期限、规则）向 `ground`（`tasks.ground.Ground`）要，不各查各的。
    另给 `lots(ground, counties)` 的，按日期并成几批，数件数不必逐行，须与逐行并出来的一致；一行一件事的，两样都由
    `tasks.source.Source` 来。
    `of_fields(ground, counties, fields)` 只给某几个领域的事项，主管部门看自己主管的领域用。
    `records(organisation)` 是这个单位可引用为佐证的记录。`area` 是 `TaskArea.code`。
    """

    code: str
    area: str
    name: str
    items: Items
    records: Records | None = None
    lots: Lots | None = None
    of_fields: OfFields | None = None

    def batches(self, ground, counties: Sequence) -> list[Lot]:
        """这些县区到 `ground.on` 为止的事项并成的各批；以前的任何一天都可以拿它来数。"""
        if self.lots is not None:
            return list(self.lots(ground, counties))
        return gather(self.items(ground, counties))


def gather(items: Iterable[Item]) -> list[Lot]:
    """逐行并成批。"""
    batches = Counter(
        (one.county_id, one.since, one.due_on, one.done_on, one.extended_on, one.until) for one in items
    )
    return [Lot(*days, count=number) for days, number in batches.items()]


def count(items: Iterable[Item], gauge: Gauge) -> dict[int, Tally]:
    """逐行数出各县区的件数。"""
    return count_lots(gather(items), gauge)


def count_lots(lots: Iterable[Lot], gauge: Gauge) -> dict[int, Tally]:
    """由各批数出各县区的件数；没有事项的县区不在其中。"""
    counted: dict[int, Counter] = defaultdict(Counter)
    for lot in lots:
        state = gauge.state(lot)
        if state is not None:
            counted[lot.county_id][state] += lot.count
    return {county: Tally(**row) for county, row in counted.items()}


_registers: dict[str, Register] = {}


def register(one: Register) -> Register:
    """登记一个台账；代号已被另一个占用是编程错误。"""
    if _registers.setdefault(one.code, one) != one:
        raise ValueError(f"台账 {one.code} 已登记")
    return one


def registers(area: str = "") -> list[Register]:
    """登记过的台账，按方面与代号排；`area` 非空则只要那个方面的。"""
    found = [one for one in _registers.values() if not area or one.area == area]
    return sorted(found, key=lambda one: (one.area, one.code))
