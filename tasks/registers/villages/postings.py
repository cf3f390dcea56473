"""补贴公示、年度公开、申报信息、异议、留存：各是一件事，何时起、何时到期、何时办结。"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse

from portal.core import clock
from portal.organisations.models import Organisation
from tasks import where
from tasks.ground import Ground
from tasks.models import Deadline
from tasks.standing import Item, Lot
from village.models import Objection, Posting, Programme, ReleasedVillage

S = Posting.Status


def _year_end(ground: Ground) -> dt.date:
    """没有写明应张贴日期的，到“村务公开栏公开”的期限为止。"""
    deadline = ground.deadlines.get(Deadline.Code.POSTING)
    return deadline.due_on if deadline else dt.date(ground.campaign.year, 12, 31)


# 补贴公示：一村一项，贴出之日为办结；作废的不算。


def _postings(ground: Ground, counties: Sequence) -> QuerySet:
    rows = (
        Posting.objects.of_year(ground.campaign.year)
        .standing()
        .filter(created_at__lt=clock.day_end(ground.on))
    )
    return where.inside(rows, counties, "village__path")


def postings(ground: Ground, counties: Sequence) -> Iterator[Item]:
    of, end = where.by_path(counties), _year_end(ground)
    for row in _postings(ground, counties).select_related("village", "programme"):
        yield Item(
            key=f"posting:{row.pk}",
            county_id=of[row.above],
            organisation=row.village,
            text=f"{row.programme.name}公示",
            url=row.get_absolute_url(),
            since=clock.local_date(row.created_at),
            due_on=row.due_on or end,
            done_on=row.starts_on if row.status in (S.POSTED, S.ENDED) else None,
        )


def posting_lots(ground: Ground, counties: Sequence) -> Iterator[Lot]:
    of, end = where.by_path(counties), _year_end(ground)
    rows = _postings(ground, counties).annotate(since=TruncDate("created_at", tzinfo=clock.TZ))
    counted = rows.order_by().values_list("above", "since", "due_on", "starts_on", "status")
    for path, since, due_on, starts_on, status, number in counted.annotate(number=Count("pk")):
        done_on = starts_on if status in (S.POSTED, S.ENDED) else None
        yield Lot(of[path], since, due_on or end, done_on, count=number)


# 年度公开：有公示的村，全年合计公开之日为办结；县区的延期单算数。


def releases(ground: Ground, counties: Sequence) -> Iterator[Item]:
    of = {county.path: county for county in counties}
    terms, year = _terms(ground, counties), ground.campaign.year
    done = _released(year, counties)
    owing = dict(
        _postings(ground, counties).order_by().values_list("village").annotate(first=Min("created_at"))
    )
    villages = where.inside(Organisation.objects.filter(pk__in=list(owing)), counties, "path").order_by(
        "path"
    )
    url = f"{reverse('village:releases')}?year={year}"
    for village in villages:
        county = of[village.above]
        due_on, extended_on = terms[county.pk]
        yield Item(
            key=f"release:{year}:{village.code}",
            county_id=county.pk,
            organisation=village,
            text=f"{year}年补贴发放结果以村为单位公开",
            url=url,
            since=clock.local_date(owing[village.pk]),
            due_on=due_on,
            extended_on=extended_on,
            done_on=done.get(village.pk),
        )


def release_lots(ground: Ground, counties: Sequence) -> Iterator[Lot]:
    of, terms = where.by_path(counties), _terms(ground, counties)
    done, batches = _released(ground.campaign.year, counties), Counter()
    owing = _postings(ground, counties).order_by().values_list("village", "above")
    for village, path, first in owing.annotate(first=Min("created_at")):
        batches[of[path], clock.local_date(first), done.get(village)] += 1
    for (county, since, done_on), number in batches.items():
        due_on, extended_on = terms[county]
        yield Lot(county, since, due_on, done_on, extended_on, count=number)


def _terms(ground: Ground, counties: Sequence) -> dict[int, tuple[dt.date, dt.date | None]]:
    deadline = ground.deadlines.get(Deadline.Code.POSTING)
    if deadline is None:
        return dict.fromkeys((county.pk for county in counties), (_year_end(ground), None))
    return {pk: (term.due_on, term.extended_on) for pk, term in ground.terms(deadline, counties).items()}


def _released(year: int, counties: Sequence) -> dict[int, dt.date]:
    rows = ReleasedVillage.objects.filter(release__year=year, release__published_at__isnull=False)
    rows = where.inside(rows.filter(publication__isnull=False), counties, "village__path").order_by()
    first = rows.values_list("village").annotate(first=Min("release__published_at"))
    return {village: clock.local_date(at) for village, at in first}


# 申报信息：一县一项补贴，申报开始之前应公开。


def applications(ground: Ground, counties: Sequence) -> Iterator[Item]:
    rows = Programme.objects.of_year(ground.campaign.year).filter(
        county__in=[county.pk for county in counties], created_at__lt=clock.day_end(ground.on)
    )
    shown = Q(applications__publication__status="published")
    rows = rows.annotate(
        opens_on=Min("applications__opens_on"),
        shown_at=Min("applications__publication__published_at", filter=shown),
    )
    for row in rows.select_related("county"):
        yield Item(
            key=f"application:{row.pk}",
            county_id=row.county_id,
            organisation=row.county,
            text=f"{row.name}申报信息公开",
            url=row.get_absolute_url(),
            since=clock.local_date(row.created_at),
            due_on=row.opens_on,
            done_on=clock.local_date(row.shown_at) if row.shown_at else None,
        )


# 异议：限期答复。


def objections(ground: Ground, counties: Sequence) -> Iterator[Item]:
    of = where.by_path(counties)
    rows = Objection.objects.filter(
        posting__programme__year=ground.campaign.year, received_at__lt=clock.day_end(ground.on)
    ).select_related("posting__village", "posting__programme")
    for row in where.inside(rows, counties, "posting__village__path"):
        yield Item(
            key=f"objection:{row.pk}",
            county_id=of[row.above],
            organisation=row.posting.village,
            text=f"答复对{row.posting.programme.name}公示的异议",
            url=row.get_absolute_url(),
            since=clock.local_date(row.received_at),
            due_on=row.due_on,
            done_on=clock.local_date(row.answered_at) if row.answered_at else None,
        )


# 留存：公示结束之后登记材料存在哪里；没有规定期限。


def _ended(ground: Ground, counties: Sequence) -> QuerySet:
    rows = Posting.objects.of_year(ground.campaign.year).filter(
        status=S.ENDED, ended_at__lt=clock.day_end(ground.on)
    )
    return where.inside(rows, counties, "village__path").annotate(kept_at=Max("materials__recorded_at"))


def materials(ground: Ground, counties: Sequence) -> Iterator[Item]:
    of = where.by_path(counties)
    for row in _ended(ground, counties).select_related("village", "programme"):
        yield Item(
            key=f"material:{row.pk}",
            county_id=of[row.above],
            organisation=row.village,
            text=f"{row.programme.name}公示材料留存",
            url=row.get_absolute_url(),
            since=clock.local_date(row.ended_at),
            done_on=clock.local_date(row.kept_at) if row.kept_at else None,
        )


def material_lots(ground: Ground, counties: Sequence) -> Iterator[Lot]:
    of = where.by_path(counties)
    rows = _ended(ground, counties).annotate(since=TruncDate("ended_at", tzinfo=clock.TZ))
    for path, since, kept_at in rows.order_by().values_list("above", "since", "kept_at"):
        yield Lot(of[path], since, done_on=clock.local_date(kept_at) if kept_at else None)
