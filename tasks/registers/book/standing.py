import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q

from tasks import owing, standing, template
from tasks.ground import Ground
from tasks.models import Assignment
from tasks.obligations import Obligation

SOURCE = "county-tasks"
GENERAL = "organisation"  # 不属于哪个方面的（保障措施、各阶段的）归入组织推进


def items_of(area: str):
    """一个方面的全部事项；要看的各方面一次查询取来，分给各台账。"""

    def items(ground: Ground, counties: Sequence) -> list[standing.Item]:
        return ground.once(_by_area, ground, tuple(counties)).get(area, [])

    return items


def lots_of(area: str):
    """一个方面的各批；同样一次查询，只取日期。"""

    def lots(ground: Ground, counties: Sequence) -> list[standing.Lot]:
        return ground.once(_batches, ground, tuple(counties)).get(area, [])

    return lots


def _given(ground: Ground, counties: Sequence):
    """市直接交给县区的；延期只算这一天以前批准的。"""
    rows = Assignment.objects.of_campaign(ground.campaign).top().with_terms(on=ground.on)
    rows = rows.filter(
        task__owner=ground.campaign.city_id, organisation__in=counties, assigned_on__lte=ground.on
    )
    return rows.of_area(ground.area, or_none=ground.area == GENERAL) if ground.area else rows


def _batches(ground: Ground, counties: Sequence) -> dict[str, list[standing.Lot]]:
    columns = ("task__area__code", "organisation", "assigned_on", "due_on", "handed_on", "extended_on")
    found: dict[str, list[standing.Lot]] = defaultdict(list)
    counted = Counter(_given(ground, counties).order_by().values_list(*columns))
    for (area, *days), number in counted.items():
        found[area or GENERAL].append(standing.Lot(*days, count=number))
    return found


def _by_area(ground: Ground, counties: Sequence) -> dict[str, list[standing.Item]]:
    places = {county.pk: county for county in counties}
    found: dict[str, list[standing.Item]] = defaultdict(list)
    for row in _given(ground, counties).select_related("task__area").order_by("pk"):
        area = row.task.area.code if row.task.area else GENERAL
        found[area].append(row.item_of(places[row.organisation_id]))
    return found


for one in template.AREAS:
    standing.register(
        standing.Register(
            code=f"tasks-{one.code}",
            area=one.code,
            name=f"任务书·{one.name}",
            items=items_of(one.code),
            lots=lots_of(one.code),
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
