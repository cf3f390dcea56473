"""解读回应的推进情况：每份要解读的政策、每个热点、每个咨询各是一件事。"""

import datetime as dt
from collections.abc import Iterator, Sequence

from portal.core import clock
from portal.organisations.models import Organisation
from tasks import standing, where
from tasks.ground import Ground
from tasks.registers.interpretation import selectors
from tasks.registers.interpretation.models import Policy, Question, Topic
from tasks.standing import Item, Record, Register

AREA = "interpretation"
RECENT = 200


def policy_items(ground: Ground, counties: Sequence) -> Iterator[Item]:
    """当年公布、需要解读的政策；首篇解读发布之日办结。"""
    of, watch = where.by_path(counties), _clock(ground)
    rows = Policy.objects.filter(
        needs_interpretation=True, published_on__year=ground.campaign.year, published_on__lte=ground.on
    )
    for row in where.inside(selectors.with_first(rows).select_related("organisation"), counties):
        yield Item(
            key=f"policy:{row.pk}",
            county_id=of[row.above],
            organisation=row.organisation,
            text=f"解读《{row.title}》",
            url=row.get_absolute_url(),
            since=row.published_on,
            due_on=watch.policy_due(row),
            done_on=row.first_on,
        )


def topic_items(ground: Ground, counties: Sequence) -> Iterator[Item]:
    """当年发现的热点；首次回应之日办结。小时的期限在台账里看，这里按日。"""
    of, watch = where.by_path(counties), _clock(ground)
    rows = Topic.objects.filter(found_at__range=_year(ground))
    for row in where.inside(selectors.with_response(rows).select_related("organisation"), counties):
        yield Item(
            key=f"topic:{row.pk}",
            county_id=of[row.above],
            organisation=row.organisation,
            text=f"回应热点“{row.title}”",
            url=row.get_absolute_url(),
            since=clock.local_date(row.found_at),
            due_on=clock.local_date(watch.topic_due(row)),
            done_on=clock.local_date(row.first_at) if row.first_at else None,
        )


def question_items(ground: Ground, counties: Sequence) -> Iterator[Item]:
    """当年的咨询；答复之日办结，退回重答的重新算。转办的由接办单位办。"""
    of, watch = where.by_path(counties), _clock(ground)
    rows = Question.objects.filter(asked_at__range=_year(ground))
    for row in where.inside(rows.select_related("organisation", "transferred_to"), counties):
        yield Item(
            key=f"question:{row.pk}",
            county_id=of[row.above],
            organisation=row.transferred_to or row.organisation,
            text=f"答复咨询“{row}”",
            url=row.get_absolute_url(),
            since=clock.local_date(row.asked_at),
            due_on=watch.question_due(row),
            done_on=clock.local_date(row.answered_at) if row.is_answered else None,
        )


def _clock(ground: Ground) -> selectors.Clock:
    terms = ground.once(selectors.terms_of, ground.campaign)
    return selectors.Clock(terms, clock.day_end(ground.on), ground.calendar)


def _year(ground: Ground) -> tuple[dt.datetime, dt.datetime]:
    """当年一月一日零点起，到看的那一天结束。"""
    year = ground.campaign.year
    end = clock.day_end(min(ground.on, dt.date(year, 12, 31)))
    return clock.day_start(dt.date(year, 1, 1)), end - dt.timedelta(microseconds=1)


def policy_records(organisation: Organisation) -> list[Record]:
    rows = Policy.objects.filter(organisation=organisation)[:RECENT]
    return [Record("policies", str(r.pk), r.title, r.get_absolute_url(), r.published_on) for r in rows]


def topic_records(organisation: Organisation) -> list[Record]:
    rows = Topic.objects.filter(organisation=organisation)[:RECENT]
    return [
        Record("topics", str(r.pk), r.title, r.get_absolute_url(), clock.local_date(r.found_at)) for r in rows
    ]


def question_records(organisation: Organisation) -> list[Record]:
    rows = Question.objects.filter(organisation=organisation, status=Question.Status.CONFIRMED)[:RECENT]
    return [
        Record("questions", str(r.pk), str(r), r.get_absolute_url(), clock.local_date(r.asked_at))
        for r in rows
    ]


standing.register(Register("policies", AREA, "政策解读", policy_items, records=policy_records))
standing.register(Register("topics", AREA, "热点回应", topic_items, records=topic_records))
standing.register(Register("questions", AREA, "政策咨询", question_items, records=question_records))
