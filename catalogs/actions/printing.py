"""把一版目录印成 PDF 与 Word：排一件任务，同样的内容只做一次。"""

import datetime as dt
import hashlib

from django.db import transaction

from catalogs import permissions, reports
from catalogs.models import Edition
from portal.core import files, jobs
from portal.core.models import Job
from portal.core.rules import Denied

KIND = "catalogs.print_edition"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def queue_print(*, edition: Edition, by, at: dt.datetime) -> Job:
    """排一件印制任务；内容没有变就回到已经印好的那一件，失败的重来。抛 `Denied`：无权、还没有事项。"""
    permissions.check_can_print(by)
    if not edition.items.exists():
        raise Denied("这一版目录还没有事项，没有可以印的。")
    digest = digest_of(reports.compose(edition))
    with transaction.atomic():
        job = jobs.queue(
            KIND,
            key=f"catalog-print:{edition.pk}:{digest[:32]}",
            args={"edition": edition.pk},
            by=by,
            at=at,
            title=f"印制{edition}",
        )
    return jobs.retry(job, by=by, at=at) if job.can_retry else job


def digest_of(printed: reports.Printed) -> str:
    return hashlib.sha256(repr(printed).encode()).hexdigest()


def print_edition(*, edition: int, step, at: dt.datetime) -> dict:
    """排版并存入两种格式，归属这一版目录：看得到目录的人可以下载。"""
    row = Edition.objects.select_related("catalog__organisation", "basis", "created_by").get(pk=edition)
    step("读取目录", done=0, total=3)
    printed = reports.compose(row)
    step("生成 Word", done=1, total=3)
    made = {"docx": reports.to_docx(printed)}
    made["pdf"] = reports.to_pdf(
        printed, on_part=lambda done, total: step(f"排版 PDF（{done}/{total} 部分）", done=2, total=3)
    )
    with transaction.atomic():
        kept = {
            format_: files.keep(
                made[format_],
                f"{row}.{format_}",
                kind=format_,
                content_type=content_type,
                by=None,
                at=at,
                owner=row,
            ).pk
            for format_, content_type in CONTENT_TYPES.items()
        }
    return {"files": kept}
