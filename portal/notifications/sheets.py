"""外发记录的导出。"""

from portal.core import clock
from portal.core.sheets.columns import Column, SheetSpec
from portal.core.sheets.parsers import Text, Whole
from portal.core.sheets.writing import Draft, SheetDraft, build

DELIVERIES = SheetSpec(
    "外发记录",
    (
        Column("created_at", "写入时间", Text(20), width=18),
        Column("channel", "通道", Text(20), width=16),
        Column("recipient", "发给", Text(120), width=24),
        Column("title", "标题", Text(120), width=50),
        Column("state", "状态", Text(10), width=10),
        Column("attempts", "次数", Whole(), width=8),
        Column("sent_at", "发出时间", Text(20), width=18),
        Column("error", "原因", Text(200), width=40),
    ),
)


def deliveries_workbook(rows) -> bytes:
    found = [
        {
            "created_at": clock.local_time(row.created_at),
            "channel": row.channel_label,
            "recipient": row.recipient,
            "title": row.title,
            "state": row.get_state_display(),
            "attempts": row.attempts,
            "sent_at": clock.local_time(row.sent_at),
            "error": row.error,
        }
        for row in rows
    ]
    return build(Draft((SheetDraft(DELIVERIES, found, heading="外发记录"),)))
