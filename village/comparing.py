"""新清单与已入账的比：哪些是新的、改了的、没变的、表里没有的。户凭标识与期次认，不凭行号。"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from portal.core import bulk
from village.identity import Keys
from village.listing import Line
from village.models import Payment, Programme

COLUMNS = (
    "pk",
    "kind",
    "village_id",
    "household",
    "period",
    "digest",
    "name",
    "group",
    "quantity",
    "rate",
    "amount",
)


class Stored(NamedTuple):
    """已入账、没有被冲销的一笔。"""

    pk: int
    kind: str
    village_id: int
    household: str
    period: str
    digest: str
    name: str
    group: str
    quantity: Decimal | None
    rate: Decimal | None
    amount: Decimal

    def __repr__(self):
        return f"<Stored {self.pk}>"


@dataclass
class Standing:
    """一项补贴现在站得住的各笔。`paid`：（户, 期次）→ 发放；`adjusted`：各笔核减的（户, 期次, 散列）与笔数。"""

    paid: dict[tuple[str, str], Stored] = field(default_factory=dict, repr=False)
    adjusted: Counter = field(default_factory=Counter, repr=False)
    net: Counter = field(default_factory=Counter, repr=False)


@dataclass
class Comparison:
    """`fresh` 要新记的（行, 户, 散列），`undone` 要冲销的，其余是数。"""

    fresh: list[tuple[Line, str, str]] = field(default_factory=list, repr=False)
    undone: list[Stored] = field(default_factory=list, repr=False)
    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    below_zero: list[Line] = field(default_factory=list, repr=False)

    @property
    def is_empty(self) -> bool:
        return not self.fresh and not self.undone


def standing(programme: Programme | None) -> Standing:
    """读出全部站得住的各笔；冲销的一笔抵掉同户同期同内容的那一笔。"""
    found = Standing()
    if programme is None or programme.pk is None:
        return found
    rows = Payment.objects.counted().filter(batch__programme=programme).order_by("pk")
    for row in map(Stored._make, rows.values_list(*COLUMNS).iterator(chunk_size=5000)):
        key = (row.household, row.period)
        found.net[key] += row.amount
        if row.kind == Payment.Kind.PAID:
            found.paid[key] = row
        elif row.kind == Payment.Kind.ADJUSTED:
            found.adjusted[*key, row.digest] += 1
        elif key in found.paid and found.paid[key].digest == row.digest:
            del found.paid[key]
        else:
            found.adjusted[*key, row.digest] -= 1
    return found


@bulk.without_collection()
def compare(lines: Iterable[Line], known: Standing) -> Comparison:
    """一笔正数与已入账的内容不同，是改动：冲销旧的，记新的。负数是核减：没记过的才记。"""
    keys, found = Keys(), Comparison()
    namesakes, adjusted, seen = Counter(), Counter(known.adjusted), set()
    for line in lines:
        household = _household(keys, line, namesakes)
        digest = keys.of_content(
            line.village, line.group, line.name, line.quantity, line.rate, line.cents, line.account, line.phone,
            line.remark,
        )  # fmt: skip
        key = (household, line.period)
        if line.cents < 0:
            _reduce(found, known, adjusted, key, line, digest)
            continue
        old = known.paid.get(key)
        seen.add(key)
        if old is None:
            found.new += 1
        elif old.digest == digest:
            found.same += 1
            continue
        else:
            found.changed += 1
            found.undone.append(old)
        found.fresh.append((line, household, digest))
    found.gone = len(known.paid.keys() - seen)
    _check_below_zero(found, known)
    return found


def _household(keys: Keys, line: Line, namesakes: Counter) -> str:
    if line.id_number:
        return keys.of_person(line.id_number)
    sign = line.cents > 0
    place = (line.village, line.group, line.name, line.period, sign)
    namesakes[place] += 1
    return keys.of_name(line.village, line.group, line.name, namesakes[place] - 1)


def _reduce(
    found: Comparison, known: Standing, adjusted: Counter, key: tuple, line: Line, digest: str
) -> None:
    """核减：同一笔已经记过就不再记。"""
    household, period = key
    if adjusted[household, period, digest] > 0:
        adjusted[household, period, digest] -= 1
        found.same += 1
        return
    found.new += 1
    found.fresh.append((line, household, digest))


def _check_below_zero(found: Comparison, known: Standing) -> None:
    """核减之后不能成为负数：先有发放，才有核减。"""
    if not any(line.cents < 0 for line, _, _ in found.fresh):
        return
    net = Counter(known.net)
    for old in found.undone:
        net[old.household, old.period] -= old.amount
    for line, household, _ in found.fresh:
        net[household, line.period] += Decimal(line.cents).scaleb(-2)
    found.below_zero = [
        line for line, household, _ in found.fresh if line.cents < 0 and net[household, line.period] < 0
    ]
