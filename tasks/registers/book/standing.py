import datetime as dt
from collections.abc import Sequence

from tasks import standing, template
from tasks.models import Assignment

GENERAL = "organisation"  # 不属于哪个方面的（保障措施、各阶段的）归入组织推进


def items_of(area: str):
    """一个方面的全部事项。"""

    def items(campaign, counties: Sequence, on: dt.date) -> list[standing.Item]:
        """市直接交给县区的；延期只算 `on` 这天以前批准的。一次查询。"""
        places = {county.pk: county for county in counties}
        rows = (
            Assignment.objects.of_campaign(campaign)
            .top()
            .filter(task__owner=campaign.city_id, organisation__in=places, assigned_on__lte=on)
        )
        found = (
            rows.of_area(area, or_none=area == GENERAL)
            .with_terms(on=on)
            .select_related("task")
            .order_by("pk")
        )
        return [row.item_of(places[row.organisation_id]) for row in found]

    return items


for one in template.AREAS:
    standing.register(
        standing.Register(
            code=f"tasks-{one.code}", area=one.code, name=f"任务书·{one.name}", items=items_of(one.code)
        )
    )
