"""台账 → 推进情况：一件申请一件事，最后一天是法定的答复期限，延长的另计，答复那天算办结。"""

import datetime as dt

from django.db.models import QuerySet

from portal.organisations.models import Organisation
from tasks import standing
from tasks.ground import Ground
from tasks.registers.requests.models import DisclosureRequest
from tasks.source import Dates, Name, Source

CODE, AREA, NAME = "requests", "regulation", "依申请公开"


def _rows(ground: Ground) -> QuerySet[DisclosureRequest]:
    """行动当年办着的申请：当年收到的，与上年没有办结的；县直部门、乡镇的也在内。"""
    start = dt.date(ground.campaign.year, 1, 1)
    return DisclosureRequest.objects.filter(received_on__lte=ground.on).exclude(finished_on__lt=start)


def _dates(_ground: Ground, row) -> Dates:
    return Dates(row.received_on, row.due_on, row.finished_on, row.extended_on)


def _name(row: DisclosureRequest) -> Name:
    return Name(f"request:{row.pk}", row.body, f"{row} {row.subject[:30]}", row.get_absolute_url())


SOURCE = Source(
    _rows,
    columns=("received_on", "due_on", "finished_on", "extended_on"),
    dates=_dates,
    name=_name,
    related=("body",),
    place="body__path",
)


def records(organisation: Organisation) -> list[standing.Record]:
    """办结了的，可引用为佐证。"""
    rows = DisclosureRequest.objects.within(organisation).filter(finished_on__isnull=False)
    return [
        standing.Record(
            CODE, str(row.pk), f"{row} {row.get_outcome_display()}", row.get_absolute_url(), row.finished_on
        )
        for row in rows.select_related("body").order_by("-finished_on")[:200]
    ]


standing.register(standing.Register(CODE, AREA, NAME, SOURCE.items, lots=SOURCE.lots, records=records))
