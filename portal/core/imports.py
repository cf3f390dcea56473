"""工作簿导入的流程：上传即校验并落为批次，预览后确认，一个事务写入；有错就一行也不写。"""

import datetime as dt

from django.db import transaction

from portal.core import audit, files, sheets
from portal.core.models import ImportBatch
from portal.core.rules import Denied

ACCEPT = frozenset({"xlsx", "csv"})


def stage(
    *, kind: str, data: bytes, name: str, params: dict, by, at: dt.datetime, return_url: str = ""
) -> ImportBatch:
    """校验一份工作簿，存下结果供预览。抛 `sheets.Refused`：文件本身不能接受。

    校验在事务之外进行，写入批次才开事务，免得读大文件时占着数据库。
    """
    importer = sheets.get(kind)
    book = sheets.read(data, name)
    plan = importer.plan(book, params=params, by=by, at=at)
    with transaction.atomic():
        stored = files.store(data, name, accept=ACCEPT, by=by, at=at)
        batch = ImportBatch.objects.create(
            kind=kind,
            params=params,
            file=stored,
            fingerprint=stored.sha256,
            state=ImportBatch.State.REFUSED if plan.problems else ImportBatch.State.STAGED,
            summary=plan.counts,
            problems=[problem.as_dict() for problem in plan.problems],
            preview=plan.preview,
            payload=plan.payload,
            return_url=return_url,
            created_by=by,
            created_at=at,
        )
        files.assign(stored, batch)
    return batch


@transaction.atomic
def confirm(batch: ImportBatch, *, by, at: dt.datetime) -> sheets.Outcome:
    """确认导入：重新核对后一次写入。抛 `Denied`：已导入、有错误，或期间数据已被他人改动。"""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != ImportBatch.State.STAGED:
        raise Denied(f"这次导入{batch.get_state_display()}，不能再确认。请重新上传。")
    outcome = sheets.get(batch.kind).apply(batch.payload, params=batch.params, by=by, at=at)
    batch.state, batch.applied_at = ImportBatch.State.APPLIED, at
    batch.save(update_fields=["state", "applied_at"])
    audit.record(f"core.import.{batch.kind}", obj=batch, by=by, at=at, detail=batch.summary)
    return outcome


@transaction.atomic
def abandon(batch: ImportBatch, *, by, at: dt.datetime) -> None:
    """放弃一个待确认的批次；什么也没有写入。"""
    changed = ImportBatch.objects.filter(
        pk=batch.pk, state__in=(ImportBatch.State.STAGED, ImportBatch.State.REFUSED)
    ).update(state=ImportBatch.State.ABANDONED)
    if changed:
        audit.record("core.import.abandoned", obj=batch, by=by, at=at)


def annotated(batch: ImportBatch) -> bytes:
    """用户自己的工作簿，错误单元格标红并附批注。"""
    problems = [sheets.Problem(**problem) for problem in batch.problems]
    return sheets.annotate(files.read(batch.file), problems)
