"""工作簿导入的流程：上传即校验并落为批次，预览后确认，一个事务写入；有错就一行也不写。"""

import datetime as dt

from django.db import transaction

from portal.core import audit, files
from portal.core.models import ImportBatch
from portal.core.rules import Denied
from portal.core.sheets import annotating, kinds, reading
from portal.core.sheets.kinds import Plan
from portal.core.sheets.problems import Outcome

ACCEPT = frozenset({"xlsx", "csv"})


class DataMoved(Denied):
    """预览之后数据已被他人改动，同一份文件现在的结果不同。"""


def stage(
    *,
    kind: str,
    data: bytes,
    name: str,
    campaign: int | None,
    scope: dict,
    by,
    at: dt.datetime,
    return_url: str = "",
) -> ImportBatch:
    """校验一份工作簿，存下结果供预览。抛 `sheets.gate.Refused`：文件本身不能接受。

    读与校验在事务之外，写入批次才开事务，免得读大文件时占着数据库。
    """
    plan = kinds.get(kind).plan(reading.read(data, name), campaign=campaign, scope=scope, by=by)
    with transaction.atomic():
        stored = files.store(data, name, accept=ACCEPT, by=by, at=at)
        batch = ImportBatch.objects.create(
            kind=kind,
            campaign=campaign,
            scope=scope,
            file=stored,
            state=ImportBatch.State.STAGED if plan.is_clean else ImportBatch.State.REFUSED,
            plan=plan.as_json(),
            return_url=return_url,
            created_by=by,
            created_at=at,
        )
        files.assign(stored, batch)
    return batch


@transaction.atomic
def confirm(batch: ImportBatch, *, by, at: dt.datetime) -> Outcome:
    """确认导入：用同一次校验再核对一遍，结果与预览相同才写入。抛 `Denied`、`DataMoved`。"""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != ImportBatch.State.STAGED:
        raise Denied(f"这次导入{batch.get_state_display()}，不能再确认。需要时请重新上传。")
    importer = kinds.get(batch.kind)
    book = reading.read(files.read(batch.file), batch.file.name)
    plan = importer.plan(book, campaign=batch.campaign, scope=batch.scope, by=by)
    seen = plan_of(batch)
    if _counts(plan) != _counts(seen) or plan.fingerprint != seen.fingerprint:
        raise DataMoved(
            "预览之后数据有变动，导入的结果会与预览不同。请重新上传这份文件，看过新的预览再确认。"
        )
    outcome = importer.apply(plan, by=by, at=at)
    batch.state, batch.applied_at = ImportBatch.State.APPLIED, at
    batch.save(update_fields=["state", "applied_at"])
    audit.record(f"core.import.{batch.kind}", obj=batch, by=by, at=at, detail=_counts(plan))
    return outcome


@transaction.atomic
def abandon(batch: ImportBatch, *, by, at: dt.datetime) -> None:
    """放弃一个还没有导入的批次；什么也没有写入。"""
    waiting = (ImportBatch.State.STAGED, ImportBatch.State.REFUSED)
    if ImportBatch.objects.filter(pk=batch.pk, state__in=waiting).update(state=ImportBatch.State.ABANDONED):
        audit.record("core.import.abandoned", obj=batch, by=by, at=at)


def plan_of(batch: ImportBatch) -> Plan:
    """批次里存着的校验结果。"""
    return Plan.from_json(batch.plan)


def annotated(batch: ImportBatch) -> bytes:
    """用户自己的工作簿，错误单元格标红并附批注。"""
    plan = plan_of(batch)
    return annotating.annotate(files.read(batch.file), [*plan.problems, *plan.doubts], batch.file.name)


def _counts(plan: Plan) -> dict:
    return {name: getattr(plan, name) for name in ("rows", "new", "changed", "same", "gone")}
