"""村级合计（`subsidy-sums`）：村、项目、户数、数量、金额；没有户。"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from portal.core.rules import Denied
from portal.core.sheets import columns, kinds, stamp, writing
from portal.core.sheets.columns import Column, SheetSpec
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation
from village.models import VillageSum

KIND, LABEL = "subsidy-sums", "补贴村级合计"
SPEC = SheetSpec(
    LABEL,
    (
        Column("county", "县区", columns.text(60), width=14),
        Column("township", "乡镇（街道）", columns.text(60), width=16),
        Column("village", "村（居）", columns.text(60), width=16),
        Column("programme", "补贴项目", columns.text(60), width=28),
        Column("year", "年度", columns.whole(), width=8),
        Column("households", "户数", columns.whole(), width=10),
        Column("quantity", "数量", columns.number(4), width=14),
        Column("amount", "金额（元）", columns.number(2), width=16),
    ),
)


class SumExporter:
    """范围：`code` 机构（县、乡镇、村或市），`year` 年度，`programme` 项目名称（可空）。净额为零的村不列。"""

    kind, label = KIND, LABEL

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        scope = scope or {}
        found = VillageSum.objects.all() if by is None else VillageSum.objects.visible_to(by)
        if code := scope.get("code"):
            place = organisations.named(code)
            if place is None:
                raise Denied(f"没有编码为“{code}”的机构，请检查 --scope。")
            found = found.filter(village__path__startswith=place.path)
        if year := scope.get("year") or campaign:
            found = found.filter(programme__year=year)
        if name := scope.get("programme"):
            found = found.filter(programme__name=name)
        return flat(found)

    def workbook(self, *, campaign=None, scope=None, by=None, at: dt.datetime) -> bytes:
        return workbook(self.rows(campaign=campaign, scope=scope, by=by), at=at)


def flat(sums) -> list[dict]:
    """各村各项的平铺行，按机构、项目。两次查询。"""
    rows = sums.exclude(households=0, amount=0).select_related("programme", "village")
    rows = list(rows.order_by("village__path", "-programme__year", "programme__name"))
    step = Organisation.steplen
    above = {row.village.path[: depth * step] for row in rows for depth in (2, 3)}
    names = dict(Organisation.objects.filter(path__in=above).values_list("path", "short_name"))
    return [
        {
            "county": names.get(row.village.path[: 2 * step], ""),
            "township": names.get(row.village.path[: 3 * step], ""),
            "village": row.village.short_name,
            "programme": row.programme.name,
            "year": row.programme.year,
            "households": row.households,
            "quantity": plain(row.quantity),
            "amount": row.amount,
        }
        for row in rows
    ]


def plain(value: Decimal) -> Decimal:
    """去掉末尾无用的零：12.5000 → 12.5，300.0000 → 300。"""
    short = value.normalize()
    return short if short.as_tuple().exponent <= 0 else short.quantize(Decimal(1))


def workbook(rows: Iterable[dict], *, at: dt.datetime, heading: str = LABEL) -> bytes:
    draft = writing.SheetDraft(SPEC, list(rows), heading=heading)
    return writing.build(writing.Draft((draft,), stamp.Stamp(KIND, LABEL, "1", {}, at)))


kinds.register_exporter(SumExporter())
