"""延期单台账的导出。"""

from portal.core import clock
from portal.core.sheets.columns import Column, SheetSpec
from portal.core.sheets.parsers import Day, Text
from portal.core.sheets.writing import Draft, SheetDraft, build

EXTENSIONS = SheetSpec(
    title="延期单",
    columns=(
        Column("number", "编号", Text(40), width=16),
        Column("organisation", "申请单位", Text(40), width=16),
        Column("matter", "事项", Text(200), width=40),
        Column("due_on", "原定截止", Day(), width=12),
        Column("new_due_on", "延至", Day(), width=12),
        Column("reason", "延期原因", Text(500, multiline=True), width=40),
        Column("status", "状态", Text(20), width=10),
        Column("answer", "不予批准的原因", Text(1000, multiline=True), width=30),
        Column("requested_on", "申请日期", Day(), width=12),
        Column("decided_on", "审批日期", Day(), width=12),
    ),
)


def extensions_workbook(rows, answers: dict[int, str]) -> bytes:
    """延期单写成工作簿。"""
    lines = [_row(row, answers.get(row.pk, "")) for row in rows]
    return build(Draft((SheetDraft(EXTENSIONS, lines, heading="延期单台账"),)))


def _row(row, answer: str) -> dict:
    return {
        "number": row.number,
        "organisation": row.organisation.short_name,
        "matter": row.matter,
        "due_on": row.original_due_on,
        "new_due_on": row.new_due_on,
        "reason": row.reason,
        "status": row.get_status_display(),
        "answer": answer,
        "requested_on": clock.local_date(row.requested_at),
        "decided_on": clock.local_date(row.decided_at) if row.decided_at else None,
    }
