"""任务办理台账的导出：按时、延期内、逾期分开。"""

from portal.core import clock
from portal.core.sheets.columns import Column, SheetSpec
from portal.core.sheets.parsers import Day, Text
from portal.core.sheets.writing import Draft, SheetDraft, build

ASSIGNMENTS = SheetSpec(
    title="任务办理情况",
    columns=(
        Column("organisation", "承办单位", Text(40), width=16),
        Column("issuer", "交办单位", Text(40), width=14),
        Column("number", "编号", Text(20), width=8),
        Column("area", "任务方面", Text(20), width=12),
        Column("title", "任务", Text(500, multiline=True), width=48),
        Column("period", "期次", Text(10), width=10),
        Column("status", "承办状态", Text(20), width=10),
        Column("state", "时限", Text(20), width=12),
        Column("due_on", "原定时限", Day(), width=12),
        Column("extended_on", "延至", Day(), width=12),
        Column("submitted_on", "提交日期", Day(), width=12),
        Column("accepted_on", "完成日期", Day(), width=12),
    ),
)


def assignments_workbook(rows, *, heading: str) -> bytes:
    """台账（`task_lists.AssignmentRow` 的序列）写成工作簿。"""
    return build(Draft((SheetDraft(ASSIGNMENTS, [_row(row) for row in rows], heading=heading),)))


def _row(row) -> dict:
    one = row.assignment
    return {
        "organisation": one.organisation.short_name,
        "issuer": one.issuer.short_name,
        "number": one.task.number,
        "area": one.task.area.name if one.task.area else "",
        "title": one.task.title,
        "period": one.period,
        "status": one.get_status_display(),
        "state": row.label,
        "due_on": one.due_on,
        "extended_on": one.extended_on,
        "submitted_on": _day(one.submitted_at),
        "accepted_on": _day(one.accepted_at),
    }


def _day(at):
    return clock.local_date(at) if at else None
