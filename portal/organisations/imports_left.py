"""没有确认的导入只有上传人看得见，交接时转给后任。"""

import datetime as dt
from collections.abc import Sequence

from portal.core import audit
from portal.core.models import ImportBatch
from portal.core.sheets import kinds
from portal.organisations.belongings import Belonging, register

WAITING = (ImportBatch.State.STAGED, ImportBatch.State.REFUSED)


def _waiting(person):
    return ImportBatch.objects.filter(created_by=person, state__in=WAITING).select_related("file")


def _title(batch: ImportBatch) -> str:
    label = kinds.get(batch.kind).label if batch.kind in kinds.names() else batch.kind
    return f"导入{label}：{batch.file.name}"


def _pass_on(batches: Sequence[ImportBatch], *, to, by, at: dt.datetime) -> None:
    for batch in batches:
        former = batch.created_by_id
        batch.created_by = to
        batch.save(update_fields=["created_by"])
        audit.record("core.importbatch.passed", obj=batch, by=by, at=at, detail={"from": former, "to": to.pk})


register(
    Belonging(
        "core.imports",
        "没有确认的导入",
        _waiting,
        _title,
        lambda batch: batch.get_state_display(),
        _pass_on,
    )
)
