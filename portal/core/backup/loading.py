"""一个文件 → 数据库。旧数据先挪到一边，清点无误才丢弃，出错就换回来。"""

import gzip
import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.core import serializers
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from portal.core.backup import dumping, postgres
from portal.core.backup.manifest import Manifest

ASIDE = "before_restore"
EXTENSIONS = """
    SELECT extname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE nspname = %s
"""


@contextmanager
def replaced(path: Path, found: Manifest) -> Iterator[None]:
    """以 `path` 的内容替换数据库，然后交给调用者清点；调用者抛错则换回旧数据。"""
    with _old_sqlite_kept() if connection.vendor == "sqlite" else _old_schema_kept():
        if found.method == "sqlite":
            _load_sqlite(path)
        elif found.method == "pg_dump":
            postgres.run("pg_restore", *_pg_options(), str(path))
        else:
            _load_rows(path)
        yield


def _pg_options() -> tuple[str, ...]:
    name = postgres.environment()["PGDATABASE"]
    return ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", f"--dbname={name}")


@contextmanager
def _old_sqlite_kept() -> Iterator[None]:
    """旧库先用备份接口抄进临时库（SQLite 自管的临时文件），失败时原样抄回。"""
    connection.ensure_connection()
    with closing(sqlite3.connect("")) as old:
        connection.connection.backup(old)
        try:
            with closing(sqlite3.connect(":memory:")) as blank:
                blank.backup(connection.connection)
            yield
        except BaseException:
            connection.ensure_connection()
            old.backup(connection.connection)
            raise


@contextmanager
def _old_schema_kept() -> Iterator[None]:
    """旧数据随 public 模式改名挪开；扩展留在新的 public 里，新旧索引都按编号引用它。"""
    _execute(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE")
    _swap("public", ASIDE)
    try:
        yield
    except BaseException:
        connection.close()
        _swap("public", "failed_restore", back=True)
        _execute("DROP SCHEMA failed_restore CASCADE")
        raise
    _execute(f"DROP SCHEMA {ASIDE} CASCADE")


@transaction.atomic
def _swap(current: str, aside: str, *, back: bool = False) -> None:
    """把 `current` 模式改名为 `aside`，换上空的（`back` 时换上先前挪开的），扩展跟着换。"""
    with connection.cursor() as cursor:
        cursor.execute(EXTENSIONS, [current])
        extensions = [name for (name,) in cursor.fetchall()]
        cursor.execute(f"ALTER SCHEMA {current} RENAME TO {aside}")
        cursor.execute(f"ALTER SCHEMA {ASIDE} RENAME TO {current}" if back else f"CREATE SCHEMA {current}")
        for name in extensions:
            cursor.execute(f"ALTER EXTENSION {connection.ops.quote_name(name)} SET SCHEMA {current}")


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _load_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as source:
        source.backup(connection.connection)


def _load_rows(path: Path) -> None:
    """建表，清掉迁移自带的行，再逐行写入原来的值（不触发自动时间）。"""
    call_command("migrate", verbosity=0, interactive=False)
    models = dumping.dumped_models()
    tables = [model._meta.db_table for model in models]
    with connection.constraint_checks_disabled(), transaction.atomic():
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables, reset_sequences=True))
        with gzip.open(path, "rb") as packed, io.TextIOWrapper(packed, encoding="utf-8") as rows:
            for row in serializers.deserialize("jsonl", rows):
                row.save(force_insert=True)
        connection.check_constraints()
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(sql)
