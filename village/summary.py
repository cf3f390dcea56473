"""一村一年各项补贴的合计，只算复核过的批次，净额为零的户不计：与公示单上的户数、金额同一算法。"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from portal.organisations.models import Organisation
from village.models import Payment, Programme


@dataclass(frozen=True)
class Line:
    """一项补贴在本村的合计；没有数量的 `quantity` 为 None。"""

    programme: Programme
    households: int
    quantity: Decimal | None
    amount: Decimal


def year_summary(village: Organisation, county: Organisation, year: int) -> list[Line]:
    """本村有户的各项补贴，按名称。两次查询。"""
    netted = (
        Payment.objects.confirmed()
        .filter(village=village, batch__programme__county=county, batch__programme__year=year)
        .order_by()
        .values("batch__programme", "household")
        .annotate(quantities=Sum("quantity"), amounts=Sum("amount"))
        .exclude(amounts=0)
    )
    found = defaultdict(list)
    for row in netted:
        found[row["batch__programme"]].append(row)
    programmes = Programme.objects.filter(pk__in=found).order_by("name")
    return [_line(programme, found[programme.pk]) for programme in programmes]


def _line(programme: Programme, rows: list[dict]) -> Line:
    quantities = [row["quantities"] for row in rows if row["quantities"] is not None]
    amount = sum((row["amounts"] for row in rows), Decimal(0))
    return Line(programme, len(rows), sum(quantities, Decimal(0)) if quantities else None, amount)
