"""备案台账的导出。"""

from portal.core.sheets.columns import Column, SheetSpec
from portal.core.sheets.parsers import Day, Text
from portal.core.sheets.writing import Draft, SheetDraft, build

FILINGS = SheetSpec(
    title="方案备案情况",
    columns=(
        Column("county", "县区", Text(40), width=16),
        Column("standing", "时限", Text(20), width=10),
        Column("status", "状态", Text(20), width=12),
        Column("due_on", "截止日期", Day(), width=12),
        Column("handed_in_on", "报送日期", Day(), width=12),
        Column("receipt_number", "回执号", Text(40), width=20),
        Column("title", "方案名称", Text(120), width=44),
        Column("document_number", "文号", Text(60), width=22),
    ),
)


def filings_workbook(rows) -> bytes:
    """备案台账（`selectors.FilingRow` 的序列）写成工作簿。"""
    return build(
        Draft((SheetDraft(FILINGS, [_filing(row) for row in rows], heading="专项行动方案备案情况"),))
    )


def _filing(row) -> dict:
    filing = row.filing
    handed_in = filing is not None and filing.handed_in_at is not None
    return {
        "county": row.county.name,
        "standing": row.standing,
        "status": row.status,
        "due_on": row.due_on,
        "handed_in_on": filing.handed_in_at if handed_in else None,
        "receipt_number": filing.receipt_number if handed_in else "",
        "title": filing.title if handed_in else "",
        "document_number": filing.document_number if handed_in else "",
    }
