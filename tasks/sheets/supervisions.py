"""督办台账与催办凭据的导出。"""

from portal.core import clock
from portal.core.sheets.columns import Column, SheetSpec
from portal.core.sheets.parsers import Day, Text, Whole
from portal.core.sheets.writing import Draft, SheetDraft, build

SUPERVISIONS = SheetSpec(
    "督办台账",
    (
        Column("number", "编号", Text(30), width=16),
        Column("place", "被督办单位", Text(60), width=18),
        Column("title", "督办事项", Text(120), width=40),
        Column("matters", "件数", Whole(), width=8),
        Column("issued_on", "下达日期", Day(), width=12),
        Column("due_on", "办结期限", Day(), width=12),
        Column("status", "状态", Text(10), width=10),
        Column("answered_on", "答复日期", Day(), width=12),
        Column("closed_on", "销号日期", Day(), width=12),
    ),
)
URGES = SheetSpec(
    "催办",
    (
        Column("on", "催办日期", Day(), width=12),
        Column("place", "承办单位", Text(60), width=18),
        Column("text", "事项", Text(300), width=60),
        Column("due_on", "截止日期", Day(), width=12),
        Column("by", "催办人", Text(40), width=12),
        Column("told", "告诉几人", Whole(), width=10),
    ),
)


def supervisions_workbook(rows) -> bytes:
    found = [
        {
            "number": row.document_number,
            "place": row.organisation.name,
            "title": row.title,
            "matters": len(row.matters.all()),
            "issued_on": _day(row.issued_at),
            "due_on": row.due_on,
            "status": row.get_status_display(),
            "answered_on": _day(row.answered_at),
            "closed_on": _day(row.closed_at),
        }
        for row in rows
    ]
    return build(Draft((SheetDraft(SUPERVISIONS, found, heading="督办台账"),)))


def urges_workbook(rows) -> bytes:
    found = [
        {
            "on": row.on,
            "place": row.organisation.name,
            "text": row.text,
            "due_on": row.due_on,
            "by": row.by.name,
            "told": row.told,
        }
        for row in rows
    ]
    return build(Draft((SheetDraft(URGES, found, heading="催办凭据"),)))


def _day(at):
    return clock.local_date(at) if at else None
