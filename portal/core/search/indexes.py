"""PostgreSQL 上检索用的三元组索引（pg_trgm）：每个登记过的表一个，`manage.py migrate` 之后自动补齐。

`icontains` 在 PostgreSQL 上是 `UPPER(列) LIKE UPPER(词)`，索引就建在 `UPPER(列)` 上。SQLite 没有，逐行比对。
没有权限建扩展的，检索照常，只是数据多时慢；`manage.py doctor` 会说。
"""

import hashlib

from django.db import DatabaseError, connection, models, transaction

from portal.core.search import registry

EXTENSION = "pg_trgm"


def ensure() -> bool:
    """补齐扩展与索引；SQLite、没有权限、没有装扩展时什么也不做，返回 False。"""
    if connection.vendor != "postgresql" or not _extension():
        return False
    with connection.cursor() as cursor:
        for table, columns in wanted().items():
            listed = ", ".join(
                f"UPPER({connection.ops.quote_name(name)}::text) gin_trgm_ops" for name in columns
            )
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {name_of(table, columns)} "
                f"ON {connection.ops.quote_name(table)} USING gin ({listed})"
            )
    return True


def wanted() -> dict[str, tuple[str, ...]]:
    """{表: 各列}：登记过的各种自己表里的列，跨关联的在对方那里。"""
    found: dict[str, list[str]] = {}
    for kind in registry.kinds():
        for path in kind.fields:
            table, column = _place(kind.model, path)
            if column not in found.setdefault(table, []):
                found[table].append(column)
    return {table: tuple(columns) for table, columns in found.items()}


def missing() -> list[str]:
    """还没有索引的表；扩展都没有时是全部。"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")
        known = {name for (name,) in cursor.fetchall()}
    return [table for table, columns in wanted().items() if name_of(table, columns) not in known]


def name_of(table: str, columns: tuple[str, ...]) -> str:
    """列有增减，名字就不同，会另建一个。"""
    mark = hashlib.sha256(" ".join(columns).encode()).hexdigest()[:8]
    return f"search_{table[:40]}_{mark}"


def _place(model: type[models.Model], path: str) -> tuple[str, str]:
    *way, last = path.split("__")
    for name in way:
        model = model._meta.get_field(name).related_model
    return model._meta.db_table, model._meta.get_field(last).column


def _extension() -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {EXTENSION}")
    except DatabaseError:
        return False
    return True
