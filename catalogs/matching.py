"""给读进来的事项认出它是哪一条已有的事项：先看名称与内容全同，再看名称，再看像不像。纯函数。

领域之内配对，一条已有的至多配一条。认不准的列为存疑，当作新事项也不丢。
"""

import difflib
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from catalogs.entries import Entry, plain

ALIKE = 0.75
CLOSE = 400  # 一个领域里剩下太多对不上的，不再两两比较：多半是换了一套目录


@dataclass(frozen=True)
class Match:
    """`key` 是认出的已有事项，没有则为空；`certain` 为假是凭相像认的。"""

    key: str = ""
    certain: bool = True


def match(incoming: Sequence[Entry], known: Sequence[Entry]) -> list[Match]:
    """与 `incoming` 等长：每条配上的已有事项。"""
    found: list[Match | None] = [None] * len(incoming)
    free = {entry.key: entry for entry in known}
    for identity in (_whole, _named):
        _pair(incoming, found, free, identity)
    _pair_alike(incoming, found, free)
    return [one or Match() for one in found]


def _whole(entry: Entry) -> Hashable:
    return (entry.field, *entry.plain_name, plain(entry.values.get("content")))


def _named(entry: Entry) -> Hashable:
    """名称相同即同一事项；没有名称的不凭名称认。"""
    return (entry.field, *entry.plain_name) if any(entry.plain_name) else None


def _pair(
    incoming: Sequence[Entry],
    found: list[Match | None],
    free: dict[str, Entry],
    identity: Callable[[Entry], Hashable],
) -> None:
    """同一身份的按先后一一配对。"""
    waiting: dict[Hashable, list[str]] = defaultdict(list)
    for key, entry in free.items():
        waiting[identity(entry)].append(key)
    for index, entry in enumerate(incoming):
        mark = identity(entry)
        if found[index] is None and mark is not None and waiting[mark]:
            key = waiting[mark].pop(0)
            found[index] = Match(key)
            del free[key]


def _pair_alike(incoming: Sequence[Entry], found: list[Match | None], free: dict[str, Entry]) -> None:
    """剩下的在同领域里找最像的；像到 `ALIKE` 才算，且标为不确定。"""
    left: dict[str, list[str]] = defaultdict(list)
    for key, entry in free.items():
        left[entry.field].append(key)
    for index, entry in enumerate(incoming):
        candidates = left[entry.field]
        if found[index] is not None or not candidates or len(candidates) > CLOSE:
            continue
        scored = [(_likeness(entry, free[key]), key) for key in candidates]
        score, key = max(scored, key=lambda pair: pair[0])
        if score >= ALIKE:
            found[index] = Match(key, certain=False)
            candidates.remove(key)


def _likeness(one: Entry, other: Entry) -> float:
    """名称占七成、内容占三成的相像程度，0 至 1。"""
    names = _ratio("".join(one.plain_name), "".join(other.plain_name))
    if names < 0.5:
        return 0.0
    return 0.7 * names + 0.3 * _ratio(plain(one.values.get("content")), plain(other.values.get("content")))


def _ratio(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, one[:600], other[:600], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= 0.4 else 0.0
