"""随人的事：不随岗位、只认经手人的那些（如上传了还没有确认的导入）。岗位交接时列出，能转的转给后任。

各应用在 `AppConfig.ready` 或启动时自动发现的屋子里登记：

    belongings.register(Belonging("core.imports", "没有确认的导入", find=…, title=…, pass_on=…))
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True)
class Belonging:
    """一类随人的事。`find(person)` 给出他经手而没有了结的；`pass_on(objs, to, by, at)` 转给后任，不能转的为 None。"""

    code: str
    label: str
    find: Callable[[object], Iterable[models.Model]]
    title: Callable[[models.Model], str] = str
    state: Callable[[models.Model], str] = lambda obj: ""
    pass_on: Callable[..., None] | None = None


_belongings: dict[str, Belonging] = {}


def register(one: Belonging) -> Belonging:
    """登记一类；代号已被另一个占用是编程错误。"""
    if _belongings.setdefault(one.code, one) != one:
        raise ValueError(f"随人的事 {one.code} 已登记")
    return one


def of(person) -> list[tuple[Belonging, models.Model]]:
    """此人经手而没有了结的全部，按登记的次序。"""
    return [(one, obj) for one in _belongings.values() for obj in one.find(person)]


def pass_on(person, *, to, by, at: dt.datetime) -> int:
    """能转的都转给 `to`，返回件数。"""
    moved = 0
    for one in _belongings.values():
        objs = list(one.find(person)) if one.pass_on else []
        if objs:
            one.pass_on(objs, to=to, by=by, at=at)
            moved += len(objs)
    return moved
