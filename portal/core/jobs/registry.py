"""任务种类与每日计划的登记处；各应用在自己的 `jobs.py` 里登记。"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass


def _nobody_else(user, args: dict) -> bool:
    return False


@dataclass(frozen=True)
class Kind:
    """`atomic`：函数与“完成”在同一事务里执行（短任务）；长任务自行调用 `running.complete`。

    `watch(user, args)` 为真的人也看得到进度：同一件任务，别人先点了，后点的人看的是同一件。
    """

    name: str
    function: Callable
    atomic: bool
    lane: str
    watch: Callable[..., bool] = _nobody_else


@dataclass(frozen=True)
class Daily:
    """每天 `at`（北京时间）之后执行一次；停机错过的，开机后只补最近一天。"""

    kind: str
    at: dt.time
    title: str


KINDS: dict[str, Kind] = {}
DAILIES: list[Daily] = []


class UnknownKind(Exception):
    """任务行的种类没有登记：多半是代码版本不一致。"""


def job(name: str, *, atomic: bool = True, lane: str = "default", watch: Callable[..., bool] = _nobody_else):
    """登记一种任务：`@job("tasks.notify_reviewers")`，函数签名 `fn(running, **args)`。"""

    def register(function: Callable) -> Callable:
        KINDS[name] = Kind(name, function, atomic, lane, watch)
        return function

    return register


def daily(kind: str, *, at: dt.time, title: str) -> None:
    """登记一项每日计划；执行时参数为 `on`（ISO 日期）。"""
    DAILIES.append(Daily(kind, at, title))


def kind(name: str) -> Kind:
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKind(f"没有名为 {name} 的任务种类") from None
