"""标准指引的行：目录事项、标准调整。"""

import datetime as dt
from collections.abc import Iterator, Sequence

from catalogs.models import Adjustment, Catalog
from portal.core import clock
from tasks import where
from tasks.models import Campaign
from tasks.registers.standards import reading
from tasks.standing import Item, Register, register


def adjustments(campaign: Campaign, counties: Sequence, on: dt.date) -> Iterator[Item]:
    """标准出了新版，本级目录应在期限内处理完；生成草稿之日为办结。一次查询。"""
    of = where.by_path(counties)
    rows = Adjustment.objects.filter(
        catalog__in=Catalog.objects.derived(), created_at__lt=clock.day_end(on), due_on__year=campaign.year
    )
    rows = rows.annotate(above=where.county_path("catalog__organisation__path")).filter(above__in=list(of))
    for row in rows.select_related("catalog__organisation", "new"):
        yield Item(
            key=f"adjustment:{row.pk}",
            county_id=of[row.above],
            organisation=row.catalog.organisation,
            text=f"落实标准调整：{row.new}",
            url=row.get_absolute_url(),
            since=clock.local_date(row.created_at),
            due_on=row.due_on,
            done_on=None if row.is_pending else clock.local_date(row.applied_at),
        )


def of_fields(campaign: Campaign, counties: Sequence, on: dt.date, fields: frozenset[int]):
    """主管部门只看自己主管领域的事项。"""
    return reading.items(campaign, counties, on, fields)


register(
    Register(
        "standards", "standards", "目录公开", items=reading.items, lots=reading.lots, of_fields=of_fields
    )
)
register(Register("adjustments", "standards", "标准调整", items=adjustments))
