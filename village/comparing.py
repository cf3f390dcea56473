"""新清单与已入账的比：哪些是新的、改了的、没变的、表里没有的。户凭标识与期次认，不凭行号。"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Q

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


class Claim(NamedTuple):
    """清单的一行，与算出的户标识、内容散列。"""

    line: Line
    household: str
    digest: str

    @property
    def key(self) -> tuple[str, str]:
        return self.household, self.line.period

    def __repr__(self):
        return repr(self.line)


@dataclass
class Standing:
    """一份清单所涉各户现在站得住的各笔。`paid`：（户, 期次）→ 发放；`adjusted`：各笔核减的（户, 期次, 散列）与笔数。

    `count` 是这项补贴在清单各期次里站得住的发放共几笔，不论是不是清单里的户。
    """

    count: int = 0
    paid: dict[tuple[str, str], Stored] = field(default_factory=dict, repr=False)
    adjusted: Counter = field(default_factory=Counter, repr=False)
    net: Counter = field(default_factory=Counter, repr=False)


@dataclass
class Comparison:
    """`fresh` 要新记的，`undone` 要冲销的，其余是数；`gone` 是同期次里已入账而清单没有列的。"""

    fresh: list[Claim] = field(default_factory=list, repr=False)
    undone: list[Stored] = field(default_factory=list, repr=False)
    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    below_zero: list[Line] = field(default_factory=list, repr=False)

    @property
    def is_empty(self) -> bool:
        return not self.fresh and not self.undone


@bulk.without_collection()
def claims(lines: Iterable[Line]) -> list[Claim]:
    """逐户算出标识与内容散列；与库里有什么无关，只须算一次。"""
    keys, namesakes = Keys(), Counter()
    return [
        Claim(
            line,
            _household(keys, line, namesakes),
            keys.of_content(
                line.village, line.group, line.name, line.quantity, line.rate, line.cents, line.account,
                line.phone, line.remark,
            ),
        )
        for line in lines
    ]  # fmt: skip


def standing(programme: Programme, claimed: Collection[Claim]) -> Standing:
    """清单所涉各户站得住的各笔；冲销的一笔抵掉同户同期同内容的那一笔。一年已入账多少万户，都只读清单里有的。"""
    found = Standing()
    periods = {claim.line.period for claim in claimed}
    rows = Payment.objects.counted().filter(batch__programme=programme.pk, period__in=periods)
    found.count = _count(rows)
    if not found.count:
        return found
    rows = rows.filter(household__among={claim.household for claim in claimed}).order_by("pk")
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


def _count(rows) -> int:
    """站得住的发放有几笔：冲销发放的一笔是负数，冲销核减的是正数。"""
    undone = Q(kind=Payment.Kind.UNDONE, amount__lt=0)
    counted = rows.aggregate(
        paid=Count("pk", filter=Q(kind=Payment.Kind.PAID)), undone=Count("pk", filter=undone)
    )
    return counted["paid"] - counted["undone"]


@bulk.without_collection()
def compare(claimed: Iterable[Claim], known: Standing) -> Comparison:
    """一笔正数与已入账的内容不同，是改动：冲销旧的，记新的。负数是核减：没记过的才记。"""
    found, adjusted, met = Comparison(), Counter(known.adjusted), 0
    for claim in claimed:
        if claim.line.cents < 0:
            _reduce(found, adjusted, claim)
            continue
        old = known.paid.get(claim.key) if known.paid else None
        met += old is not None
        if old is None:
            found.new += 1
        elif old.digest == claim.digest:
            found.same += 1
            continue
        else:
            found.changed += 1
            found.undone.append(old)
        found.fresh.append(claim)
    found.gone = known.count - met
    _check_below_zero(found, known)
    return found


def _household(keys: Keys, line: Line, namesakes: Counter) -> str:
    if line.id_number:
        return keys.of_person(line.id_number)
    sign = line.cents > 0
    place = (line.village, line.group, line.name, line.period, sign)
    namesakes[place] += 1
    return keys.of_name(line.village, line.group, line.name, namesakes[place] - 1)


def _reduce(found: Comparison, adjusted: Counter, claim: Claim) -> None:
    """核减：同一笔已经记过就不再记。"""
    recorded = (*claim.key, claim.digest)
    if adjusted[recorded] > 0:
        adjusted[recorded] -= 1
        found.same += 1
        return
    found.new += 1
    found.fresh.append(claim)


def _check_below_zero(found: Comparison, known: Standing) -> None:
    """核减之后不能成为负数：先有发放，才有核减。"""
    if not any(claim.line.cents < 0 for claim in found.fresh):
        return
    net = Counter(known.net)
    for old in found.undone:
        net[old.household, old.period] -= old.amount
    for claim in found.fresh:
        net[claim.key] += Decimal(claim.line.cents).scaleb(-2)
    found.below_zero = [claim.line for claim in found.fresh if claim.line.cents < 0 and net[claim.key] < 0]
