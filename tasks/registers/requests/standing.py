"""台账 → 推进情况：一件申请一件事，最后一天是法定的答复期限，延长的另计，答复那天算办结。"""

import datetime as dt
from collections.abc import Iterable, Sequence

from portal.organisations.models import Organisation
from tasks import standing, where
from tasks.ground import Ground
from tasks.registers.requests.models import DisclosureRequest

CODE, AREA, NAME = "requests", "regulation", "依申请公开"


def items(ground: Ground, counties: Sequence[Organisation]) -> Iterable[standing.Item]:
    """这些县区（连同县直部门、乡镇）在行动当年办着的申请：当年收到的，与上年没有办结的；一次查询。"""
    start, of = dt.date(ground.campaign.year, 1, 1), where.by_path(counties)
    rows = DisclosureRequest.objects.filter(received_on__lte=ground.on).exclude(finished_on__lt=start)
    return [
        standing.Item(
            key=f"request:{row.pk}",
            county_id=of[row.above],
            organisation=row.body,
            text=f"{row} {row.subject[:30]}",
            url=row.get_absolute_url(),
            since=row.received_on,
            due_on=row.due_on,
            done_on=row.finished_on,
            extended_on=row.extended_on,
        )
        for row in where.inside(rows.select_related("body"), counties, "body__path")
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
