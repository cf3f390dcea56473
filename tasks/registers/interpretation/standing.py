"""解读回应的推进情况：每份要解读的政策、每个热点、每个咨询各是一件事。"""

import datetime as dt

from django.db.models import QuerySet

from portal.core import clock
from portal.organisations.models import Organisation
from tasks import standing
from tasks.ground import Ground
from tasks.registers.interpretation import selectors
from tasks.registers.interpretation.models import Policy, Question, Topic
from tasks.source import Dates, Name, Source
from tasks.standing import Record, Register

AREA = "interpretation"
RECENT = 200


def _policies(ground: Ground) -> QuerySet[Policy]:
    """当年公布、需要解读的政策。"""
    rows = Policy.objects.filter(
        needs_interpretation=True, published_on__year=ground.campaign.year, published_on__lte=ground.on
    )
    return selectors.with_first(rows)


def _policy_dates(ground: Ground, row) -> Dates:
    """首篇解读发布之日办结。"""
    return Dates(row.published_on, _clock(ground).policy_due(row), row.first_on)


def _policy_name(row: Policy) -> Name:
    return Name(f"policy:{row.pk}", row.organisation, f"解读《{row.title}》", row.get_absolute_url())


def _topics(ground: Ground) -> QuerySet[Topic]:
    """当年发现的热点。"""
    return selectors.with_response(Topic.objects.filter(found_at__range=_year(ground)))


def _topic_dates(ground: Ground, row) -> Dates:
    """首次回应之日办结。小时的期限在台账里看，这里按日。"""
    days = (row.found_at, _clock(ground).topic_due(row), row.first_at)
    return Dates(*(clock.local_date(at) if at else None for at in days))


def _topic_name(row: Topic) -> Name:
    return Name(f"topic:{row.pk}", row.organisation, f"回应热点“{row.title}”", row.get_absolute_url())


def _questions(ground: Ground) -> QuerySet[Question]:
    """当年的咨询。"""
    return Question.objects.filter(asked_at__range=_year(ground))


def _question_dates(ground: Ground, row) -> Dates:
    """答复之日办结，退回重答的重新算。"""
    done_on = clock.local_date(row.answered_at) if row.status in Question.DONE else None
    return Dates(clock.local_date(row.asked_at), _clock(ground).question_due(row), done_on)


def _question_name(row: Question) -> Name:
    """转办的由接办单位办。"""
    place = row.transferred_to or row.organisation
    return Name(f"question:{row.pk}", place, f"答复咨询“{row}”", row.get_absolute_url())


POLICIES = Source(_policies, ("published_on", "first_on"), _policy_dates, _policy_name)
TOPICS = Source(_topics, ("found_at", "first_at"), _topic_dates, _topic_name)
QUESTIONS = Source(
    _questions,
    ("asked_at", "answered_at", "status"),
    _question_dates,
    _question_name,
    related=("organisation", "transferred_to"),
)


def _clock(ground: Ground) -> selectors.Clock:
    return ground.once(_clock_of, ground)


def _clock_of(ground: Ground) -> selectors.Clock:
    return selectors.Clock(selectors.terms_of(ground.campaign), clock.day_end(ground.on), ground.calendar)


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


for code, label, source, records in (
    ("policies", "政策解读", POLICIES, policy_records),
    ("topics", "热点回应", TOPICS, topic_records),
    ("questions", "政策咨询", QUESTIONS, question_records),
):
    standing.register(Register(code, AREA, label, source.items, lots=source.lots, records=records))
