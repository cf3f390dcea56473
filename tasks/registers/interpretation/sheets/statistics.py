"""解读回应统计的工作簿：只写不读。"""

import datetime as dt
from collections.abc import Iterable

from portal.core.sheets import columns, stamp, writing
from portal.core.sheets.columns import Column, SheetSpec

RATE, COUNT = columns.number(1), columns.whole()
STATISTICS = SheetSpec(
    "解读回应统计",
    (
        Column("county", "县区", columns.text(60), width=14),
        Column("policies", "政策文件", COUNT, width=10),
        Column("needs", "需要解读", COUNT, width=10),
        Column("interpreted", "已解读", COUNT, width=10),
        Column("rate", "解读率（%）", RATE, width=12),
        Column("in_time", "按时解读", COUNT, width=10),
        Column("overdue", "超期未解读", COUNT, width=12),
        Column("days", "隔几天（中位数）", RATE, width=16),
        Column("forms", "解读形式", columns.text(200), width=30),
        Column("not_text", "非文字解读（%）", RATE, width=16),
        Column("linked", "相互关联（%）", RATE, width=14),
        Column("topics", "热点", COUNT, width=8),
        Column("responded", "已回应", COUNT, width=10),
        Column("responded_in_time", "按时回应", COUNT, width=10),
        Column("hours", "首次回应几小时（中位数）", RATE, width=24),
        Column("questions", "咨询", COUNT, width=8),
        Column("answered", "已答复", COUNT, width=10),
        Column("answered_in_time", "按时答复", COUNT, width=10),
        Column("released", "已公开问答", COUNT, width=12),
    ),
)


def statistics_book(rows: Iterable, total, *, year: int, at: dt.datetime) -> bytes:
    found = [_row(row) for row in rows]
    draft = writing.SheetDraft(
        STATISTICS, found, heading=f"{year} 年解读回应统计", frozen=1, totals=_row(total)
    )
    return writing.build(
        writing.Draft((draft,), stamp.Stamp("interpretation-statistics", "解读回应统计", "1", {}, at))
    )


def _row(row) -> dict:
    values = {column.key: getattr(row, column.key) for column in STATISTICS.columns}
    return values | {"county": row.county.short_name if row.county else "合计"}
