"""审计：一切写操作留下一行，只增不改，逐行以 SM3 相连。

写入时锁住链尾（PostgreSQL 用事务级咨询锁，SQLite 靠 IMMEDIATE 事务），所以并发写入也不分叉；
代价是写事务在这一点上排队，故动作应在事务末尾才记审计。
"""

import datetime as dt
import json
from collections.abc import Sequence

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from portal.core.crypto import sm3_hex
from portal.core.models import AuditEvent

CHAIN_LOCK = 0x67_6B_74_73  # "gkts"
BATCH = 500
SEALED = (
    "event",
    "object_type",
    "object_pk",
    "object_label",
    "actor_pk",
    "actor_label",
    "text",
    "detail",
    "previous_hash",
)


def record(
    event: str, *, obj: models.Model | None = None, by=None, at: dt.datetime, detail=None, text=""
) -> AuditEvent:
    """记下 `event`（形如 `tasks.filing.submitted`）。`detail` 只放编号与数字，不放个人信息。"""
    return record_all(event, objs=[obj], by=by, at=at, details=[detail], text=text)[0]


@transaction.atomic(savepoint=False)
def record_all(
    event: str, *, objs: Sequence[models.Model | None], by=None, at: dt.datetime, details: Sequence, text=""
) -> list[AuditEvent]:
    """同一件事发生在许多对象上：仍是一个对象一行、逐行相连，只是一次写入；`details` 与 `objs` 对应。"""
    _lock_chain()
    previous, rows = _tail(), []
    for obj, detail in zip(objs, details, strict=True):
        row = _row(event, obj, by=by, at=at, detail=detail, text=text)
        row.previous_hash = previous
        row.hash = previous = seal(row)
        rows.append(row)
    return AuditEvent.objects.bulk_create(rows, batch_size=BATCH)


def _row(event: str, obj: models.Model | None, *, by, at: dt.datetime, detail, text: str) -> AuditEvent:
    return AuditEvent(
        at=at,
        event=event,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_pk=str(obj.pk) if obj is not None else "",
        object_label=str(obj)[:200] if obj is not None else "",
        actor_pk=str(by.pk) if by is not None else "",
        actor_label=str(by)[:80] if by is not None else "系统",
        text=text[:500],
        detail=json.loads(json.dumps(detail or {}, cls=DjangoJSONEncoder)),
    )


def seal(row: AuditEvent) -> str:
    """该行应有的摘要：对全部内容与上一行摘要的规范 JSON 求 SM3。"""
    content = {name: getattr(row, name) for name in SEALED}
    content["at"] = row.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sm3_hex(text.encode())


def verify_chain() -> list[str]:
    """逐行复算，返回发现的问题（中文）；空列表表示整条链完好。"""
    problems, previous = [], ""
    for row in AuditEvent.objects.order_by("pk").iterator(chunk_size=2000):
        if row.previous_hash != previous:
            problems.append(f"第 {row.pk} 号记录之前有缺失或插入")
        if seal(row) != row.hash:
            problems.append(f"第 {row.pk} 号记录的内容被改动")
        previous = row.hash
    return problems


def history(obj: models.Model) -> models.QuerySet:
    """某一对象的审计记录。"""
    return AuditEvent.objects.filter(object_type=obj._meta.label_lower, object_pk=str(obj.pk)).order_by("pk")


def head() -> AuditEvent | None:
    """链尾：其摘要概括了此前的一切，印在报告上以备核对。"""
    return AuditEvent.objects.order_by("-pk").first()


def _tail() -> str:
    """链尾的摘要；每次写操作都要问一次，所以直接写成 SQL。"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM core_auditevent ORDER BY id DESC LIMIT 1")
        row = cursor.fetchone()
    return row[0] if row else ""


def _lock_chain() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
