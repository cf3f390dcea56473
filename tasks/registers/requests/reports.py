"""依申请公开的打印件：台账（横排）与登记表。没有申请人的姓名与联系方式。"""

import datetime as dt
from collections.abc import Sequence

from django.template.loader import render_to_string

from portal.core import pdf
from portal.core.printing import Table
from tasks.registers.requests.legal_clock import Reading
from tasks.registers.requests.models import DisclosureRequest

HEADERS = (
    "编号",
    "受理单位",
    "收到日期",
    "提交方式",
    "申请人",
    "申请内容",
    "答复期限",
    "办理结果",
    "答复日期",
    "送达日期",
)
WIDTHS = (9, 10, 8, 7, 8, 22, 8, 12, 8, 8)
NONE = "—"


def _day(value: dt.date | None) -> str:
    return f"{value:%Y-%m-%d}" if value else NONE


def ledger_pdf(requests: Sequence[DisclosureRequest], *, title: str, footer: str) -> bytes:
    """台账：一件一行，A4 横排。"""
    rows = tuple(
        (
            row.number,
            row.body.short_name,
            _day(row.received_on),
            row.get_way_display(),
            row.get_applicant_kind_display(),
            row.subject,
            _day(row.last_day),
            row.get_outcome_display() or row.get_status_display(),
            _day(row.finished_on),
            _day(row.delivered_on),
        )
        for row in requests
    )
    table = Table("", HEADERS, rows, WIDTHS)
    html = render_to_string("print/request_ledger.html", {"title": title, "table": table, "count": len(rows)})
    return pdf.render_document([html], footer=footer)


def slip_pdf(request: DisclosureRequest, reading: Reading, *, footer: str) -> bytes:
    """一件申请的登记表：登记的内容、各步、期限、答复与送达。"""
    html = render_to_string(
        "print/request_slip.html",
        {
            "request": request,
            "facts": facts_of(request),
            "steps": [line for line in reading.lines if line.is_step],
        },
    )
    return pdf.render_document([html], footer=footer)


def facts_of(request: DisclosureRequest) -> list[tuple[str, str]]:
    """登记表与详情页的各栏。"""
    return [
        ("受理单位", request.body.name),
        ("编号", request.number),
        ("收到日期", _day(request.received_on)),
        ("提交方式", request.get_way_display()),
        ("申请人类别", request.get_applicant_kind_display()),
        ("申请内容", request.subject),
        ("答复期限", _day(request.due_on)),
        ("延长至", _day(request.extended_on)),
        ("办理结果", request.get_outcome_display() or NONE),
        ("答复文号", request.answer_number or NONE),
        ("答复日期", _day(request.finished_on)),
        ("送达", f"{_day(request.delivered_on)} {request.delivery}".strip()),
    ]
