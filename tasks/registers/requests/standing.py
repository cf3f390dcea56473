"""台账 → 推进情况：一件申请一件事，最后一天是法定的答复期限，延长的另计，答复那天算办结。"""

import datetime as dt
from collections.abc import Iterable, Sequence

from portal.organisations.models import Organisation
from tasks import standing
from tasks.registers.requests.models import DisclosureRequest

CODE, AREA, NAME = "requests", "regulation", "依申请公开"


def items(campaign, counties: Sequence[Organisation], on: dt.date) -> Iterable[standing.Item]:
    """这些县区（连同县直部门、乡镇）在行动当年办着的申请：当年收到的，与上年没有办结的；一次查询。"""
    start = dt.date(campaign.year, 1, 1)
    by_path = {county.path: county for county in counties}
    rows = DisclosureRequest.objects.filter(
        body__in=Organisation.objects.within(by_path), received_on__lte=on
    ).exclude(finished_on__lt=start)
    steps = 2 * Organisation.steplen
    return [
        standing.Item(
            key=f"request:{row.pk}",
            county_id=by_path[row.body.path[:steps]].pk,
            organisation=row.body,
            text=f"{row} {row.subject[:30]}",
            url=row.get_absolute_url(),
            since=row.received_on,
            due_on=row.due_on,
            done_on=row.finished_on,
            extended_on=row.extended_on,
        )
        for row in rows.select_related("body")
    ]


def records(organisation: Organisation) -> list[standing.Record]:
    """办结了的，可引用为佐证。"""
    rows = DisclosureRequest.objects.within(organisation).filter(finished_on__isnull=False)
    return [
        standing.Record(
            CODE, str(row.pk), f"{row} {row.get_outcome_display()}", row.get_absolute_url(), row.finished_on
        )
        for row in rows.select_related("body").order_by("-finished_on")[:200]
    ]


standing.register(standing.Register(CODE, AREA, NAME, items, records=records))
