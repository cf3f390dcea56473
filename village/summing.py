"""村级合计：由户的净额算出，一条语句；批次入账、复核、退回之后重算所涉的村。"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import F

from village.models import Payment, PaymentBatch, Programme, VillageSum

# 先按户抵出净额（到分），净额为零的户不算户数。
STATEMENT = """
SELECT village_id,
       COUNT(*) FILTER (WHERE amount <> 0), SUM(quantity), SUM(amount),
       COUNT(*) FILTER (WHERE sure_amount <> 0), SUM(sure_quantity), SUM(sure_amount)
FROM (
  SELECT p.village_id AS village_id,
         ROUND(SUM(p.amount), 2) AS amount, ROUND(COALESCE(SUM(p.quantity), 0), 4) AS quantity,
         ROUND(COALESCE(SUM(p.amount) FILTER (WHERE b.status = %s), 0), 2) AS sure_amount,
         ROUND(COALESCE(SUM(p.quantity) FILTER (WHERE b.status = %s), 0), 4) AS sure_quantity
  FROM {payment} p JOIN {batch} b ON b.id = p.batch_id
  WHERE b.programme_id = %s AND b.status IN (%s, %s){inside}
  GROUP BY p.village_id, p.household
) netted
GROUP BY village_id
"""


def refresh(programme: Programme, villages: Iterable[int] | None = None) -> None:
    """重算；`villages` 为 None 是全部。须在事务里、锁着 `programme` 调用。"""
    chosen = None if villages is None else sorted(set(villages))
    stored = VillageSum.objects.filter(programme=programme)
    (stored if chosen is None else stored.filter(village__in=chosen)).delete()
    VillageSum.objects.bulk_create(_computed(programme, chosen), batch_size=500)


def confirm(programme: Programme, villages: Iterable[int]) -> None:
    """一批刚复核：再没有待复核的，复核过的就是全部，照抄即可，不必把全年各户再加一遍。须在事务里、锁着 `programme` 调用。"""
    if programme.batches.filter(status=PaymentBatch.Status.WAITING).exists():
        refresh(programme, villages)
        return
    VillageSum.objects.filter(programme=programme).update(
        confirmed_households=F("households"), confirmed_quantity=F("quantity"), confirmed_amount=F("amount")
    )


def _computed(programme: Programme, chosen: list[int] | None) -> list[VillageSum]:
    sure, waiting = PaymentBatch.Status.CONFIRMED, PaymentBatch.Status.WAITING
    inside = "" if chosen is None else f" AND p.village_id IN ({', '.join(['%s'] * len(chosen))})"
    statement = STATEMENT.format(
        payment=Payment._meta.db_table, batch=PaymentBatch._meta.db_table, inside=inside
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [sure, sure, programme.pk, waiting, sure, *(chosen or ())])
        rows = cursor.fetchall()
    return [
        VillageSum(
            programme=programme, village_id=village,
            households=count, quantity=_places(quantity, 4), amount=_places(amount, 2),
            confirmed_households=sure_count, confirmed_quantity=_places(sure_quantity, 4),
            confirmed_amount=_places(sure_amount, 2),
        )
        for village, count, quantity, amount, sure_count, sure_quantity, sure_amount in rows
    ]  # fmt: skip


def _places(value, places: int):
    """SQLite 以浮点相加，还原到存的位数；PostgreSQL 本来就是精确的。"""
    return round(value, places)
