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

ASIDE, FAILED = "before_restore", "failed_restore"
# 挪表时序列与索引跟着走；函数要另挪，扩展自带的（pg_depend 'e'）两样都不动。
MOVES = """
    SELECT format('ALTER TABLE %%s SET SCHEMA %%I', c.oid::regclass, %(target)s)
    FROM pg_class c WHERE c.relnamespace = %(source)s::regnamespace AND c.relkind IN ('r', 'p')
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = c.oid AND deptype = 'e')
    UNION ALL
    SELECT format('ALTER ROUTINE %%s SET SCHEMA %%I', p.oid::regprocedure, %(target)s)
    FROM pg_proc p WHERE p.pronamespace = %(source)s::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
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
    """旧表与旧函数挪到另一个模式；public 本身、它的授权与扩展都不动，角色的权限照旧。"""
    _execute(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE", f"CREATE SCHEMA {ASIDE}")
    _move("public", ASIDE)
    try:
        yield
    except BaseException:
        connection.close()
        _execute(f"DROP SCHEMA IF EXISTS {FAILED} CASCADE", f"CREATE SCHEMA {FAILED}")
        _move("public", FAILED)
        _move(ASIDE, "public")
        _execute(f"DROP SCHEMA {FAILED} CASCADE", f"DROP SCHEMA {ASIDE}")
        raise
    _execute(f"DROP SCHEMA {ASIDE} CASCADE")


@transaction.atomic
def _move(source: str, target: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MOVES, {"source": source, "target": target})
        statements = [statement for (statement,) in cursor.fetchall()]
    _execute(*statements)


def _execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


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
