"""本应用与通知公告提出的要求：任务书各项的成果，方案备案的表与文件，督办单的答复，须确认的通知。"""

import datetime as dt
import re
from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse

from portal.core import clock
from portal.notifications.models import Bulletin
from portal.organisations.models import Organisation
from tasks.burden import Demand, Kind, month_of, months_between, register
from tasks.models import Campaign, Deadline, Filing, Supervision, Task

SEPARATORS = re.compile(r"[、，,；;]|以及|和")
FILED = ("title", "document_number", "written_on", "leader", "contact", "contact_phone", "summary")
FILES = 2
R, S = Task.Recurrence, Supervision.Status
COUNTY = Organisation.Kind.COUNTY


def of_task_book(campaign: Campaign) -> Iterator[Demand]:
    """市的任务书里写了成果的各项，向承办的县区要；长期的不定月，不计。三次查询。"""
    first, last = span(campaign)
    rows = campaign.tasks.filter(owner=campaign.city).exclude(deliverable="")
    for task in rows.prefetch_related("organisations"):
        places = task.organisations.all()
        counties = frozenset(place.pk for place in places if place.kind == place.Kind.COUNTY)
        months = _months(task, first, last)
        if counties and months:
            yield Demand(
                key=f"task:{task.pk}",
                kind=Kind.TASK,
                asker=campaign.city,
                text=f"{task.title}（{task.deliverable}）",
                url=reverse("tasks:task", args=[task.pk]),
                counties=counties,
                months=months,
                documents=len([part for part in SEPARATORS.split(task.deliverable) if part.strip()]),
            )


def span(campaign: Campaign) -> tuple[dt.date, dt.date]:
    """行动的首日与末日；没有阶段的为全年。"""
    phases = list(campaign.phases.all())
    year = campaign.year
    first = min((one.start_on for one in phases), default=dt.date(year, 1, 1))
    return first, max((one.end_on for one in phases), default=dt.date(year, 12, 31))


def _months(task: Task, first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    until = task.due_on or last
    if task.recurrence == R.MONTHLY:
        return months_between(first, until)
    if task.recurrence == R.QUARTERLY:
        return months_between(first, until, every=3)
    return (month_of(task.due_on),) if task.due_on else ()


def of_filing(campaign: Campaign) -> Iterator[Demand]:
    """方案备案：一张表、两份文件，向全部参加县区要。"""
    deadline = campaign.deadlines.filter(code=Deadline.Code.FILING).first()
    if deadline is None:
        return
    columns = tuple(str(Filing._meta.get_field(name).verbose_name) for name in FILED)
    yield Demand(
        key=f"filing:{campaign.year}",
        kind=Kind.FILING,
        asker=campaign.city,
        text=deadline.name,
        url=reverse("tasks:filings"),
        counties=frozenset(campaign.participants.values_list("county_id", flat=True)),
        months=(month_of(deadline.due_on),),
        fields=len(columns),
        documents=FILES,
        columns=columns,
    )


def of_supervisions(campaign: Campaign) -> Iterator[Demand]:
    """下达给县区的督办单：每次要一段办理情况、一份佐证，退回重办的再要一次；撤回的不算。一次查询。"""
    rows = campaign.supervisions.filter(organisation__kind=COUNTY).exclude(status__in=(S.DRAFT, S.REVOKED))
    for row in rows.annotate(answered=Count("answers")):
        month, again = month_of(row.due_on), row.status in (S.ISSUED, S.SIGNED, S.RETURNED)
        yield Demand(
            key=row.key,
            kind=Kind.SUPERVISION,
            asker=campaign.city,
            text=str(row),
            url=row.get_absolute_url(),
            counties=frozenset({row.organisation_id}),
            months=(month,),
            fields=1,
            documents=1,
            counts={(row.organisation_id, month): row.answered + again},
        )


def of_notices(campaign: Campaign) -> Iterator[Demand]:
    """市里当年发给县区、须确认的通知：每份要确认一次。两次查询。"""
    rows = Bulletin.objects.published().filter(
        issuer=campaign.city, must_confirm=True, published_at__year=campaign.year
    )
    for row in rows.prefetch_related("recipients__organisation"):
        places = [recipient.organisation for recipient in row.recipients.all()]
        yield Demand(
            key=f"notice:{row.pk}",
            kind=Kind.NOTICE,
            asker=campaign.city,
            text=row.title,
            url=row.get_absolute_url(),
            counties=frozenset(place.pk for place in places if place.kind == COUNTY),
            months=(month_of(row.confirm_by or clock.local_date(row.published_at)),),
            fields=1,
        )


register("task_book", of_task_book)
register("filing", of_filing)
register("supervisions", of_supervisions)
register("notices", of_notices)
