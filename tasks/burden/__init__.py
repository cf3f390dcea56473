"""减负：各单位向县区要了什么，要几栏、几份，哪个月要，同一件事是不是要了两次。

来源由各应用登记，本应用知道任务书与方案备案；上层应用在自己的 `AppConfig.ready` 里登记其余的。不认识 Django。
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """要的是什么。"""

    TASK = "task", "任务成果"
    FILING = "filing", "备案表"
    INDICATOR = "indicator", "考核材料"
    ISSUE = "issue", "整改反馈"
    REQUEST = "request", "台账填报"
    SUPERVISION = "supervision", "督办单"
    NOTICE = "notice", "通知确认"

    def __new__(cls, value: str, label: str):
        one = str.__new__(cls, value)
        one._value_ = value
        one.label = label
        return one


@dataclass(frozen=True)
class Demand:
    """一次要求。

    `asker` 是提出的机构；`months` 是要交的各月（每月一日），每月各算一次；`fields` 是每次要填的栏数，
    `documents` 是每次要交的材料份数；`counties` 是被要的县区（机构编号）。`columns` 是栏名，`subject` 是所属领域，有的才写，比对用：
    分属两个领域的不是同一件事。`counts` 是按（县区, 月）各几次，没有的那个月没有要；为空则每月一次。
    `key` 全站唯一而且不变。
    """

    key: str
    kind: Kind
    asker: object
    text: str
    url: str
    counties: frozenset[int]
    months: tuple[dt.date, ...]
    fields: int = 0
    documents: int = 0
    columns: tuple[str, ...] = ()
    subject: str = ""
    counts: Mapping[tuple[int, dt.date], int] = field(default_factory=dict, compare=False)

    def times(self, county: int, month: dt.date) -> int:
        """那个月向那个县区要了几次。"""
        return self.counts.get((county, month), 0) if self.counts else 1

    @property
    def asker_name(self) -> str:
        """提出单位的叫法：市里统一由市政务公开办提出。"""
        return "市政务公开办" if self.asker.kind == self.asker.Kind.CITY else self.asker.short_name


Source = Callable[[object], Iterable[Demand]]
_sources: dict[str, Source] = {}


def register(code: str, source: Source) -> None:
    """登记一个来源；代号已被另一个占用是编程错误。`source(campaign)` 的查询次数与要求多少无关。"""
    if _sources.setdefault(code, source) is not source:
        raise ValueError(f"来源 {code} 已登记")


def demands(campaign) -> list[Demand]:
    """一个行动里的全部要求，按来源、标识排。"""
    return [one for code in sorted(_sources) for one in sorted(_sources[code](campaign), key=_key)]


def _key(one: Demand) -> str:
    return one.key


def month_of(day: dt.date) -> dt.date:
    return day.replace(day=1)


def months_between(first: dt.date, last: dt.date, *, every: int = 1) -> tuple[dt.date, ...]:
    """`first` 到 `last` 所在的各月；`every` 为 3 时只取每季度末月。"""
    found, day = [], month_of(first)
    while day <= last:
        if day.month % every == 0:
            found.append(day)
        day = (day + dt.timedelta(days=32)).replace(day=1)
    return tuple(found)
