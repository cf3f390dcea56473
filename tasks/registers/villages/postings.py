"""补贴公示、年度公开、申报信息、异议、留存：各是一件事，何时起、何时到期、何时办结。"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from django.db.models import Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.urls import reverse

from portal.core import clock
from portal.organisations.models import Organisation
from tasks import where
from tasks.ground import Ground
from tasks.models import Deadline
from tasks.source import Dates, Name, Source
from tasks.standing import Item, Lot
from village.models import Application, Material, Objection, Posting, Programme, ReleasedVillage

S = Posting.Status


def _year_end(ground: Ground) -> dt.date:
    """没有写明应张贴日期的，到“村务公开栏公开”的期限为止。"""
    deadline = ground.deadlines.get(Deadline.Code.POSTING)
    return deadline.due_on if deadline else dt.date(ground.campaign.year, 12, 31)


# 补贴公示：一村一项，贴出之日为办结；作废的不算。


def _postings(ground: Ground) -> QuerySet[Posting]:
    rows = Posting.objects.of_year(ground.campaign.year).standing()
    rows = rows.filter(created_at__lt=clock.day_end(ground.on))
    return rows.annotate(since=_day("created_at"))


def _day(name: str) -> TruncDate:
    """这一时刻在哪一天（北京时间），在库里算，同一天的并得成一批。"""
    return TruncDate(name, tzinfo=clock.TZ)


def _posting_dates(ground: Ground, row) -> Dates:
    done_on = row.starts_on if row.status in (S.POSTED, S.ENDED) else None
    return Dates(row.since, row.due_on or _year_end(ground), done_on)


def _posting_name(row: Posting) -> Name:
    return Name(f"posting:{row.pk}", row.village, f"{row.programme.name}公示", row.get_absolute_url())


POSTINGS = Source(
    _postings,
    columns=("since", "due_on", "starts_on", "status"),
    dates=_posting_dates,
    name=_posting_name,
    related=("village", "programme"),
    place="village__path",
)


# 年度公开：有公示的村，全年合计公开之日为办结；县区的延期单算数。


def releases(ground: Ground, counties: Sequence) -> Iterator[Item]:
    of = {county.path: county for county in counties}
    terms, year = _terms(ground, counties), ground.campaign.year
    done = _released(year, counties)
    owing = {village: first for village, _, first in _owing(ground, counties)}
    villages = where.inside(Organisation.objects.filter(pk__in=list(owing)), counties, "path")
    url = f"{reverse('village:releases')}?year={year}"
    for village in villages.order_by("path"):
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
    for village, path, first in _owing(ground, counties):
        batches[of[path], clock.local_date(first), done.get(village)] += 1
    for (county, since, done_on), number in batches.items():
        due_on, extended_on = terms[county]
        yield Lot(county, since, due_on, done_on, extended_on, count=number)


def _owing(ground: Ground, counties: Sequence) -> QuerySet:
    """（有公示的村, 所在县区的路径, 头一份公示何时开立）。"""
    rows = where.inside(_postings(ground), counties, "village__path").order_by()
    return rows.values_list("village", "above").annotate(first=Min("created_at"))


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


def _applications(ground: Ground) -> QuerySet[Programme]:
    rows = Programme.objects.of_year(ground.campaign.year).filter(created_at__lt=clock.day_end(ground.on))
    mine = Application.objects.filter(programme=OuterRef("pk"))
    shown = mine.filter(publication__status="published").order_by("publication__published_at")
    return rows.annotate(
        opens_on=Subquery(mine.order_by("opens_on").values("opens_on")[:1]),
        shown_at=Subquery(shown.values("publication__published_at")[:1]),
    )


def _application_dates(_ground: Ground, row) -> Dates:
    done_on = clock.local_date(row.shown_at) if row.shown_at else None
    return Dates(clock.local_date(row.created_at), row.opens_on, done_on)


def _application_name(row: Programme) -> Name:
    return Name(f"application:{row.pk}", row.county, f"{row.name}申报信息公开", row.get_absolute_url())


APPLICATIONS = Source(
    _applications,
    columns=("created_at", "opens_on", "shown_at"),
    dates=_application_dates,
    name=_application_name,
    related=("county",),
    place="county__path",
)

# 异议：限期答复。


def _objections(ground: Ground) -> QuerySet[Objection]:
    return Objection.objects.filter(
        posting__programme__year=ground.campaign.year, received_at__lt=clock.day_end(ground.on)
    )


def _objection_dates(_ground: Ground, row) -> Dates:
    done_on = clock.local_date(row.answered_at) if row.answered_at else None
    return Dates(clock.local_date(row.received_at), row.due_on, done_on)


def _objection_name(row: Objection) -> Name:
    text = f"答复对{row.posting.programme.name}公示的异议"
    return Name(f"objection:{row.pk}", row.posting.village, text, row.get_absolute_url())


OBJECTIONS = Source(
    _objections,
    columns=("received_at", "due_on", "answered_at"),
    dates=_objection_dates,
    name=_objection_name,
    related=("posting__village", "posting__programme"),
    place="posting__village__path",
)

# 留存：公示结束之后登记材料存在哪里；没有规定期限。


def _ended(ground: Ground) -> QuerySet[Posting]:
    rows = Posting.objects.of_year(ground.campaign.year).filter(
        status=S.ENDED, ended_at__lt=clock.day_end(ground.on)
    )
    kept = Material.objects.filter(posting=OuterRef("pk")).order_by("-recorded_at")
    return rows.annotate(since=_day("ended_at"), kept_at=Subquery(kept.values("recorded_at")[:1]))


def _material_dates(_ground: Ground, row) -> Dates:
    return Dates(row.since, done_on=clock.local_date(row.kept_at) if row.kept_at else None)


def _material_name(row: Posting) -> Name:
    text = f"{row.programme.name}公示材料留存"
    return Name(f"material:{row.pk}", row.village, text, row.get_absolute_url())


MATERIALS = Source(
    _ended,
    columns=("since", "kept_at"),
    dates=_material_dates,
    name=_material_name,
    related=("village", "programme"),
    place="village__path",
)
