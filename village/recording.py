"""入账：把核对过的清单写成批次与各户。号码在这里变成密文，往后没有明文。"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django.conf import settings

from portal.core import bulk
from village import summing
from village.comparing import Comparison, Stored
from village.identity import Numbers
from village.listing.lines import CENT_SCALE, QUANTITY_SCALE, Texts
from village.models import Payment, PaymentBatch, Programme

FIELDS = (
    "batch", "village", "kind", "row", "household", "name", "sealed", "group", "quantity", "rate", "amount",
    "period", "remark", "digest",
)  # fmt: skip
PAID, ADJUSTED, UNDONE = Payment.Kind.PAID.value, Payment.Kind.ADJUSTED.value, Payment.Kind.UNDONE.value


def new_batch(programme: Programme, *, by, at: dt.datetime, **facts) -> PaymentBatch:
    """建下一批；须锁着 `programme` 调用。"""
    last = programme.batches.order_by("-number").values_list("number", flat=True).first() or 0
    return PaymentBatch.objects.create(
        programme=programme, number=last + 1, created_by=by, created_at=at, **facts
    )


def write(batch: PaymentBatch, found: Comparison) -> None:
    """写入一批的各户，重算所涉各村的合计。"""
    with bulk.without_collection():
        bulk.load(Payment, FIELDS, _rows(batch, found))
    touched = {claim.line.village for claim in found.fresh} | {old.village_id for old in found.undone}
    summing.refresh(batch.programme, touched)


def reverse(batch: PaymentBatch, rows: list[Stored], villages: set[int]) -> None:
    """写入冲销的各笔。"""
    bulk.load(Payment, FIELDS, (_undone(batch.pk, row) for row in rows))
    summing.refresh(batch.programme, villages)


def amount_of(found: Comparison) -> Decimal:
    """这一批使合计增加多少。"""
    fresh = sum(claim.line.cents for claim in found.fresh)
    return Decimal(fresh).scaleb(-CENT_SCALE) - sum((old.amount for old in found.undone), Decimal(0))


def _rows(batch: PaymentBatch, found: Comparison) -> Iterator[tuple]:
    for old in found.undone:
        yield _undone(batch.pk, old)
    seal = Numbers().seal if settings.KEEP_PERSONAL_NUMBERS else None
    numbers, money = Texts(QUANTITY_SCALE), Texts(CENT_SCALE)
    for line, household, digest in found.fresh:
        own = line.id_number, line.account, line.phone
        yield (
            batch.pk, line.village, PAID if line.cents > 0 else ADJUSTED, line.row, household, line.name,
            seal(*own) if seal and any(own) else None, line.group, numbers[line.quantity], numbers[line.rate],
            money[line.cents], line.period, line.remark, digest,
        )  # fmt: skip


def _undone(batch: int, old: Stored) -> tuple:
    quantity = None if old.quantity is None else str(-old.quantity)
    rate = None if old.rate is None else str(old.rate)
    return (
        batch, old.village_id, UNDONE, 0, old.household, old.name, None, old.group, quantity, rate,
        str(-old.amount), old.period, "", old.digest,
    )  # fmt: skip
