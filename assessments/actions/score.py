import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from assessments import gates, measures, permissions
from assessments.models import Indicator, Round, Score, Scorecard
from portal.core import audit, bulk
from portal.core.rules import Denied

TEXTS = ("reason", "link", "requirement", "due_on")


@dataclass(frozen=True)
class ScoreEntry:
    """对一个末级指标的一次评分。`deduction` 与 `counts` 填其一：直接扣分，或各缺陷（要点）的件数。"""

    deduction: Decimal | None = None
    counts: dict | None = None
    is_inapplicable: bool = False
    reason: str = ""
    link: str = ""
    requirement: str = ""
    due_on: dt.date | None = None


class EditedByAnother(Denied):
    """保存时发现他人刚改过这一格；`theirs` 是库里现在的评分。"""

    def __init__(self, theirs: Score):
        super().__init__("这一格刚被他人改过，请比较两边的值后再保存。")
        self.theirs = theirs


@transaction.atomic
def record_score(
    *, scorecard: Scorecard, indicator: Indicator, entry: ScoreEntry, version: int, by, at: dt.datetime
) -> Score:
    """在网页上评一格。`version` 是打开时的版次（没有评过为 0），已变则抛 `EditedByAnother`。"""
    _check(scorecard.round, "评分", by=by, at=at)
    current = Score.objects.filter(scorecard=scorecard, indicator=indicator).first()
    if (current.version if current else 0) != version:
        raise EditedByAnother(current)
    score = _fill(current or Score(scorecard=scorecard, indicator=indicator, version=0), entry, by=by, at=at)
    score.version += 1
    score.save()
    audit.record(
        "assessments.score.recorded",
        obj=scorecard,
        by=by,
        at=at,
        detail={"indicator": indicator.number, "version": score.version},
    )
    return score


@transaction.atomic
def record_scores(
    *, round_: Round, entries: dict[tuple[int, int], ScoreEntry], by, at: dt.datetime
) -> tuple[int, int]:
    """成批评分（工作簿导入）：{(评分表编号, 指标编号): 评分}，返回（新评, 改动）格数；没变的不写。

    任何一格不合规则都抛错，一格也不写。
    """
    _check(round_, "评分", by=by, at=at)
    cards = Scorecard.objects.in_bulk([card for card, _ in entries])
    indicators = Indicator.objects.in_bulk([indicator for _, indicator in entries])
    known = {
        (score.scorecard_id, score.indicator_id): score
        for score in Score.objects.filter(scorecard__round=round_).select_related("indicator")
    }
    new, changed = [], []
    for key, entry in entries.items():
        score = known.get(key) or Score(scorecard=cards[key[0]], indicator=indicators[key[1]], version=0)
        before = None if score.pk is None else _content(score)
        _fill(score, entry, by=by, at=at)
        if before is None:
            new.append(score)
        elif before != _content(score):
            changed.append(score)
    _write(new, changed, by=by, at=at)
    audit.record(
        "assessments.scores.imported",
        obj=round_,
        by=by,
        at=at,
        detail={"new": len(new), "changed": len(changed)},
    )
    return len(new), len(changed)


@transaction.atomic
def set_applicability(
    *, scorecard: Scorecard, is_applicable: bool, reason: str, by, at: dt.datetime
) -> Scorecard:
    """标明某县区没有这一领域（如无农村危房），不计入其综合成绩；须写原因。"""
    _check(scorecard.round, "标明是否适用", by=by, at=at)
    if not is_applicable and not reason.strip():
        raise Denied("请写明这一领域为什么不适用于该县区。")
    scorecard.is_applicable = is_applicable
    scorecard.inapplicable_reason = "" if is_applicable else reason.strip()
    scorecard.save(update_fields=["is_applicable", "inapplicable_reason"])
    audit.record(
        "assessments.scorecard.applicability",
        obj=scorecard,
        by=by,
        at=at,
        detail={"applicable": is_applicable},
    )
    return scorecard


def _check(round_: Round, act: str, *, by, at: dt.datetime) -> None:
    """锁住这一轮，问规则与闸门。"""
    locked = _locked(round_)
    permissions.check_can_score(by, locked)
    gates.check_is_open(locked, act, at)


def _locked(round_: Round) -> Round:
    return (
        Round.objects.select_for_update(of=("self",))
        .select_related("scheme__campaign", "scheme__department")
        .get(pk=round_.pk)
    )


def _fill(score: Score, entry: ScoreEntry, *, by, at) -> Score:
    """把一次评分写到行上（不保存）；抛 `Denied` 说明哪一条不合规则。"""
    indicator = score.indicator
    problems = measures.entry_problems(indicator, entry)
    if problems:
        raise Denied(f"{indicator}：{problems[0]}")
    score.is_inapplicable = entry.is_inapplicable
    score.deduction, score.value = measures.deduction_and_value(indicator, entry)
    score.counts = entry.counts or {}
    for name in TEXTS:
        setattr(score, name, getattr(entry, name))
    score.updated_by, score.updated_at = by, at
    return score


def _content(score: Score) -> tuple:
    """决定“有没有变”的内容。"""
    return (
        score.deduction,
        score.value,
        tuple(sorted(score.counts.items())),
        score.is_inapplicable,
        *(getattr(score, name) for name in TEXTS),
    )


def _write(new: list[Score], changed: list[Score], *, by, at) -> None:
    for score in [*new, *changed]:
        score.version += 1
    Score.history.bulk_history_create(
        Score.objects.bulk_create(new, batch_size=500), batch_size=500, default_user=by, default_date=at
    )
    fields = [
        "deduction",
        "value",
        "counts",
        "is_inapplicable",
        *TEXTS,
        "updated_by",
        "updated_at",
        "version",
    ]
    bulk.save(changed, fields)
    Score.history.bulk_history_create(changed, batch_size=500, update=True, default_user=by, default_date=at)
