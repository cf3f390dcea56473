"""解读回应的推进情况：每份要解读的政策、每个热点、每个咨询各是一件事。"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from portal.core import clock
from portal.organisations.models import Organisation
from tasks import standing
from tasks.counties import by_path, county_of
from tasks.models import Campaign
from tasks.registers.interpretation import selectors
from tasks.registers.interpretation.models import Policy, Question, Topic
from tasks.standing import Item, Record, Register

AREA = "interpretation"
RECENT = 200


def policy_items(campaign: Campaign, counties: Sequence, on: dt.date) -> Iterator[Item]:
    """当年公布、需要解读的政策；首篇解读发布之日办结。"""
    places, watch = by_path(counties), _clock(campaign, on)
    rows = Policy.objects.within(campaign.city).filter(
        needs_interpretation=True, published_on__year=campaign.year, published_on__lte=on
    )
    for row, county in _placed(selectors.with_first(rows).select_related("organisation"), places):
        yield Item(
            key=f"policy:{row.pk}",
            county_id=county.pk,
            organisation=row.organisation,
            text=f"解读《{row.title}》",
            url=row.get_absolute_url(),
            since=row.published_on,
            due_on=watch.policy_due(row),
            done_on=row.first_on,
        )


def topic_items(campaign: Campaign, counties: Sequence, on: dt.date) -> Iterator[Item]:
    """当年发现的热点；首次回应之日办结。小时的期限在台账里看，这里按日。"""
    places, watch = by_path(counties), _clock(campaign, on)
    rows = Topic.objects.within(campaign.city).filter(found_at__range=_year(campaign, on))
    for row, county in _placed(selectors.with_response(rows).select_related("organisation"), places):
        yield Item(
            key=f"topic:{row.pk}",
            county_id=county.pk,
            organisation=row.organisation,
            text=f"回应热点“{row.title}”",
            url=row.get_absolute_url(),
            since=clock.local_date(row.found_at),
            due_on=clock.local_date(watch.topic_due(row)),
            done_on=clock.local_date(row.first_at) if row.first_at else None,
        )


def question_items(campaign: Campaign, counties: Sequence, on: dt.date) -> Iterator[Item]:
    """当年的咨询；答复之日办结，退回重答的重新算。转办的由接办单位办。"""
    places, watch = by_path(counties), _clock(campaign, on)
    rows = Question.objects.within(campaign.city).filter(asked_at__range=_year(campaign, on))
    for row, county in _placed(rows.select_related("organisation", "transferred_to"), places):
        yield Item(
            key=f"question:{row.pk}",
            county_id=county.pk,
            organisation=row.transferred_to or row.organisation,
            text=f"答复咨询“{row}”",
            url=row.get_absolute_url(),
            since=clock.local_date(row.asked_at),
            due_on=watch.question_due(row),
            done_on=clock.local_date(row.answered_at) if row.is_answered else None,
        )


def _clock(campaign: Campaign, on: dt.date) -> selectors.Clock:
    return selectors.clock_at(clock.day_end(on), campaign)


def _year(campaign: Campaign, on: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """当年一月一日零点起，到 `on` 结束。"""
    end = clock.day_end(min(on, dt.date(campaign.year, 12, 31)))
    return clock.day_start(dt.date(campaign.year, 1, 1)), end - dt.timedelta(microseconds=1)


def _placed(rows: Iterable, places) -> Iterator[tuple]:
    """各行与它的县区；不在这些县区里的略去。"""
    for row in rows:
        if county := county_of(row.organisation, places):
            yield row, county


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
