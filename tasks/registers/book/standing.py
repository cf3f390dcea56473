import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Q

from tasks import owing, standing, template
from tasks.models import Assignment
from tasks.obligations import Obligation

SOURCE = "county-tasks"
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


def owed_to_counties(campaign, on: dt.date) -> Iterable[Obligation]:
    """县区交办的（分解下去的、县区任务书里的）还没有提交的：不算县区的推进情况，但照样提醒承办的人。一次查询。"""
    rows = (
        Assignment.objects.of_campaign(campaign)
        .filter(Q(parent__isnull=False) | ~Q(task__owner=campaign.city_id), assigned_on__lte=on)
        .with_terms(on=on)
        .filter(handed_on__isnull=True, last_day__isnull=False)
    )
    return [_owed(row) for row in rows.select_related("task", "organisation").order_by("pk")]


def _owed(row: Assignment) -> Obligation:
    item = row.item_of(row.organisation)
    return Obligation(
        organisation=item.organisation,
        subject=item.key,
        text=item.text,
        url=item.url,
        due_on=item.last_day,
        origin=SOURCE,
    )


owing.add(SOURCE, "任务：县区交办的", owed_to_counties)
