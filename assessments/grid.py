"""网页上的评分表：一行一个末级指标；每格独立保存，各带所见内容的摘要，他人改过的格不会被悄悄盖掉。"""

import datetime as dt
import zlib
from dataclasses import dataclass, replace
from decimal import Decimal

from assessments import actions, measures, scoring
from assessments.actions import EditedByAnother
from assessments.actions.score import ScoreEntry
from assessments.models import Indicator, Score, Scorecard
from portal.core.rules import Denied
from portal.core.sheets.columns import day, number, text, url
from portal.core.sheets.problems import CellProblem

SAVED, CONFLICT, ERROR = "saved", "conflict", "error"
INAPPLICABLE = "不适用"
COLUMNS = (
    ("deduction", "扣分"),
    ("reason", "扣分原因"),
    ("link", "问题链接"),
    ("requirement", "整改要求"),
    ("due_on", "整改时限"),
)
TITLES = dict(COLUMNS)
PARSERS = {"reason": text(1000), "link": url(), "requirement": text(500), "due_on": day()}
POINTS = number(4, 0, 10000)


@dataclass(frozen=True)
class Answer:
    """一格的保存结果；`value` 与 `version` 是库里现在的。"""

    row: str
    column: str
    status: str
    value: str
    version: int
    message: str = ""

    def as_json(self) -> dict:
        return vars(self)


def shown(score: Score | None, column: str) -> str:
    """一格在网页上的文字：扣分可以是数、“不适用”，或“缺陷:件数”。"""
    if score is None:
        return ""
    if column != "deduction":
        value = getattr(score, column)
        return value.isoformat() if isinstance(value, dt.date) else value or ""
    if score.is_inapplicable:
        return INAPPLICABLE
    if score.counts:
        return "；".join(f"{name}:{count}" for name, count in score.counts.items())
    return "" if score.deduction is None else f"{score.deduction.normalize():f}"


def version_of(value: str) -> int:
    """所见内容的摘要：同一格内容没变，摘要就没变，改别的格不算冲突。"""
    return zlib.crc32(value.encode())


def grid_of(card: Scorecard, url_: str, *, editable: bool, values: dict | None = None) -> dict:
    """components/grid.html 要的形状；`values` 是没保存成的输入 {(行, 列): 文字}。两次查询。"""
    scores = {score.indicator_id: score for score in card.scores.all()}
    rows = [
        _row(line, scores.get(line.indicator.pk), editable, values or {})
        for line in measures.lines(card.round.scheme)
    ]
    columns = [{"key": "standard", "label": "评分标准", "hint": "", "is_text": True}]
    columns += [
        {"key": key, "label": label, "hint": "", "is_text": key != "deduction"} for key, label in COLUMNS
    ]
    saved_at = max((score.updated_at for score in scores.values()), default=None)
    return {
        "url": url_,
        "label": f"{card} 评分表",
        "row_title": "指标",
        "saved_at": saved_at,
        "explained": True,
        "columns": columns,
        "rows": rows,
    }


def _row(line: measures.Line, score: Score | None, editable: bool, values: dict) -> dict:
    indicator = line.indicator
    cells = [{"column": "standard", "value": indicator.standard, "label": "评分标准"}]
    cells[0] |= {"version": 0, "locked": True, "is_text": True}
    for key, label in COLUMNS:
        value = shown(score, key)
        typed = values.get((str(indicator.pk), key), value)
        cells.append(
            {"column": key, "value": typed, "version": version_of(value), "label": label}
            | {"locked": not editable, "is_text": key != "deduction"}
        )
    return {
        "key": str(indicator.pk),
        "label": str(indicator),
        "hint": f"{scoring.show(indicator.points)}分，{scoring.describe(indicator.rule, indicator.config)}",
        "explain": measures.leaf_score(indicator, score).explain,
        "cells": cells,
    }


