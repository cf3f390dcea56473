"""模型与纯评分函数之间的桥：把库里的方案、评分变成数，算出来再交回去。"""

import json
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from assessments import scoring
from assessments.models import Indicator, Round, Scheme, Score, Scorecard
from portal.core.crypto import sm3_hex
from portal.organisations.models import Organisation


@dataclass(frozen=True)
class Line:
    """评分表的一行：末级指标连同它各级的名称。"""

    indicator: Indicator
    level_1: str
    level_2: str
    level_3: str


def leaves(scheme: Scheme) -> list[Indicator]:
    """方案的末级指标，全表顺序。"""
    return list(scheme.indicators.exclude(rule="").order_by("position"))


def lines(scheme: Scheme) -> list[Line]:
    """评分表的各行，全表顺序（一次查询）。"""
    everything = list(scheme.indicators.order_by("position"))
    by_pk = {indicator.pk: indicator for indicator in everything}
    found = []
    for indicator in everything:
        if indicator.is_leaf:
            names = _path(indicator, by_pk)
            found.append(Line(indicator, *(names + ["", "", ""])[:3]))
    return found


def _path(indicator: Indicator, by_pk: dict[int, Indicator]) -> list[str]:
    names = []
    while indicator is not None:
        names.insert(0, indicator.name)
        indicator = by_pk.get(indicator.parent_id)
    return names


def leaf_of(indicator: Indicator) -> scoring.Leaf:
    return scoring.Leaf(indicator.number, indicator.points, indicator.rule, indicator.config)


def leaf_score(indicator: Indicator, score: Score | None) -> scoring.LeafScore:
    """一格的结果，连同解释。"""
    if score is None:
        return scoring.score_leaf(leaf_of(indicator), None)
    counts = score.counts or {}
    entry = scoring.Entry(None if counts else score.deduction, counts, score.is_inapplicable)
    return scoring.score_leaf(leaf_of(indicator), entry)


def deduction_and_value(indicator: Indicator, entry) -> tuple[Decimal | None, Decimal | None]:
    """评定对应的（扣分, 得分）；未评、不适用为（None, None）。"""
    result = scoring.score_leaf(leaf_of(indicator), _pure(entry))
    return result.deduction, result.value


def entry_problems(indicator: Indicator, entry) -> list[str]:
    """这次评定不合规则之处（中文）；合格为空。网页与工作簿用同一个函数。"""
    if entry.is_inapplicable:
        return [] if indicator.may_be_inapplicable else ["方案没有规定本指标可以不适用"]
    try:
        deduction, _ = deduction_and_value(indicator, entry)
    except ValueError as error:
        return [str(error)]
    if deduction and not entry.reason.strip():
        return ["扣了分就要写明扣分原因"]
    return []


def _pure(entry) -> scoring.Entry:
    counts = entry.counts or {}
    return scoring.Entry(None if counts else entry.deduction, counts, entry.is_inapplicable)


def scheme_problems(scheme: Scheme) -> list[str]:
    """方案不能下发的原因：没有末级、分值不符、规则参数不合。"""
    indicators = list(scheme.indicators.select_related("parent").order_by("position"))
    parents = {indicator.parent_id for indicator in indicators}
    nodes = [(i.number, i.parent.number if i.parent else "", i.points) for i in indicators]
    problems = scoring.sum_problems(nodes)
    for indicator in indicators:
        if indicator.is_leaf:
            found = scoring.config_problems(indicator.rule, indicator.points, indicator.config)
            problems += [f"{indicator.number}：{problem}" for problem in found]
        elif indicator.pk not in parents:
            problems.append(f"{indicator.number} 没有下级，也没有评分规则")
    if not any(indicator.is_leaf for indicator in indicators):
        problems.append("还没有指标")
    return problems


def missing_scores(round_: Round) -> list[tuple[Organisation, int]]:
    """还没评完的县区与各缺几项。"""
    wanted = scheme_leaf_count(round_.scheme)
    scored = Count("scores", filter=Q(scores__value__isnull=False) | Q(scores__is_inapplicable=True))
    cards = round_.scorecards.filter(is_applicable=True).select_related("county").annotate(scored=scored)
    return [(card.county, wanted - card.scored) for card in cards if card.scored < wanted]


def scheme_leaf_count(scheme: Scheme) -> int:
    return scheme.indicators.exclude(rule="").count()


def totals(cards) -> dict[int, scoring.Total]:
    """若干评分表的合计：{评分表编号: Total}；两次查询，与张数无关。"""
    cards = list(cards)
    indicators = defaultdict(list)
    schemes = {card.round.scheme_id for card in cards}
    for row in Indicator.objects.filter(scheme__in=schemes).exclude(rule="").order_by("position"):
        indicators[row.scheme_id].append(row)
    scores = defaultdict(dict)
    for score in Score.objects.filter(scorecard__in=[card.pk for card in cards]):
        scores[score.scorecard_id][score.indicator_id] = score
    return {
        card.pk: scoring.total(
            stored(row, scores[card.pk].get(row.pk)) for row in indicators[card.round.scheme_id]
        )
        for card in cards
    }


def stored(indicator: Indicator, score: Score | None) -> scoring.LeafScore:
    """合计用的一格：取库里已算好的值，不重写解释（解释见 `leaf_score`）。"""
    if score is None:
        return scoring.LeafScore(indicator.number, indicator.points, None, None, False, "")
    return scoring.LeafScore(
        indicator.number, indicator.points, score.deduction, score.value, score.is_inapplicable, ""
    )


def content_hash(round_: Round) -> str:
    """一轮评分全部内容的摘要：审核时记下，之后有变动就要重审。"""
    rows = Score.objects.filter(scorecard__round=round_).order_by("scorecard_id", "indicator_id")
    names = (
        "scorecard_id",
        "indicator_id",
        "value",
        "deduction",
        "is_inapplicable",
        "reason",
        "link",
        "requirement",
    )
    cards = Scorecard.objects.filter(round=round_).order_by("pk").values_list("pk", "is_applicable")
    content = [[str(value) for value in row] for row in rows.values_list(*names, "due_on")]
    return sm3_hex(json.dumps([content, list(cards)], ensure_ascii=False, default=str).encode())
