"""建一次、反复用的城：头一次照样经动作去办，记下它写进库里的行；同一进程里别的测试要同样的城，就把这些行原样放回。

库与头一次开始时不一样（表里多了少了行、权限换了编号），就再办一遍。
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.db.models import Max

T = TypeVar("T")
Rows = dict[str, list]


@dataclass(frozen=True)
class Kept:
    """`state` 是开始时的库；`rows` 是写进各表的行，库自己的写法；`result` 是建城的结果，腌起来的。"""

    state: tuple
    rows: Rows
    result: bytes


_kept: dict[tuple, Kept] = {}


def kept(build: Callable[..., T], *args) -> T:
    """`build(*args)`；每次都是新的一份，互不相干。`build` 只添行，不改、不删原有的。"""
    key, state = (build, args, connection.settings_dict["NAME"]), _state()
    found = _kept.get(key)
    if found is not None and found.state == state:
        with transaction.atomic():
            for table, rows in found.rows.items():
                _put_back(table, rows)
        return pickle.loads(found.result)
    before = {table: set(_rows(table)) for table in _tables()}
    result = build(*args)
    _kept[key] = Kept(state, _added(before), pickle.dumps(result))
    return result


def _added(before: dict[str, set]) -> Rows:
    found = {}
    for table, old in before.items():
        rows = _rows(table)
        if gone := old.difference(rows):
            raise AssertionError(f"建城改动了 {table} 原有的 {len(gone)} 行，不能原样放回")
        if new := [row for row in rows if row not in old]:
            found[table] = new
    return found


def _state() -> tuple:
    counts = ", ".join(f'(SELECT count(*) FROM "{table}")' for table in _tables())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        found = cursor.fetchone()
    return (*found, Permission.objects.aggregate(last=Max("pk"))["last"])


def _tables() -> dict[str, list[str]]:
    """各表与它的各栏，由库自己算的栏不在内。"""
    return {
        model._meta.db_table: [f.column for f in model._meta.local_concrete_fields if not f.generated]
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def _columns(table: str, mark: str = "") -> str:
    return ", ".join(f'{mark}"{column}"' for column in _tables()[table])


def _rows(table: str) -> list:
    """全部行：PostgreSQL 是 COPY 的各行文字，SQLite 是没有换成 Python 类型的原值（一元加号使它不认栏的类型）。"""
    if connection.vendor == "postgresql":
        with (
            connection.cursor() as cursor,
            cursor.copy(f'COPY "{table}" ({_columns(table)}) TO STDOUT') as copy,
        ):
            return b"".join(copy).splitlines(keepends=True)
    return connection.connection.execute(f'SELECT {_columns(table, "+")} FROM "{table}"').fetchall()


def _put_back(table: str, rows: list) -> None:
    if connection.vendor == "postgresql":
        with (
            connection.cursor() as cursor,
            cursor.copy(f'COPY "{table}" ({_columns(table)}) FROM STDIN') as copy,
        ):
            copy.write(b"".join(rows))
    else:
        marks = ", ".join("?" * len(rows[0]))
        insert = f'INSERT INTO "{table}" ({_columns(table)}) VALUES ({marks})'
        connection.connection.executemany(insert, rows)
