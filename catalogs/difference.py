"""两版目录的逐条对比：新增、删除、修改、移动，文字改动标到字。纯函数。"""

import difflib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from catalogs.entries import Entry, shown

EXACT_LENGTH = 4000  # 更长的两段文字只标首尾不同的部分，逐字比较太慢


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


LABELS = {Kind.ADDED: "新增", Kind.REMOVED: "删除", Kind.CHANGED: "修改", Kind.MOVED: "移动"}


@dataclass(frozen=True)
class Span:
    """一段文字：`mark` 为 same、gone（旧有新无）、new（新有旧无）。"""

    mark: str
    text: str


@dataclass(frozen=True)
class Cell:
    """一个内容项的改动。"""

    name: str
    before: str
    after: str

    @property
    def spans(self) -> tuple[Span, ...]:
        return text_spans(self.before, self.after)


@dataclass(frozen=True)
class Change:
    """一个事项的变化；既改又移的记为修改，`moved` 为真。新增没有 `before`，删除没有 `after`。"""

    kind: Kind
    key: str
    before: Entry | None
    after: Entry | None
    cells: tuple[Cell, ...] = ()
    moved: bool = False

    @property
    def entry(self) -> Entry:
        return self.after or self.before

    @property
    def label(self) -> str:
        return LABELS[self.kind]


def compare(before: Sequence[Entry], after: Sequence[Entry], names: Iterable[str]) -> list[Change]:
    """`before` 到 `after` 的全部变化：按新版次序，删除的跟在原来的前一条之后；`names` 是要比的内容项。"""
    names = tuple(names)
    old, new = {entry.key: entry for entry in before}, {entry.key: entry for entry in after}
    stayed = _stayed(
        [entry.key for entry in before if entry.key in new], [e.key for e in after if e.key in old]
    )
    changes = {entry.key: _change(old.get(entry.key), entry, names, stayed) for entry in after}
    ordered = _with_removed(before, after, new)
    return [change for key in ordered if (change := changes.get(key) or _removed(old, new, key)) is not None]


def summary(changes: Iterable[Change]) -> dict[str, int]:
    """各类变化的条数，四类都列出。"""
    counts = dict.fromkeys(Kind, 0)
    for change in changes:
        counts[change.kind] += 1
    return {str(kind): count for kind, count in counts.items()}


def text_spans(before: str, after: str) -> tuple[Span, ...]:
    """逐字对比；相同的合并成段。去掉 new 得旧文，去掉 gone 得新文。"""
    if before == after:
        return (Span("same", after),) if after else ()
    if max(len(before), len(after)) > EXACT_LENGTH:
        return _ends(before, after)
    spans: list[Span] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            spans.append(Span("same", after[k:m]))
            continue
        if j > i:
            spans.append(Span("gone", before[i:j]))
        if m > k:
            spans.append(Span("new", after[k:m]))
    return tuple(spans)


def _ends(before: str, after: str) -> tuple[Span, ...]:
    """只比首尾：中间整段算改动。"""
    shortest = min(len(before), len(after))
    head = next((i for i in range(shortest) if before[i] != after[i]), shortest)
    room = shortest - head
    tail = next((i for i in range(room) if before[-1 - i] != after[-1 - i]), room)
    middle = (Span("gone", before[head : len(before) - tail]), Span("new", after[head : len(after) - tail]))
    spans = (Span("same", after[:head]), *middle, Span("same", after[len(after) - tail :]))
    return tuple(span for span in spans if span.text)


def _change(old: Entry | None, new: Entry, names: tuple[str, ...], stayed: set[str]) -> Change | None:
    if old is None:
        return Change(Kind.ADDED, new.key, None, new)
    cells = tuple(
        Cell(name, shown(old.values.get(name)), shown(new.values.get(name)))
        for name in names
        if shown(old.values.get(name)) != shown(new.values.get(name))
    )
    moved = old.field != new.field or new.key not in stayed
    if not cells and not moved:
        return None
    return Change(Kind.CHANGED if cells else Kind.MOVED, new.key, old, new, cells, moved)


def _removed(old: dict[str, Entry], new: dict[str, Entry], key: str) -> Change | None:
    return Change(Kind.REMOVED, key, old[key], None) if key in old and key not in new else None


def _stayed(before: list[str], after: list[str]) -> set[str]:
    """没有挪动的：两边共有的次序里最长的一段递增子序列，其余才算移动。"""
    place = {key: index for index, key in enumerate(before)}
    tails: list[int] = []
    heads: list[int] = []
    previous: list[int] = []
    for index, key in enumerate(after):
        spot = bisect_left(tails, place[key])
        previous.append(heads[spot - 1] if spot else -1)
        tails[spot : spot + 1], heads[spot : spot + 1] = [place[key]], [index]
    kept, index = set(), heads[-1] if heads else -1
    while index >= 0:
        kept.add(after[index])
        index = previous[index]
    return kept


def _with_removed(before: Sequence[Entry], after: Sequence[Entry], new: dict[str, Entry]) -> list[str]:
    """新版的次序，删除的插在它原来前一条之后。"""
    follow: dict[str, list[str]] = {}
    anchor = ""
    for entry in before:
        if entry.key in new:
            anchor = entry.key
        else:
            follow.setdefault(anchor, []).append(entry.key)
    ordered = follow.get("", [])[:]
    for entry in after:
        ordered += [entry.key, *follow.get(entry.key, [])]
    return ordered
