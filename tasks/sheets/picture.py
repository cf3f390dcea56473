"""推进情况的导出：各行明细，县区 × 方面的总表；都带出处：截至哪天、谁导出、内容指纹。"""

import hashlib
import json

from portal.core.sheets.columns import Column, SheetSpec, text, whole
from portal.core.sheets.parsers import Day
from portal.core.sheets.writing import Draft, SheetDraft, build
from tasks.picture.board import Board, Line
from tasks.picture.rows import Row

ROWS = SheetSpec(
    "明细",
    (
        Column("area", "方面", text(20), width=12),
        Column("county", "县区", text(40), width=14),
        Column("register", "台账", text(40), width=18),
        Column("text", "事项", text(500), width=54),
        Column("body", "责任单位", text(80), width=24),
        Column("state", "状态", text(20), width=12),
        Column("since", "起", Day(), width=12),
        Column("due_on", "截止", Day(), width=12),
        Column("extended_on", "延至", Day(), width=12),
        Column("done_on", "办结", Day(), width=12),
        Column("days", "超期天数", whole(), width=10, help="负数是离截止还有几天"),
        Column("key", "标识", text(200), width=34),
    ),
)
COUNTS = (
    ("light", "灯"),
    ("overdue", "超期"),
    ("soon", "临期"),
    ("done", "已办结"),
    ("total", "全部"),
)


def rows_workbook(found: list[Row], wanted, *, by) -> bytes:
    """当前筛选的各行。"""
    return build(
        Draft((rows_sheet(found, notes=provenance(wanted.on, by, [as_cells(row) for row in found])),))
    )


def rows_sheet(found: list[Row], *, notes: tuple[str, ...] = ()) -> SheetDraft:
    heading = f"推进情况明细（{len(found)} 件）"
    return SheetDraft(ROWS, [as_cells(row) for row in found], heading=heading, notes=notes)


def as_cells(row: Row) -> dict:
    item = row.item
    return {
        "area": row.area.name,
        "county": row.county.short_name,
        "register": row.register.name,
        "text": item.text,
        "body": item.organisation.name,
        "state": row.label,
        "since": item.since,
        "due_on": item.due_on,
        "extended_on": item.extended_on,
        "done_on": row.done_on,
        "days": row.days,
        "key": item.key,
    }


def board_workbook(board: Board, found: list[Row], *, by) -> bytes:
    """总表与明细，两张表同一天、同一个指纹。"""
    lines = [line_cells(line) for line in board.lines]
    notes = provenance(board.on, by, [*lines, *map(as_cells, found)])
    sheet = SheetDraft(
        board_spec(board),
        lines,
        heading=f"推进情况（截至 {board.on:%Y-%m-%d}）",
        notes=(*(f"{column.area.name}：{column.rule.sentence}" for column in board.columns), *notes),
        totals=total_cells(board),
        frozen=1,
    )
    return build(Draft((sheet, rows_sheet(found, notes=notes))))


def board_spec(board: Board) -> SheetSpec:
    columns = [Column("county", "县区", text(40), width=14)]
    for column in board.columns:
        for name, label in COUNTS:
            parse = text(10) if name == "light" else whole()
            columns.append(
                Column(f"{column.area.code}.{name}", label, parse, width=7, group=column.area.name)
            )
    columns += [Column(f"all.{name}", label, whole(), width=7, group="合计") for name, label in COUNTS[1:]]
    return SheetSpec("推进情况", tuple(columns))


def line_cells(line: Line) -> dict:
    found: dict[str, object] = {"county": line.county.short_name}
    for cell in line.cells:
        found[f"{cell.area.code}.light"] = cell.word
        found |= {f"{cell.area.code}.{name}": getattr(cell.tally, name) for name, _ in COUNTS[1:]}
    return found | {f"all.{name}": getattr(line.tally, name) for name, _ in COUNTS[1:]}


def total_cells(board: Board) -> dict:
    found: dict[str, object] = {"county": "合计"}
    for column in board.columns:
        found[f"{column.area.code}.light"] = f"红{column.reds} 黄{column.ambers}"
        found |= {f"{column.area.code}.{name}": getattr(column.tally, name) for name, _ in COUNTS[1:]}
    return found | {f"all.{name}": getattr(board.tally, name) for name, _ in COUNTS[1:]}


def provenance(on, by, content: list[dict]) -> tuple[str, ...]:
    return (f"截至 {on:%Y-%m-%d}；导出人 {by.name}；内容指纹 {fingerprint(content)}",)


def fingerprint(content: list[dict]) -> str:
    """内容的摘要：同一天、同样的事实导出几次都相同。"""
    data = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(data.encode()).hexdigest()[:16]
