"""解读回应的读取：各行连同首篇解读、首次回应，期限与情况。"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from portal.core import clock, workdays
from portal.core.models.calendar import overrides
from portal.organisations.scope import scope_of
from tasks.registers.interpretation import measures
from tasks.registers.interpretation.models import (
    Interpretation,
    Policy,
    Question,
    Response,
    ResponseTerms,
    Topic,
)
from tasks.selectors import current_campaign

COMPARED = 2000


def terms_of(campaign) -> ResponseTerms:
    """一次行动的期限；没有设定的用缺省，不存库。"""
    found = ResponseTerms.objects.filter(campaign=campaign).first() if campaign else None
    return found or ResponseTerms(campaign=campaign)


def policies(user) -> QuerySet[Policy]:
    """看得到的政策，各带首篇解读的日期 `first_on` 与解读篇数 `many`。"""
    rows = with_first(Policy.objects.visible_to(user))
    return rows.select_related("organisation", "link").annotate(many=Count("interpretations"))


def with_first(rows: QuerySet[Policy]) -> QuerySet[Policy]:
    first = Interpretation.objects.filter(policy=OuterRef("pk")).order_by("published_on")
    return rows.annotate(first_on=Subquery(first.values("published_on")[:1]))


def topics(user) -> QuerySet[Topic]:
    """看得到的热点，各带首次回应的时刻 `first_at`。"""
    return with_response(Topic.objects.visible_to(user)).select_related("organisation", "link")


def with_response(rows: QuerySet[Topic]) -> QuerySet[Topic]:
    first = Response.objects.filter(topic=OuterRef("pk")).order_by("at")
    return rows.annotate(first_at=Subquery(first.values("at")[:1]))


def questions(user) -> QuerySet[Question]:
    """看得到的咨询：本单位及下级的，以及转给自己的。"""
    own = Question.objects.visible_to(user).values("pk")
    mine = Q(transferred_to__in=scope_of(user).organisations("draft"))
    rows = Question.objects.filter(Q(pk__in=own) | mine)
    return rows.select_related("organisation", "transferred_to", "field", "answered_by", "publication")


@dataclass(frozen=True)
class Clock:
    """从 `at` 看各行的期限：工作日的调整只查一次。"""

    terms: ResponseTerms
    at: dt.datetime
    overrides: dict

    @property
    def on(self) -> dt.date:
        return clock.local_date(self.at)

    def policy_due(self, policy: Policy) -> dt.date:
        return workdays.add_workdays(policy.published_on, self.terms.interpret_workdays, self.overrides)

    def topic_due(self, topic: Topic) -> dt.datetime:
        return topic.found_at + dt.timedelta(hours=self.terms.respond_hours)

    def question_due(self, question: Question) -> dt.date:
        asked_on = clock.local_date(question.asked_at)
        return workdays.add_workdays(asked_on, self.terms.answer_workdays, self.overrides)

    def policy_word(self, policy: Policy) -> str:
        """这份政策的情况；要带 `first_on`。"""
        if not policy.needs_interpretation:
            return "不需解读"
        due = self.policy_due(policy)
        if policy.first_on:
            return "按时解读" if policy.first_on <= due else "逾期解读"
        return "待解读" if self.on <= due else "超期未解读"

    def topic_word(self, topic: Topic) -> str:
        """这个热点的情况；要带 `first_at`。"""
        due = self.topic_due(topic)
        if topic.first_at:
            return "按时回应" if topic.first_at <= due else "逾期回应"
        return "待回应" if self.at <= due else "超期未回应"

    def question_word(self, question: Question) -> str:
        """答复得是否及时。"""
        due = self.question_due(question)
        if question.is_answered:
            return "按时答复" if clock.local_date(question.answered_at) <= due else "逾期答复"
        return "待答复" if self.on <= due else "超期未答复"


def clock_at(at: dt.datetime, campaign=None) -> Clock:
    """此刻的期限；两次查询。"""
    return Clock(terms_of(campaign or current_campaign()), at, overrides())


def hours(topic: Topic) -> Decimal | None:
    """首次回应用了几小时；要带 `first_at`。"""
    return measures.hours_taken(topic.found_at, topic.first_at)


def similar(text: str, user, *, besides: int | None = None) -> list[Question]:
    """办结了的类似问题，最像的在前；只比看得到的与已经公开的里最近 `COMPARED` 条。"""
    seen = Q(pk__in=questions(user).values("pk")) | Q(publication__status="published")
    known = Question.objects.filter(seen, status=Question.Status.CONFIRMED).exclude(pk=besides)
    pairs = list(known.values_list("pk", "text")[:COMPARED])
    chosen = measures.most_alike(text, pairs)
    found = known.select_related("organisation", "publication").in_bulk(chosen)
    return [found[pk] for pk in chosen]


def awaiting(user) -> list[tuple]:
    """轮到此人办的咨询（类别, 事项, 状态, 去处, 截止）：该答复的与该确认的；一次查询。"""
    scope, S = scope_of(user), Question.Status
    desks, heads = scope.organisations("draft"), scope.organisations("approve")
    if not desks and not heads:
        return []
    turns = Q(organisation__in=desks, status__in=(S.ASKED, S.RETURNED))
    turns |= Q(transferred_to__in=desks, status=S.TRANSFERRED)
    turns |= Q(organisation__in=(*desks, *heads), status=S.ANSWERED) & ~Q(answered_by=user)
    return [
        ("政策咨询", str(row), row.get_status_display(), reverse("tasks:question", args=[row.pk]), None)
        for row in Question.objects.filter(turns).order_by("asked_at")[:50]
    ]


def forms_used(rows: QuerySet[Policy]) -> list[tuple[int, str, bool]]:
    """这些政策的各篇解读：（政策, 形式, 是否相互关联），一次查询。"""
    found = Interpretation.objects.filter(policy__in=rows.values("pk"))
    return list(found.values_list("policy_id", "form", "is_linked"))
