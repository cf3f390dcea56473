"""数据库 → 一个文件。三种做法都在一个快照里数行、取审计链尾，所以行数与内容必然对得上。"""

import datetime as dt
import gzip
import io
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.backends.sqlite3._functions import register

from portal.core.backup import postgres
from portal.core.backup.manifest import BackupRefused
from portal.core.models import AuditEvent

AUDIT_TABLE = AuditEvent._meta.db_table
COUNT = "SELECT COUNT(*) FROM {}"
HEAD = f"SELECT hash FROM {AUDIT_TABLE} ORDER BY id DESC LIMIT 1"  # noqa: S608 表名取自模型


class ExactEncoder(DjangoJSONEncoder):
    """时刻写到微秒。Django 的编码器只留毫秒，审计链的摘要会因此对不上。"""

    def default(self, o):
        return o.isoformat() if isinstance(o, dt.datetime | dt.time) else super().default(o)


@dataclass(frozen=True)
class Dump:
    """导出的库：文件、做法、{表名: 行数}、审计链尾的摘要（没有记录为空）。"""

    path: Path
    method: str
    rows: dict[str, int]
    audit_head: str


def dump(path: Path, *, portable: bool) -> Dump:
    """选合适的做法导出：SQLite 用备份接口；PostgreSQL 用 pg_dump，工具不合适时逐行导出。"""
    if not portable and connection.vendor == "sqlite":
        return _sqlite(path)
    if not portable and postgres.tools_fit():
        return _pg_dump(path)
    return _rows(path)


def table_rows(cursor, quote=connection.ops.quote_name) -> dict[str, int]:
    """各表行数，在调用者的事务里数。"""
    tables = sorted(connection.introspection.table_names(cursor))
    return {table: _value(cursor, COUNT.format(quote(table))) for table in tables}


def audit_head(cursor) -> str:
    return _value(cursor, HEAD) or ""


def _value(cursor, sql: str):
    cursor.execute(sql)
    row = cursor.fetchone()
    return row[0] if row else None


def _sqlite(path: Path) -> Dump:
    """在线备份接口：别的进程正在写也能得到一致的一份；行数从这一份里数。"""
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        register(copy)  # 检查约束里用到的日期函数是 Django 给的，不登记，核对完整性时就报没有这个函数
        if (state := copy.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise BackupRefused(f"数据库文件已损坏（{state[:200]}）。", "请从较早的备份恢复。")
        cursor = copy.cursor()
        names = [row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        tables = sorted(name for name in names if not name.startswith("sqlite_"))
        rows = {table: _value(cursor, COUNT.format(connection.ops.quote_name(table))) for table in tables}
        return Dump(path, "sqlite", rows, audit_head(cursor))


def _pg_dump(path: Path) -> Dump:
    """pg_dump 用本事务导出的快照，与数行的是同一刻。"""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET LOCAL statement_timeout = 0")
        snapshot = _value(cursor, "SELECT pg_export_snapshot()")
        rows, head = table_rows(cursor), audit_head(cursor)
        options = (
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            "--no-comments",
            f"--snapshot={snapshot}",
        )
        postgres.run("pg_dump", *options, f"--file={path}")
    return Dump(path, "pg_dump", rows, head)


def _rows(path: Path) -> Dump:
    """逐行 JSON（gzip）：与数据库种类无关，慢一些；只含数据，表结构由迁移建立。"""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SET LOCAL statement_timeout = 0")
        rows, head = table_rows(cursor), audit_head(cursor)
        with gzip.open(path, "wb") as packed, io.TextIOWrapper(packed, encoding="utf-8") as out:
            for model in dumped_models():
                fields = [item.name for item in model._meta.local_concrete_fields]
                queryset = model._base_manager.order_by("pk").iterator(chunk_size=2000)
                serializers.serialize("jsonl", queryset, fields=fields, stream=out, cls=ExactEncoder)
    return Dump(path, "rows", rows, head)


def dumped_models() -> list:
    """有自己的表的全部模型，含多对多的中间表。"""
    return [
        item
        for item in apps.get_models(include_auto_created=True)
        if item._meta.managed and not item._meta.proxy
    ]
