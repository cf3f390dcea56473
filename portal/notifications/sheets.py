"""外发记录、通知公告与回执的导出。"""

from portal.core import clock
from portal.core.sheets.columns import Column, SheetSpec
from portal.core.sheets.parsers import Day, Text, Whole
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


BULLETINS = SheetSpec(
    "通知公告",
    (
        Column("published_at", "发布时间", Text(20), width=18),
        Column("issuer", "发布单位", Text(60), width=20),
        Column("title", "标题", Text(100), width=50),
        Column("audience", "发给", Text(20), width=16),
        Column("must_confirm", "须确认", Text(4), width=8),
        Column("confirm_by", "确认期限", Day(), width=12),
        Column("status", "状态", Text(10), width=10),
    ),
)
RECEIPTS = SheetSpec(
    "回执",
    (
        Column("place", "单位", Text(80), width=28),
        Column("state", "状态", Text(10), width=10),
        Column("readers", "读过的人", Text(200), width=30),
        Column("read_at", "最早阅读", Text(20), width=18),
        Column("confirmed_by", "确认人", Text(40), width=12),
        Column("confirmed_at", "确认时间", Text(20), width=18),
    ),
)


def bulletins_workbook(rows) -> bytes:
    found = [
        {
            "published_at": clock.local_time(row.published_at),
            "issuer": row.issuer.name,
            "title": row.title,
            "audience": row.get_audience_display(),
            "must_confirm": "是" if row.must_confirm else "",
            "confirm_by": row.confirm_by,
            "status": row.get_status_display(),
        }
        for row in rows
    ]
    return build(Draft((SheetDraft(BULLETINS, found, heading="通知公告"),)))


def receipts_workbook(bulletin, receipts) -> bytes:
    """一份通知的回执（`selectors.Receipts`）。"""
    found = [
        {
            "place": row.recipient.organisation.name,
            "state": row.state,
            "readers": "、".join(reading.person.name for reading in row.readers),
            "read_at": clock.local_time(row.read_at),
            "confirmed_by": row.recipient.confirmed_by.name if row.recipient.confirmed_by else "",
            "confirmed_at": clock.local_time(row.recipient.confirmed_at),
        }
        for row in receipts.rows
    ]
    return build(Draft((SheetDraft(RECEIPTS, found, heading=f"“{bulletin.title}”回执"),)))
