"""网页上填年度报告的表：一格一存，各带所见内容的摘要；与台账不同的一行须写说明，他人改过的格不会被悄悄盖掉。"""

import zlib
from dataclasses import dataclass
from decimal import Decimal

from portal.core.rules import Denied
from portal.core.sheets.problems import CellProblem
from tasks.registers.annual import actions, reading, standards, tables
from tasks.registers.annual.models import AnnualReport
from tasks.registers.annual.standards import Figures

SAVED, CONFLICT, ERROR = "saved", "conflict", "error"
NOTE, NOTE_LABEL, NOTE_LENGTH = "note", "与台账不同的原因", 300
ROWS = {2: tables.ROWS_2, 3: tables.ROWS_3, 4: tables.ROWS_4}
COLUMNS = {2: tables.COLUMNS_2, 3: tables.COLUMNS_3, 4: tables.COLUMNS_4}


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


def version_of(value: str) -> int:
    """所见内容的摘要。"""
    return zlib.crc32(value.encode())


def shown(report: AnnualReport, row: str, column: str) -> str:
    """一格现在的文字。"""
    return report.notes.get(row, "") if column == NOTE else report.cells.get(f"{row}.{column}", "")


def grid_of(
    report: AnnualReport, table: int, url: str, figures: Figures, *, values: dict | None = None
) -> dict:
    """components/grid.html 要的形状；`values` 是没保存成的输入 {(行, 列): 文字}。"""
    columns = [
        {"key": key, "label": label, "hint": "", "is_text": False} for key, label in COLUMNS[table].items()
    ]
    columns.append({"key": NOTE, "label": NOTE_LABEL, "hint": "", "is_text": True})
    return {
        "url": url,
        "label": tables.TITLES[table],
        "row_title": "项目",
        "saved_at": report.saved_at,
        "explained": True,
        "columns": columns,
        "rows": [_row(report, f"{table}.{row[0]}", table, figures, values or {}) for row in ROWS[table]],
    }


def _row(report: AnnualReport, row: str, table: int, figures: Figures, values: dict) -> dict:
    cells = []
    for column, label in (*COLUMNS[table].items(), (NOTE, NOTE_LABEL)):
        value = shown(report, row, column)
        locked = column != NOTE and f"{row}.{column}" not in tables.KEYS
        cells.append(
            {"column": column, "value": values.get((row, column), value), "version": version_of(value)}
            | {"label": label, "locked": locked, "is_text": column == NOTE}
        )
    label = tables.ROW_NAMES[row].split("（区分")[0]
    return {"key": row, "label": label, "hint": "", "explain": explain(report, row, figures), "cells": cells}


def explain(report: AnnualReport, row: str, figures: Figures) -> str:
    """一行的说明：总计，与台账（上年报告）的数。"""
    values = {**report.values, **tables.totals(report.values)}
    said = [f"总计 {tables.shown(values[f'{row}.{tables.ALL}'])}"] if f"{row}.{tables.ALL}" in values else []
    columns = COLUMNS[int(row.split(".")[0])]
    offered = [figures.offered.get(f"{row}.{column}") for column in columns]
    if any(value is not None for value in offered):
        name = "上年报告" if row == f"3.{tables.CARRIED}" and figures.last_year else "台账"
        said.append(f"{name} {'、'.join(tables.shown(value) or '—' for value in offered)}")
        same = all(
            report.values.get(f"{row}.{column}", v) == v
            for column, v in zip(columns, offered, strict=True)
            if v is not None
        )
        said += [] if same else ["不同"]
    return "；".join(said)


def save(
    report: AnnualReport, cells: list[dict], figures: Figures, *, by, at
) -> tuple[list[Answer], list[dict], AnnualReport]:
    """保存若干格：逐行办理，一行内同成同败。返回（各格结果, 各行说明, 现在的报告）。"""
    by_row: dict[str, list[dict]] = {}
    for cell in cells:
        by_row.setdefault(str(cell["row"]), []).append(cell)
    answers = []
    for row, group in by_row.items():
        if row not in tables.ROW_NAMES:
            raise Denied("年度报告没有这一行，请刷新页面。")
        found, report = _save_row(report, row, group, figures, by=by, at=at)
        answers += found
    rows = [{"row": row, "explain": explain(report, row, figures)} for row in by_row]
    return answers, rows, report


def _save_row(report: AnnualReport, row: str, cells: list[dict], figures: Figures, *, by, at):
    stale = [cell for cell in cells if _is_stale(report, row, cell)]
    if stale:
        message = "他人刚改过这一格，请选用一个值。"
        said = [_answer(report, row, cell, CONFLICT if cell in stale else ERROR, message) for cell in cells]
        return said, report
    values, notes = {}, {}
    for cell in cells:
        try:
            _read(row, cell, values, notes)
        except CellProblem as problem:
            message = f"{problem.message}。{problem.hint}" if problem.hint else problem.message
            return [
                _answer(report, row, one, ERROR, message if one is cell else "同一行有错，没有保存")
                for one in cells
            ], report
    if message := _unexplained(report, row, values, notes, figures):
        return [_answer(report, row, cell, ERROR, message) for cell in cells], report
    try:
        saved = actions.set_cells(report=report, cells=values, notes=notes, by=by, at=at)
    except Denied as denied:
        return [_answer(report, row, cell, ERROR, denied.reason) for cell in cells], report
    return [_answer(saved, row, cell, SAVED) for cell in cells], saved


def _read(row: str, cell: dict, values: dict, notes: dict) -> None:
    text, column = str(cell["value"]).strip(), cell["column"]
    if column == NOTE:
        if len(text) > NOTE_LENGTH:
            raise CellProblem(f"共 {len(text)} 字", f"请精简到 {NOTE_LENGTH} 字以内")
        notes[row] = text
    else:
        values[f"{row}.{column}"] = reading.parse_number(text, f"{row}.{column}") if text else None


def _unexplained(
    report: AnnualReport, row: str, values: dict[str, Decimal | None], notes: dict, figures: Figures
) -> str:
    """改成与台账不同的，要有说明。"""
    after = report.values | {key: value for key, value in values.items() if value is not None}
    keys = standards.differing(after, figures).get(row, [])
    if not any(key in values for key in keys) or notes.get(row, report.notes.get(row, "")):
        return ""
    key = next(key for key in keys if key in values)
    name = "上年报告" if row == f"3.{tables.CARRIED}" and figures.last_year else "台账"
    return (
        f"{name}为 {tables.shown(figures.offered[key])}，与填写的不同：请在“{NOTE_LABEL}”一栏写明，再保存。"
    )


def _is_stale(report: AnnualReport, row: str, cell: dict) -> bool:
    """打开之后别人改过这一格，且改成的不是我要写的。"""
    if cell["column"] != NOTE and f"{row}.{cell['column']}" not in tables.KEYS:
        raise Denied("年度报告没有这一格，请刷新页面。")
    now = shown(report, row, cell["column"])
    return version_of(now) != int(cell["version"]) and now != str(cell["value"]).strip()


def _answer(report: AnnualReport, row: str, cell: dict, status: str, message: str = "") -> Answer:
    value = shown(report, row, cell["column"])
    return Answer(row, cell["column"], status, value, version_of(value), message)
