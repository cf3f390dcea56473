"""岗位在办清单的工作簿，与印出来签字的交接单。"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from portal.core import pdf
from portal.core.printing import Table
from portal.core.sheets.columns import Column, SheetSpec, day, text
from portal.core.sheets.writing import Draft, SheetDraft, build

SHEET = SheetSpec(
    "在办事项",
    (
        Column("number", "序号", text(6), width=6),
        Column("kind", "类别", text(40), width=14),
        Column("title", "事项", text(300), width=60),
        Column("state", "状态", text(40), width=14),
        Column("due_on", "截止", day(), width=12),
    ),
)
HEADERS, WIDTHS = ("序号", "类别", "事项", "状态", "截止", "接手"), (7, 15, 46, 12, 12, 8)


@dataclass(frozen=True)
class Pack:
    """交接单的内容。`facts` 是岗位、前任、后任等；`lines` 是（类别, 事项, 状态, 截止, 已接手）。"""

    title: str
    facts: tuple[tuple[str, str], ...]
    note: str
    lines: tuple[tuple[str, str, str, dt.date | None, bool], ...]
    made_on: dt.date


def workbook(title: str, lines: Sequence) -> bytes:
    """`lines` 有 kind、title、state、due_on。"""
    rows = [
        {"number": str(n), "kind": x.kind, "title": x.title, "state": x.state, "due_on": x.due_on}
        for n, x in enumerate(lines, start=1)
    ]
    return build(Draft((SheetDraft(SHEET, rows, heading=title),)))


def to_pdf(pack: Pack) -> bytes:
    """公文版式，末尾是移交人、接交人、监交人签字的地方。"""
    rows = tuple(
        (str(n), kind, title, state, f"{due_on}" if due_on else "—", "✓" if taken else "")
        for n, (kind, title, state, due_on, taken) in enumerate(pack.lines, start=1)
    )
    table = Table("", HEADERS, rows, WIDTHS)
    return pdf.render_document([render_to_string("print/handover.html", {"pack": pack, "table": table})])
