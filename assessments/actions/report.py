import datetime as dt
from html import escape

from django.db import connection, transaction
from django.db.models import Max

from assessments import permissions, workflow
from assessments.models import Report, ReportFile
from assessments.report import build, chapters, content, snapshot
from portal.core import audit, clock, files, jobs
from portal.core.models import Job
from portal.core.rules import Denied
from portal.core.uploads import CONTENT_TYPES
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from portal.publications import actions as publications

COLUMN = "assessment"
FORMATS = (ReportFile.Format.PDF, ReportFile.Format.DOCX, ReportFile.Format.XLSX)
KIND = "assessments.build_report"


def draft_report(*, campaign, by, at: dt.datetime, document_number: str = "") -> Report:
    """取一次数，起一稿报告。此后的数字都出自这次定格；有新数据就再起一稿。"""
    permissions.check_can_combine(by, campaign)
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            _repeatable_read()
        return _draft(campaign, document_number, by=by, at=at)


def _draft(campaign, document_number: str, *, by, at) -> Report:
    if Report.objects.filter(campaign=campaign, status=Report.Status.FINAL).exists():
        raise Denied(f"{campaign.year} 年的综合评估报告已定稿，不能再起新稿。")
    taken = snapshot.take(campaign, at=at)
    if not taken["fields"]:
        raise Denied("还没有任何领域的考核，不能起草报告。")
    head = audit.head()
    last = Report.objects.filter(campaign=campaign).aggregate(last=Max("number"))["last"] or 0
    report = Report.objects.create(
        campaign=campaign,
        number=last + 1,
        title=f"{campaign.title}综合评估报告",
        document_number=document_number,
        snapshot=taken,
        fingerprint=snapshot.fingerprint(taken),
        audit_head=head.hash if head else "",
        created_by=by,
        created_at=at,
    )
    audit.record(
        "assessments.report.drafted", obj=report, by=by, at=at, detail={"fingerprint": report.fingerprint}
    )
    return report


@transaction.atomic
def save_wording(
    *, report: Report, wording: dict[str, str], document_number: str, version: int, by, at
) -> Report:
    """改各章文字与文号。与计算文字相同的章不另存；版次已变则抛 `Denied`。"""
    report = workflow.REPORT.lock(report)
    permissions.check_can_edit_report(by, report)
    if report.version != version:
        raise Denied("这一稿刚被他人改过，请打开最新内容后再改。")
    computed = chapters.compute(report.snapshot)
    plain = {key: text.replace("\r\n", "\n").strip() for key, text in wording.items() if key in computed}
    report.wording = {key: text for key, text in plain.items() if text and text != computed[key]}
    report.document_number, report.version = document_number.strip(), version + 1
    report.save(update_fields=["wording", "document_number", "version"])
    audit.record(
        "assessments.report.worded", obj=report, by=by, at=at, detail={"chapters": sorted(report.wording)}
    )
    return report


def queue_build(*, report: Report, by, at: dt.datetime) -> Job:
    """排一件生成任务；同一版文字只生成一次，失败的从头重试。"""
    permissions.check_can_build_report(by, report)
    with transaction.atomic():
        job = jobs.queue(
            KIND,
            key=f"report:{report.pk}:{report.version}",
            args={"report": report.pk, "version": report.version},
            by=by,
            at=at,
            title=f"生成{report.title}（第{report.number}稿）",
        )
    return jobs.retry(job, by=by, at=at) if job.can_retry else job


def build_report(*, report: int, version: int, step, at: dt.datetime) -> dict:
    """生成 PDF、Word、Excel 并登记；`step(文字, done=, total=)` 报告进度。

    文字在生成期间被改过则放弃（抛 `Denied`）：不能把旧文字当新版本。已生成的格式跳过，被杀后重来只补没做的。
    """
    row = Report.objects.select_related("campaign").get(pk=report)
    if row.version != version:
        raise Denied("生成期间文字又有改动，请按最新文字重新生成。")
    step("读取定格数据", done=0, total=5)
    whole = compose(row)
    made = {f.format: f for f in row.files.filter(report_version=version)}
    makers = {
        ReportFile.Format.PDF: ("排版 PDF", lambda: build.to_pdf(whole, on_part=_parts(step))),
        ReportFile.Format.DOCX: ("生成 Word", lambda: build.to_docx(whole)),
        ReportFile.Format.XLSX: ("生成 Excel 与公式", lambda: build.to_xlsx(whole, row.snapshot)),
    }
    for number, format_ in enumerate(FORMATS, start=1):
        text, make = makers[format_]
        step(text, done=number, total=5)
        if format_ not in made:
            made[format_] = _keep(row, format_, version, make(), at=at)
    step("登记结果", done=4, total=5)
    return {"files": {format_: made[format_].file_id for format_ in FORMATS}}


