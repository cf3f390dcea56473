"""一村一项补贴的各户：复核过的各批相抵之后的净额。更正、冲销另立一批，所以要抵。"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from portal.core import numerals
from portal.organisations.models import Organisation
from village.models import Payment, Programme

COLUMNS = ("household", "name", "group", "row", "quantity", "rate", "amount")
CHINESE = {numerals.chinese(number): number for number in range(1, 200)}
IN_GROUP = re.compile(r"\d+|[一二三四五六七八九十百零]+")


@dataclass(frozen=True)
class Household:
    """一户的净额。`rate` 为 None 是没有标准，或各期标准不一。姓名不进 `repr`，免得随错误写进日志。"""

    key: str = field(repr=False)
    name: str = field(repr=False)
    group: str
    row: int
    quantity: Decimal | None
    rate: Decimal | None
    amount: Decimal


@dataclass(frozen=True)
class Total:
    """合计；各户都没有数量时 `quantity` 为 None。"""

    households: int
    quantity: Decimal | None
    amount: Decimal


def households(programme: Programme, village: Organisation) -> list[Household]:
    """按组、原表行号；净额为零的不列。一次查询。"""
    rows = Payment.objects.confirmed().filter(batch__programme=programme, village=village)
    by_key = defaultdict(list)
    for row in rows.order_by("batch_id", "row", "pk").values_list(*COLUMNS, named=True):
        by_key[row.household].append(row)
    netted = (_netted(key, payments) for key, payments in by_key.items())
    return sorted((one for one in netted if one.amount), key=_place)


def of_household(village: Organisation, year: int, key: str) -> dict[int, Household]:
    """一户这一年复核过的各项净额，{项目: 净额}；净额为零的不列。一次查询。"""
    rows = Payment.objects.confirmed().filter(village=village, batch__programme__year=year, household=key)
    by_programme = defaultdict(list)
    for row in rows.order_by("batch_id", "row", "pk").values_list(
        *COLUMNS, "batch__programme_id", named=True
    ):
        by_programme[row.batch__programme_id].append(row)
    netted = {programme: _netted(key, payments) for programme, payments in by_programme.items()}
    return {programme: one for programme, one in netted.items() if one.amount}


def totals(rows: Iterable[Household]) -> Total:
    rows = list(rows)
    amount = sum((row.amount for row in rows), Decimal(0))
    return Total(len(rows), _sum(row.quantity for row in rows), amount)


def _netted(key: str, payments: list) -> Household:
    """姓名、组、行号取最近一笔发放的：更正批次里先冲后补，补的那一笔才是对的。"""
    paid = [payment for payment in payments if payment.amount > 0] or payments
    last = paid[-1]
    return Household(
        key=key,
        name=last.name,
        group=last.group,
        row=last.row,
        quantity=_sum(payment.quantity for payment in payments),
        rate=_rate(payments),
        amount=sum((payment.amount for payment in payments), Decimal(0)),
    )


def _rate(payments: list) -> Decimal | None:
    """抵完还有金额的标准只有一个，就是它。"""
    by_rate: dict[Decimal | None, Decimal] = defaultdict(Decimal)
    for payment in payments:
        by_rate[payment.rate] += payment.amount
    standing = [rate for rate, amount in by_rate.items() if amount]
    return standing[0] if len(standing) == 1 else None


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    """没有的不算；都没有则为 None，不当作零。"""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _place(one: Household) -> tuple:
    """2 组在 10 组之前，“二组”与“2组”相当；没有写组的排在最后。"""
    found = IN_GROUP.search(one.group)
    number = CHINESE.get(found[0]) or (int(found[0]) if found[0].isdecimal() else 0) if found else 0
    return (not one.group, number or len(CHINESE) + 1, one.group, one.row, one.key)
