"""年度报告一览的导出。"""

from portal.core import clock
from portal.core.sheets.columns import Column, SheetSpec, day, text, whole
from portal.core.sheets.writing import Draft, SheetDraft, build

SHEET = SheetSpec(
    "年度报告",
    (
        Column("body", "单位", text(80), width=26),
        Column("year", "年度", whole(), width=8),
        Column("due_on", "公开期限", day(), width=12),
        Column("status", "状态", text(20), width=12),
        Column("standing", "时限", text(20), width=10),
        Column("published_on", "公开日期", day(), width=12),
        Column("edition", "版次", whole(), width=8),
        Column("index_number", "索引号", text(40), width=36),
    ),
)


def workbook(rows) -> bytes:
    """当前筛选的一览（`selectors.Row` 的序列）。"""
    return build(Draft((SheetDraft(SHEET, [_row(row) for row in rows], heading="年度报告编报情况"),)))


def _row(row) -> dict:
    report = row.report
    published = report is not None and report.published_at is not None
    return {
        "body": row.body.name,
        "year": row.year,
        "due_on": row.due_on,
        "status": row.status,
        "standing": row.standing,
        "published_on": clock.local_date(report.published_at) if published else None,
        "edition": report.edition if report else None,
        "index_number": report.publication.index_number if published else "",
    }