def _parts(step):
    """把排版的部分数并入步骤文字，总进度仍是 1/5。"""
    return lambda done, total: step(f"排版 PDF（{done}/{total} 部分）", done=1, total=5)


def compose(report: Report) -> content.Content:
    """报告此刻的内容。"""
    return content.compose(
        title=report.title,
        document_number=report.document_number,
        snapshot=report.snapshot,
        edited=report.wording,
        fingerprint=report.fingerprint,
        audit_head=report.audit_head,
    )


@transaction.atomic
def _keep(report: Report, format_: str, version: int, data: bytes, *, at: dt.datetime) -> ReportFile:
    name = f"{report.title}（第{report.number}稿）.{format_}"
    stored = files.keep(
        data, name, kind=format_, content_type=CONTENT_TYPES[format_], by=None, at=at, owner=report
    )
    return ReportFile.objects.create(
        report=report, format=format_, report_version=version, file=stored, built_at=at
    )


@transaction.atomic
def move_report(*, report: Report, move: str, by, at: dt.datetime, reason: str = "") -> Report:
    """送审、退回、定稿。定稿须已按最新文字生成三种格式。"""
    if move == "finalise" and report.files.filter(report_version=report.version).count() < len(FORMATS):
        raise Denied("还没有按最新文字生成 PDF、Word、Excel，请先生成再定稿。")
    report = workflow.REPORT.move(report, move, by=by, at=at, reason=reason)
    waiting = report.status == Report.Status.AWAITING_REVIEW
    people = organisations.people_with("review", report.campaign.city) if waiting else [report.submitted_by]
    notifications.tell(
        people,
        key=f"report:{report.pk}:{report.status}:{report.version}",
        kind=Message.Kind.TODO if waiting else Message.Kind.RESULT,
        title=f"{report}：{report.get_status_display()}",
        url=report.get_absolute_url(),
        at=at,
    )
    return report


@transaction.atomic
def publish_report(*, report: Report, summary: str, by, at: dt.datetime):
    """把定稿送进公开登记，按三审发布：县区成绩与名次成表，附 PDF。此处只拟稿送审，不直接公开。"""
    permissions.check_can_combine(by, report.campaign)
    if report.status != Report.Status.FINAL:
        raise Denied("报告定稿之后才能公开。")
    if report.publication_id:
        raise Denied("这份报告已经送去公开。")
    publication = publications.draft_publication(
        column=publications.column(COLUMN),
        organisation=report.campaign.city,
        values={
            "title": report.title,
            "summary": summary.strip(),
            "document_number": report.document_number,
            "category": "考核评议",
            "written_on": clock.local_date(report.finalised_at),
            "source": report.campaign.city.name,
            "keywords": "政务公开 提升行动 综合评估",
        },
        body_html=_body(report),
        rows=_rows(report.snapshot),
        by=by,
        at=at,
    )
    pdf = report.files.get(format=ReportFile.Format.PDF, report_version=report.version)
    publications.attach_files(publication=publication, stored=[pdf.file], by=by, at=at)
    report.publication = publication
    report.save(update_fields=["publication"])
    return publications.move_publication(publication=publication, move="submit", by=by, at=at)


def _body(report: Report) -> str:
    written = compose(report)
    return "".join(
        f"<h2>{escape(chapter.heading)}</h2>"
        + "".join(f"<p>{escape(text)}</p>" for text in chapter.paragraphs)
        for chapter in written.chapters
    )


def _rows(taken: dict) -> dict:
    ordered = sorted(taken["combined"], key=lambda r: (r["rank"] is None, r["rank"] or 0, r["code"]))
    rows = [[r["county"], content.text(r["score"]), r["rank"] or "—", r["grade"] or "—"] for r in ordered]
    return {"headers": ["县区", "综合成绩", "名次", "等次"], "rows": rows}


def _repeatable_read() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
