import datetime as dt
from decimal import Decimal

from django.db import transaction

from portal.core import audit
from tasks import permissions
from tasks.models import AreaRule, TaskArea


@transaction.atomic
def save_area_rule(
    *,
    area: TaskArea,
    soon_workdays: int,
    most_overdue: int,
    least_share: Decimal | None,
    by,
    at: dt.datetime,
) -> AreaRule:
    """改一个方面的亮灯规则；市政务公开办经办，行动结束之前。"""
    permissions.check_can_run(by, area.campaign)
    permissions.check_is_open(area.campaign)
    values = {"soon_workdays": soon_workdays, "most_overdue": most_overdue, "least_share": least_share}
    rule, _ = AreaRule.objects.update_or_create(area=area, defaults=values | {"saved_by": by, "saved_at": at})
    audit.record("tasks.area_rule.saved", obj=rule, by=by, at=at, detail={"area": area.code} | values)
    return rule