def save(card: Scorecard, cells: list[dict], *, by, at: dt.datetime) -> tuple[list[Answer], list[dict]]:
    """保存若干格：逐行办理，一行内同成同败，别的行照存。返回（各格结果, 各行说明）。"""
    leaves = {str(leaf.pk): leaf for leaf in measures.leaves(card.round.scheme)}
    by_row: dict[str, list[dict]] = {}
    for cell in cells:
        by_row.setdefault(str(cell["row"]), []).append(cell)
    answers, rows = [], []
    for key, group in by_row.items():
        if key not in leaves:
            raise Denied("方案里没有这一行指标，请刷新页面。")
        answers += _save_row(card, leaves[key], group, by=by, at=at)
        score = _current(card, leaves[key])
        rows.append({"row": key, "explain": measures.leaf_score(leaves[key], score).explain})
    return answers, rows


def _current(card: Scorecard, leaf: Indicator) -> Score | None:
    return Score.objects.filter(scorecard=card, indicator=leaf).first()


def _save_row(card: Scorecard, leaf: Indicator, cells: list[dict], *, by, at) -> list[Answer]:
    score = _current(card, leaf)
    stale = [cell for cell in cells if _is_stale(score, cell)]
    if stale:
        message = "他人刚改过这一格，请选用一个值。"
        return [_answer(leaf, cell, score, CONFLICT if cell in stale else ERROR, message) for cell in cells]
    entry = entry_from(score)
    for cell in cells:
        try:
            entry = _changed(entry, leaf, cell["column"], str(cell["value"]).strip())
        except CellProblem as problem:
            message = f"{problem.message}。{problem.hint}" if problem.hint else problem.message
            return [
                _answer(leaf, one, score, ERROR, message if one is cell else "同一行有错，没有保存")
                for one in cells
            ]
    try:
        version = score.version if score else 0
        saved = actions.record_score(
            scorecard=card, indicator=leaf, entry=entry, version=version, by=by, at=at
        )
    except EditedByAnother as edited:
        return [_answer(leaf, cell, edited.theirs, CONFLICT, edited.reason) for cell in cells]
    except Denied as denied:
        return [_answer(leaf, cell, score, ERROR, denied.reason) for cell in cells]
    return [_answer(leaf, cell, saved, SAVED) for cell in cells]


def _is_stale(score: Score | None, cell: dict) -> bool:
    """打开之后别人改过这一格，且改成的不是我要写的。"""
    if cell["column"] not in TITLES:
        raise Denied(f"评分表没有“{cell['column']}”这一列，请刷新页面。")
    now = shown(score, cell["column"])
    return version_of(now) != int(cell["version"]) and now != str(cell["value"]).strip()


def _answer(leaf: Indicator, cell: dict, score: Score | None, status: str, message: str = "") -> Answer:
    value = shown(score, cell["column"])
    return Answer(str(leaf.pk), cell["column"], status, value, version_of(value), message)


def entry_from(score: Score | None) -> ScoreEntry:
    """库里的评分 → 评定，供在其上改一格。"""
    if score is None:
        return ScoreEntry()
    counted = score.counts or None
    return ScoreEntry(
        deduction=None if counted or score.is_inapplicable else score.deduction,
        counts=counted,
        is_inapplicable=score.is_inapplicable,
        reason=score.reason,
        link=score.link,
        requirement=score.requirement,
        due_on=score.due_on,
    )


def _changed(entry: ScoreEntry, leaf: Indicator, column: str, value: str) -> ScoreEntry:
    if column == "deduction":
        deduction, counts, inapplicable = _judgement(leaf, value)
        return replace(entry, deduction=deduction, counts=counts, is_inapplicable=inapplicable)
    empty = None if column == "due_on" else ""
    return replace(entry, **{column: PARSERS[column](value) if value else empty})


def _judgement(leaf: Indicator, value: str) -> tuple[Decimal | None, dict | None, bool]:
    """扣分一格的文字 →（扣分, 件数, 不适用）；空为未评。"""
    if not value:
        return None, None, False
    if value == INAPPLICABLE:
        return None, None, True
    value = value.replace("：", ":").replace("；", ";")
    if ":" not in value:
        return POINTS(value), None, False
    pairs = [part.rpartition(":") for part in value.split(";") if part.strip()]
    if not all(name.strip() and count.strip().isdigit() for name, _, count in pairs):
        raise CellProblem(
            "看不懂件数",
            f"请写成“名称:件数”，如 {next(iter(scoring.units_of(measures.leaf_of(leaf))), '链接失效')}:2",
        )
    return None, {name.strip(): int(count) for name, _, count in pairs}, False
