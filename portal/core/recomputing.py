"""工作日表变动之后要重算的日期：存着按工作日算出的日期的应用登记到这里，工作台据此先列出、再改。

    recomputing.register(Source("postings", "公示止", find=moved_postings, apply=move_postings))

`find(table, on=…)` 按工作日表 `table` 算出与库里不同的各条，只看 `on` 这天没有办结的；`apply(shifts, by, at)` 在同一事务里写入。
随读随算、不存库的日期不必登记：它们总是按当时的表。
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import models

from portal.core.workdays import Overrides


@dataclass(frozen=True)
class Shift:
    """一个日期的变动。`obj` 是存着它的对象；`people` 是应当知道的人。"""

    source: str
    label: str
    obj: models.Model
    title: str
    url: str
    before: dt.date
    after: dt.date
    people: tuple = ()

    @property
    def key(self) -> str:
        """同一处变动的标识：预览与确认之间有没有变，凭它比较。"""
        return f"{self.source}:{self.obj.pk}:{self.before}:{self.after}"


@dataclass(frozen=True)
class Source:
    """一类存着的日期。`code` 全站唯一，`label` 是给人看的名称，如“公示止”“应答复日期”。"""

    code: str
    label: str
    find: Callable[..., Sequence[Shift]]
    apply: Callable[..., None]


_sources: dict[str, Source] = {}


def register(source: Source) -> Source:
    """登记一类；代号已被另一个占用是编程错误。"""
    if _sources.setdefault(source.code, source) != source:
        raise ValueError(f"重算的来源 {source.code} 已登记")
    return source


def sources() -> list[Source]:
    return [_sources[code] for code in sorted(_sources)]


def shifts(table: Overrides, *, on: dt.date) -> list[Shift]:
    """`on` 这天按 `table` 要变动的全部日期，早的在前。"""
    found = [shift for source in sources() for shift in source.find(table, on=on)]
    return sorted(found, key=lambda shift: (shift.before, shift.source, shift.obj.pk))


def apply(found: Sequence[Shift], *, by, at: dt.datetime) -> None:
    """写入各处变动；须在保存工作日表的事务里调用。"""
    for source in sources():
        own = [shift for shift in found if shift.source == source.code]
        if own:
            source.apply(own, by=by, at=at)
