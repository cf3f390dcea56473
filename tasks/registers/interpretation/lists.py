"""三本台账的各行：期限、情况、用时；筛选也在这里，导出与页面看到的是同一批。"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from portal.core import clock
from portal.organisations.models import Organisation
from tasks.registers.interpretation import measures, selectors
from tasks.registers.interpretation.models import Policy, Question, Topic
from tasks.registers.interpretation.selectors import Clock

POLICY_STATES = {
    "needs": ("需要解读", ("按时解读", "逾期解读", "待解读", "超期未解读")),
    "done": ("已解读", ("按时解读", "逾期解读")),
    "in_time": ("按时解读", ("按时解读",)),
    "late": ("逾期解读", ("逾期解读",)),
    "missing": ("还没有解读", ("待解读", "超期未解读")),
    "overdue": ("超期未解读", ("超期未解读",)),
    "spared": ("不需解读", ("不需解读",)),
}
TOPIC_STATES = {
    "done": ("已回应", ("按时回应", "逾期回应")),
    "in_time": ("按时回应", ("按时回应",)),
    "late": ("逾期回应", ("逾期回应",)),
    "missing": ("还没有回应", ("待回应", "超期未回应")),
    "overdue": ("超期未回应", ("超期未回应",)),
}
QUESTION_STATES = {
    "done": ("已答复", ("按时答复", "逾期答复")),
    "in_time": ("按时答复", ("按时答复",)),
    "late": ("逾期答复", ("逾期答复",)),
    "missing": ("还没有答复", ("待答复", "超期未答复")),
    "overdue": ("超期未答复", ("超期未答复",)),
}


@dataclass(frozen=True)
class Row:
    """台账的一行与它的情况；`due` 是期限（日期或时刻），`taken` 是用了几天或几小时。"""

    row: object
    word: str
    due: dt.date | dt.datetime
    taken: int | Decimal | None


def choices(states: dict) -> list[tuple[str, str]]:
    return [(key, label) for key, (label, _) in states.items()]


def policy_rows(user, watch: Clock, *, state="", form="", linked="", **rest) -> list[Row]:
    """看得到的政策；一次查询。`watch` 是从哪一刻看。"""
    rows = _narrowed(selectors.policies(user), rest, "published_on__year", ("title", "number", "issuer"))
    if form:
        rows = rows.filter(pk__in=Policy.objects.filter(interpretations__form=form).values("pk"))
    if linked:
        rows = rows.filter(pk__in=Policy.objects.filter(interpretations__is_linked=True).values("pk"))
    found = [Row(one, watch.policy_word(one), watch.policy_due(one), _days(one)) for one in rows]
    return _in_state(found, POLICY_STATES, state)


def _days(policy: Policy) -> int | None:
    return measures.days_between(policy.published_on, policy.first_on)


def topic_rows(user, watch: Clock, *, state="", **rest) -> list[Row]:
    rows = _narrowed(selectors.topics(user), rest, "found_at__year", ("title", "source"))
    found = [Row(one, watch.topic_word(one), watch.topic_due(one), selectors.hours(one)) for one in rows]
    return _in_state(found, TOPIC_STATES, state)


def question_rows(user, watch: Clock, *, state="", status="", channel="", field=None, released="", **rest):
    rows = _narrowed(selectors.questions(user), rest, "asked_at__year", ("text", "answer"))
    for name, value in (("status", status), ("channel", channel), ("field", field)):
        rows = rows.filter(**{name: value}) if value else rows
    if released:
        rows = rows.filter(publication__status="published")
    found = [Row(one, watch.question_word(one), watch.question_due(one), _answer_days(one)) for one in rows]
    return _in_state(found, QUESTION_STATES, state)


def _answer_days(question: Question) -> int | None:
    if not question.is_answered:
        return None
    return measures.days_between(clock.local_date(question.asked_at), clock.local_date(question.answered_at))


def _narrowed(rows, chosen: dict, year: str, words: tuple[str, ...]):
    if chosen.get("year"):
        rows = rows.filter(**{year: chosen["year"]})
    if chosen.get("county"):
        county = Organisation.objects.filter(code=chosen["county"]).first()
        rows = rows.within(county) if county else rows.none()
    if chosen.get("q"):
        found = Q()
        for name in words:
            found |= Q(**{f"{name}__icontains": chosen["q"]})
        rows = rows.filter(found)
    return rows


def _in_state(rows: list[Row], states: dict, state: str) -> list[Row]:
    words = states[state][1] if state in states else None
    return [row for row in rows if words is None or row.word in words]


def years_of(model: type[Policy] | type[Topic] | type[Question], user, moment: str) -> list[int]:
    """看得到的行所在的年度，近的在前。"""
    days = model.objects.visible_to(user).order_by()
    kind = "dates" if moment == "published_on" else "datetimes"
    return sorted({one.year for one in getattr(days, kind)(moment, "year")}, reverse=True)
