"""解读回应的统计：县区 × 各项，每个数都数得出是哪几行；查询次数与县区数无关。"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from portal.organisations.models import Organisation
from tasks import counties
from tasks.counties import county_of
from tasks.registers.interpretation import lists, measures
from tasks.registers.interpretation.models import Interpretation, Policy
from tasks.registers.interpretation.selectors import Clock

FORMS = dict(Interpretation.Form.choices)


@dataclass(frozen=True)
class CountyRow:
    """一个县区（`county` 为 None 是合计）。率是百分比，没有分母的为 None。"""

    county: Organisation | None
    policies: int
    needs: int
    interpreted: int
    in_time: int
    overdue: int
    days: Decimal | None
    forms: str
    not_text: Decimal | None
    linked: Decimal | None
    topics: int
    responded: int
    responded_in_time: int
    hours: Decimal | None
    questions: int
    answered: int
    answered_in_time: int
    released: int

    @property
    def rate(self) -> Decimal | None:
        """解读率：需要解读的里面，至少有一篇解读的。"""
        return measures.percent(self.interpreted, self.needs)

    @property
    def response_rate(self) -> Decimal | None:
        return measures.percent(self.responded_in_time, self.topics)

    @property
    def answer_rate(self) -> Decimal | None:
        return measures.percent(self.answered_in_time, self.questions)


def county_rows(user, watch: Clock, *, year: int) -> tuple[list[CountyRow], CountyRow]:
    """看得到的各县区，与合计。"""
    seen = counties.seen_by(user)
    policies = lists.policy_rows(user, watch, year=year)
    topics, questions = lists.topic_rows(user, watch, year=year), lists.question_rows(user, watch, year=year)
    interpretations = Interpretation.objects.filter(
        policy__in=Policy.objects.visible_to(user).filter(published_on__year=year)
    )
    pieces = defaultdict(list)
    for policy, form, is_linked in interpretations.values_list("policy", "form", "is_linked"):
        pieces[policy].append((form, is_linked))
    by_path = counties.by_path(seen)
    sorted_rows = [_by_county(rows, by_path) for rows in (policies, topics, questions)]
    rows = [_row(one, *(found[one.pk] for found in sorted_rows), pieces) for one in seen]
    total = _row(None, *(_kept(rows) for rows in sorted_rows), pieces)
    return rows, total


def _by_county(rows: Iterable[lists.Row], by_path) -> dict[int, list[lists.Row]]:
    found = defaultdict(list)
    for row in rows:
        if county := county_of(row.row.organisation, by_path):
            found[county.pk].append(row)
    return found


def _kept(found: dict[int, list]) -> list:
    return [row for rows in found.values() for row in rows]


def _row(county, policies: list, topics: list, questions: list, pieces) -> CountyRow:
    own = [piece for row in policies for piece in pieces[row.row.pk]]
    used = [form for form, _ in own]
    return CountyRow(
        county=county,
        policies=len(policies),
        needs=_count(policies, lists.POLICY_STATES["needs"]),
        interpreted=_count(policies, lists.POLICY_STATES["done"]),
        in_time=_count(policies, lists.POLICY_STATES["in_time"]),
        overdue=_count(policies, lists.POLICY_STATES["overdue"]),
        days=measures.median(_taken(policies)),
        forms="、".join(f"{label} {used.count(form)}" for form, label in FORMS.items() if form in used),
        not_text=measures.percent(sum(form != "text" for form in used), len(used)),
        linked=measures.percent(sum(is_linked for _, is_linked in own), len(own)),
        topics=len(topics),
        responded=_count(topics, lists.TOPIC_STATES["done"]),
        responded_in_time=_count(topics, lists.TOPIC_STATES["in_time"]),
        hours=measures.median(_taken(topics)),
        questions=len(questions),
        answered=_count(questions, lists.QUESTION_STATES["done"]),
        answered_in_time=_count(questions, lists.QUESTION_STATES["in_time"]),
        released=sum(_is_released(row.row) for row in questions),
    )


def _count(rows: list[lists.Row], state: tuple[str, tuple[str, ...]]) -> int:
    return sum(row.word in state[1] for row in rows)


def _taken(rows: list[lists.Row]) -> list:
    return [row.taken for row in rows if row.taken is not None]


def _is_released(question) -> bool:
    return question.publication is not None and question.publication.status == "published"
