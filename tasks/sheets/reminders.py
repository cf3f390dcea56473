"""提醒预览与提醒凭据的导出。"""

from portal.core import clock
from portal.core.sheets.columns import Column, SheetSpec
from portal.core.sheets.parsers import Day, Text, Whole
from portal.core.sheets.writing import Draft, SheetDraft, build

SHARED = (
    Column("person", "收件人", Text(40), width=12),
    Column("organisation", "单位", Text(60), width=18),
    Column("text", "事项", Text(300), width=60),
    Column("due_on", "截止日期", Day(), width=12),
    Column("offset", "档次（天）", Whole(), width=10),
)
PREVIEW = SheetSpec("提醒预览", (*SHARED, Column("why", "为什么", Text(60), width=30)))
LEDGER = SheetSpec(
    "提醒凭据",
    (
        *SHARED,
        Column("level", "级别", Text(20), width=14),
        Column("on", "提醒日期", Day(), width=12),
        Column("sent_at", "发出时间", Text(20), width=18),
        Column("is_late", "补发", Text(4), width=8),
    ),
)


def preview_workbook(due, *, on) -> bytes:
    """会发出的提醒（`actions.DueReminder` 的序列）。"""
    rows = [
        {
            "person": r.person.name,
            "organisation": r.obligation.organisation.name,
            "text": r.obligation.title,
            "due_on": r.obligation.due_on,
            "offset": r.offset,
            "why": r.why,
        }
        for r in due
    ]
    return build(Draft((SheetDraft(PREVIEW, rows, heading=f"{on:%Y-%m-%d} 提醒预览"),)))


def ledger_workbook(rows) -> bytes:
    """已写下的提醒凭据（`Reminder` 的序列）。"""
    found = [
        {
            "person": row.person.name,
            "organisation": row.organisation.name,
            "text": row.text or row.subject,
            "due_on": row.due_on,
            "offset": row.offset,
            "level": row.get_level_display(),
            "on": row.on,
            "sent_at": clock.local_time(row.sent_at),
            "is_late": "是" if row.is_late else "",
        }
        for row in rows
    ]
    return build(Draft((SheetDraft(LEDGER, found, heading="提醒凭据"),)))
