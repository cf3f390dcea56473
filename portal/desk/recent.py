"""我发起、已办：此人办过的事，每一行写明是哪一件，点开就到。"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from portal.core.models import Transition

SHOWN, RECENT = 10, 50
STARTS = ("submit", "complete", "issue", "answer")
Key = tuple[str, str]


@dataclass(frozen=True)
class Act:
    """一行：何时、哪一件、办了什么、到哪一步。对象已删去的只剩办了什么。"""

    at: dt.datetime
    title: str
    url: str
    did: str
    state: str
    state_code: str


def of(user) -> tuple[list[Act], list[Act]]:
    """（此人发起的各件，连同它们现在的状态；此人办过的各步），近的在前；两张表的对象一次取齐。"""
    started, done = _started(user), list(_by(user)[:SHOWN])
    objects = _objects([*started, *done])
    now = [_act(row, objects.get(_key(row)), is_now=True) for row in started]
    return now, [_act(row, objects.get(_key(row)), is_now=False) for row in done]


def _by(user):
    return Transition.objects.filter(by=user).order_by("-at", "-pk")


def _started(user) -> list[Transition]:
    """提交、报送、送审的对象各取最近一次。"""
    latest: dict[Key, Transition] = {}
    for row in _by(user).filter(move__in=STARTS)[:RECENT]:
        latest.setdefault(_key(row), row)
    return list(latest.values())[:SHOWN]


def _key(row: Transition) -> Key:
    return row.object_type, row.object_pk


def _objects(rows: Iterable[Transition]) -> dict[Key, Model]:
    """每类对象一次查询，连同名称要用到的关联。"""
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        wanted[row.object_type].add(row.object_pk)
    found: dict[Key, Model] = {}
    for label, pks in wanted.items():
        named = apps.get_model(label)._base_manager.select_related()
        found |= {(label, str(one.pk)): one for one in named.filter(pk__in=pks)}
    return found


def _act(row: Transition, found: Model | None, *, is_now: bool) -> Act:
    state = row.target_label, row.target
    if found is None:
        return Act(row.at, "", "", row.label, *state)
    if is_now:
        state = found.get_status_display(), found.status
    url = found.get_absolute_url() if hasattr(found, "get_absolute_url") else ""
    return Act(row.at, str(found), url, row.label, *state)
