"""评分表的一行 ↔ 一次评分：得分或扣分填一个即可，“不适用”也写在得分一格。"""

import datetime as dt
from decimal import Decimal

from assessments import measures
from assessments.actions.score import ScoreEntry
from assessments.models import Indicator, Score
from portal.core.sheets.columns import number
from portal.core.sheets.problems import Problem
from portal.core.sheets.rows import Row

POINTS = number(4, 0, 10000)
NOT_APPLICABLE = "不适用"
MARKS = (NOT_APPLICABLE, "N/A", "NA", "n/a", "不涉及")


class Mark:
    """得分一格：数字，或“不适用”。"""

    number_format = "0.00##"
    options = ()

    def __call__(self, raw):
        if isinstance(raw, str) and raw.strip() in MARKS:
            return NOT_APPLICABLE
        return POINTS(raw)

    def show(self, value):
        return value


def entry_of(indicator: Indicator, row: Row) -> tuple[ScoreEntry | None, Problem | None]:
    """一行 → 评分；没有评的为（None, None）。得分与扣分填一个即可，都填时须对得上。"""
    score, deduction = row["score"], row["deduction"]
    if score is None and deduction is None:
        stray = next((key for key in ("reason", "link") if row[key]), None)
        return None, row.problem(
            "score", "写了扣分原因，却没有得分或扣分", "请补填得分或扣分"
        ) if stray else None
    texts = {
        "reason": row["reason"] or "",
        "link": row["link"] or "",
        "requirement": row["requirement"] or "",
        "due_on": row["due_on"],
    }
    if score == NOT_APPLICABLE:
        entry, place = ScoreEntry(is_inapplicable=True, **texts), "score"
    else:
        if score is not None and score > indicator.points:
            return None, row.problem(
                "score", f"得分 {shown(score)} 超过分值 {indicator.points.normalize():f}", "请核对得分"
            )
        lost = deduction if deduction is not None else indicator.points - score
        if score is not None and score + lost != indicator.points:
            hint = f"得分与扣分之和应等于分值 {indicator.points.normalize():f}；只填其中一个也可以"
            return None, row.problem("deduction", f"得分 {shown(score)} 与扣分 {shown(lost)} 对不上", hint)
        entry, place = ScoreEntry(deduction=lost, **texts), "deduction" if deduction is not None else "score"
    found = measures.entry_problems(indicator, entry)
    if found:
        where = "reason" if "扣分原因" in found[0] else place
        return None, row.problem(where, found[0], _hint(where))
    return entry, None


def _hint(where: str) -> str:
    return "请写明扣分的依据，它将作为问题发给县区" if where == "reason" else "请对照评分标准改正"


def shown(value: Decimal | None) -> str:
    return "—" if value is None else f"{value.normalize():f}"


def from_score(score: Score) -> ScoreEntry:
    return ScoreEntry(
        deduction=None if score.is_inapplicable else score.deduction,
        is_inapplicable=score.is_inapplicable,
        reason=score.reason,
        link=score.link,
        requirement=score.requirement,
        due_on=score.due_on,
    )


def to_json(entry: ScoreEntry) -> dict:
    return {
        "deduction": None if entry.deduction is None else str(entry.deduction),
        "is_inapplicable": entry.is_inapplicable,
        "reason": entry.reason,
        "link": entry.link,
        "requirement": entry.requirement,
        "due_on": entry.due_on.isoformat() if entry.due_on else None,
    }


def from_json(data: dict) -> ScoreEntry:
    deduction, due_on = data["deduction"], data["due_on"]
    return ScoreEntry(
        **data
        | {
            "deduction": None if deduction is None else Decimal(deduction),
            "due_on": dt.date.fromisoformat(due_on) if due_on else None,
        }
    )
