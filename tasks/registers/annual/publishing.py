"""年度报告的公开稿：六个部分，三张表照官方的样子；附 PDF 与 Word。"""

import datetime as dt
from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.html import format_html_join, linebreaks
from django.utils.safestring import mark_safe

from portal.core import clock
from portal.core.models import StoredFile
from portal.publications import actions as publications
from tasks.registers.annual import tables
from tasks.registers.annual.models import AnnualReport

COLUMN = "annual-reports"


def publish(report: AnnualReport, stored: Sequence[StoredFile], *, by, at: dt.datetime):
    """经三审公开：本单位审核人初审，市核对人复审，`by` 终审。"""
    return publications.publish(
        column=COLUMN,
        organisation=report.body,
        title=report.title,
        summary=summary(report),
        body_html=body(report),
        metadata={
            "category": "政府信息公开年度报告",
            "written_on": clock.local_date(at),
            "source": report.body.name,
            "keywords": f"政府信息公开 年度报告 {report.year}年",
        },
        attachments=list(stored),
        origin=report,
        reviews=publications.Reviews(
            author=report.submitted_by,
            first=report.passed_by,
            first_at=report.passed_at,
            second=report.checked_by,
            second_at=report.checked_at,
        ),
        by=by,
        at=at,
    )


def summary(report: AnnualReport) -> str:
    """一句话的概述。"""
    total = tables.totals(report.values)
    new, done = total[f"3.{tables.NEW}.{tables.ALL}"], total[f"3.{tables.SUM}.{tables.ALL}"]
    said = f"全年新收政府信息公开申请 {tables.shown(new)} 件，办结 {tables.shown(done)} 件。"
    return f"{said}更正：{report.correction}"[:100] if report.correction else said


def parts(report: AnnualReport) -> list[tuple[str, str, tables.Form | None]]:
    """六个部分：（标题, 文字, 表）。"""
    forms = tables.forms(tables.plain(report.values))
    field = report._meta.get_field
    return [
        (field("overview").verbose_name, report.overview, None),
        *((tables.TITLES[number], "", forms[number]) for number in (2, 3, 4)),
        (field("problems").verbose_name, report.problems, None),
        (field("others").verbose_name, report.others, None),
    ]


def body(report: AnnualReport) -> str:
    """正文。"""
    return format_html_join(
        "", "<h2>{}</h2>{}", ((title, _content(text, form)) for title, text, form in parts(report))
    )


def _content(text: str, form):
    if form is None:
        return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 已转义
    return mark_safe(render_to_string("print/form.html", {"form": form, "is_bare": True}))  # noqa: S308 模板已转义
