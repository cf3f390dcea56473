"""年度报告的 PDF 与 Word：官方的六个部分、三张表，公文版式。"""

from django.template.loader import render_to_string

from portal.core import clock, pdf
from portal.core.views import XLSX
from portal.core.word import Document
from tasks.registers.annual import publishing, sheets, tables
from tasks.registers.annual.models import AnnualReport

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSS = (
    "@page sheet { size: A4; margin: 24mm 22mm 22mm 24mm; }"
    ".sheet--long { page: sheet; break-before: page; break-after: page; }"
    ".sheet { break-inside: avoid; }"
    ".form { margin: 2mm 0 4mm; font-size: 9pt; line-height: 12pt; }"
    ".form th, .form td { padding: 0.75mm 0.8mm; text-align: center; }"
    ".form .form__label { text-align: left; font-weight: normal; background: none; }"
    ".form--long { font-size: 9pt; line-height: 11.5pt; }"
    ".form--long th, .form--long td { padding: 0.7mm 0.6mm; }"
    ".form--long .form__head { padding-left: 1.8mm; padding-right: 1.8mm; }"
    ".form--wide { font-size: 8pt; line-height: 11pt; }"
    ".form--wide .form__head { padding-left: 1.6mm; padding-right: 1.6mm; }"
)
WIDTH = 156


def to_pdf(report: AnnualReport) -> bytes:
    """公文版式的 PDF；表三一页排得下。"""
    html = render_to_string(
        "print/annual_report.html",
        {"report": report, "parts": publishing.parts(report), "closing": closing(report)},
    )
    return pdf.render_document([html], css=(CSS,))


def to_docx(report: AnnualReport) -> bytes:
    document = Document(title=report.title, author=report.body.name)
    document.title(report.title)
    for title, text, form in publishing.parts(report):
        document.heading(title, on_new_page=form is not None and form.is_long)
        if form is not None:
            document.form(form, width=WIDTH, size=8 if form.title != tables.TITLES[2] else 9)
        for line in text.splitlines():
            if line.strip():
                document.paragraph(line.strip())
    document.signature(closing(report))
    return document.to_bytes()


def closing(report: AnnualReport) -> tuple[str, ...]:
    """落款：单位与日期；还没有报送的不写日期。"""
    signed = report.passed_at or report.submitted_at
    if signed is None:
        return (report.body.name,)
    day = clock.local_date(signed)
    return report.body.name, f"{day.year}年{day.month}月{day.day}日"


def attachments(report: AnnualReport, *, at) -> list[tuple[str, bytes, str, str]]:
    """公开时附上的（文件名, 字节, 种类, 类型）。"""
    return [
        (f"{report.title}.pdf", to_pdf(report), "pdf", "application/pdf"),
        (f"{report.title}.docx", to_docx(report), "docx", DOCX),
        (f"{report.title}（数据表）.xlsx", sheets.workbook(report, at=at), "xlsx", XLSX),
    ]
