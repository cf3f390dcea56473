"""标准指引的行：目录事项、标准调整。"""

from django.db.models import QuerySet

from catalogs.models import Adjustment, Catalog
from portal.core import clock
from tasks.ground import Ground
from tasks.registers.standards import reading
from tasks.source import Dates, Name, Source
from tasks.standing import Register, register


def _adjustments(ground: Ground) -> QuerySet[Adjustment]:
    """标准出了新版，本级目录应在期限内处理完。"""
    return Adjustment.objects.filter(
        catalog__in=Catalog.objects.derived(),
        created_at__lt=clock.day_end(ground.on),
        due_on__year=ground.campaign.year,
    )


def _dates(_ground: Ground, row) -> Dates:
    """生成草稿之日为办结。"""
    is_pending = row.status == Adjustment.Status.PENDING
    done_on = None if is_pending else clock.local_date(row.applied_at)
    return Dates(clock.local_date(row.created_at), row.due_on, done_on)


def _name(row: Adjustment) -> Name:
    place = row.catalog.organisation
    return Name(f"adjustment:{row.pk}", place, f"落实标准调整：{row.new}", row.get_absolute_url())


ADJUSTMENTS = Source(
    _adjustments,
    columns=("created_at", "due_on", "status", "applied_at"),
    dates=_dates,
    name=_name,
    related=("catalog__organisation", "new"),
    place="catalog__organisation__path",
)
register(
    Register(
        "standards", "standards", "目录公开", items=reading.items, lots=reading.lots, of_fields=reading.items
    )
)
register(Register("adjustments", "standards", "标准调整", ADJUSTMENTS.items, lots=ADJUSTMENTS.lots))
