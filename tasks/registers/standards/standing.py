"""标准指引的行：目录事项、标准调整。"""

from collections.abc import Iterator, Sequence

from catalogs.models import Adjustment, Catalog
from portal.core import clock
from tasks import where
from tasks.ground import Ground
from tasks.registers.standards import reading
from tasks.standing import Item, Register, register


def adjustments(ground: Ground, counties: Sequence) -> Iterator[Item]:
    """标准出了新版，本级目录应在期限内处理完；生成草稿之日为办结。一次查询。"""
    of = where.by_path(counties)
    rows = Adjustment.objects.filter(
        catalog__in=Catalog.objects.derived(),
        created_at__lt=clock.day_end(ground.on),
        due_on__year=ground.campaign.year,
    )
    rows = where.inside(rows, counties, "catalog__organisation__path")
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


register(
    Register(
        "standards", "standards", "目录公开", items=reading.items, lots=reading.lots, of_fields=reading.items
    )
)
register(Register("adjustments", "standards", "标准调整", items=adjustments))
