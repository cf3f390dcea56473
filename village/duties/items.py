"""一村的目录：样本的事项，叠上本村的调整、新增与不适用。纯函数。

时限从何时到何时怎样写，都记着：样本出了新版、村里改了周期，只管以后的各期，以前欠着的还欠着，公开了的还算。
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from catalogs import cycles
from catalogs.cycles import Rhythm
from catalogs.entries import NAMES, shown
from catalogs.models import Item

Origin = Item.Origin
# 各村可以改的栏；名称不改，改了就不是同一个事项。
ADAPTABLE = ("content", "basis", "time_limit", "subject", "channels", "channels_other", "remark")


@dataclass(frozen=True)
class Term:
    """自 `since` 起、到 `until` 之前（没有则至今）的公开时限。"""

    since: dt.date
    until: dt.date | None
    time_limit: str

    @property
    def rhythm(self) -> Rhythm:
        return cycles.read(self.time_limit)

    def covers(self, day: dt.date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class VillageItem:
    """一村的一个事项。`terms` 是历来的时限，先后为序；`is_current` 为假是样本里后来没有了，只留着以前的账。

    `is_outdated` 是本村改过的栏，样本后来也改了。
    """

    key: str
    field_id: int
    field_name: str
    values: Mapping[str, object]
    terms: tuple[Term, ...]
    origin: str = Origin.INHERITED
    reason: str = ""
    model: Mapping[str, object] = field(default_factory=dict)
    is_outdated: bool = False
    version: int = 0
    is_current: bool = True

    @property
    def name(self) -> str:
        return " / ".join(str(self.values[part]) for part in NAMES if self.values.get(part)) or str(
            self.values.get("number", "")
        )

    def __str__(self):
        return self.name

    def get_origin_display(self) -> str:
        return Origin(self.origin).label

    @property
    def rhythm(self) -> Rhythm:
        return cycles.read(str(self.values.get("time_limit") or ""))

    @property
    def is_applicable(self) -> bool:
        return self.is_current and self.origin != Origin.WAIVED

    @property
    def channels(self) -> str:
        """公开渠道连写。"""
        known = (*(self.values.get("channels") or ()), *(self.values.get("channels_other") or ()))
        return "、".join(known)

    def text(self, name: str) -> str:
        return shown(self.values.get(name))

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """与样本不同的栏：（栏名, 样本, 本村）。"""
        if self.origin != Origin.ADAPTED:
            return []
        return [
            (str(Item._meta.get_field(name).verbose_name), shown(self.model.get(name)), self.text(name))
            for name in ADAPTABLE
            if shown(self.model.get(name)) != self.text(name)
        ]


def merge(model: Iterable[VillageItem], deviations: Iterable) -> list[VillageItem]:
    """样本各条在前，本村新增的在后；样本里从来没有的，本村的调整与不适用不算。"""
    own = {row.key: row for row in deviations}
    found = [_merged(item, own.pop(item.key, None)) for item in model]
    return found + [_added(row) for row in own.values() if row.kind == row.Kind.ADDED]


def changed(model: Mapping[str, object], values: Mapping[str, object]) -> dict[str, object]:
    """`values` 里与样本不同的栏；只是写法（空白）不同的不算。"""
    return {
        name: values[name]
        for name in ADAPTABLE
        if name in values and shown(values[name]) != shown(model.get(name))
    }


def _merged(item: VillageItem, own) -> VillageItem:
    if own is None or own.kind == own.Kind.ADDED:
        return item
    if own.kind == own.Kind.WAIVED:
        terms = _cut(item.terms, own.since)
        return replace(item, terms=terms, origin=Origin.WAIVED, reason=own.reason, version=own.version)
    return replace(
        item,
        values={**item.values, **own.values},
        terms=_own_terms(item.terms, own),
        model=item.values,
        origin=Origin.ADAPTED,
        reason=own.reason,
        is_outdated=any(shown(item.values.get(name)) != shown(text) for name, text in own.basis.items()),
        version=own.version,
    )


def _cut(terms: tuple[Term, ...], until: dt.date) -> tuple[Term, ...]:
    """只留 `until` 之前的。"""
    return tuple(replace(term, until=min(term.until or until, until)) for term in terms if term.since < until)


def _own_terms(terms: tuple[Term, ...], own) -> tuple[Term, ...]:
    """改了时限的，从改的那天起照本村的；样本里没有了的，本村的也到那时为止。"""
    if "time_limit" not in own.values:
        return terms
    since, until = max(own.since, terms[0].since), terms[-1].until
    if until is not None and until <= since:
        return terms
    return (*_cut(terms, since), Term(since, until, str(own.values["time_limit"])))


def _added(own) -> VillageItem:
    return VillageItem(
        own.key,
        own.field_id,
        own.field.name,
        own.values,
        (Term(own.since, None, str(own.values.get("time_limit", ""))),),
        Origin.ADDED,
        own.reason,
        version=own.version,
    )
