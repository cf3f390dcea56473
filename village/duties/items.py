"""一村的目录：样本的事项，叠上本村的调整、新增与不适用。纯函数。"""

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
class VillageItem:
    """一村的一个事项。`since` 自何时起要公开；`is_outdated` 是本村改过的栏，样本后来也改了。"""

    key: str
    field_id: int
    field_name: str
    values: Mapping[str, object]
    since: dt.date
    origin: str = Origin.INHERITED
    reason: str = ""
    model: Mapping[str, object] = field(default_factory=dict)
    is_outdated: bool = False
    version: int = 0

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
        return self.origin != Origin.WAIVED

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
    """样本各条在前，本村新增的在后；样本里已经没有的，本村的调整与不适用随之失效。"""
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
        return replace(item, origin=Origin.WAIVED, reason=own.reason, version=own.version)
    return replace(
        item,
        values={**item.values, **own.values},
        model=item.values,
        origin=Origin.ADAPTED,
        reason=own.reason,
        is_outdated=any(shown(item.values.get(name)) != shown(text) for name, text in own.basis.items()),
        version=own.version,
    )


def _added(own) -> VillageItem:
    return VillageItem(
        own.key,
        own.field_id,
        own.field.name,
        own.values,
        own.since,
        Origin.ADDED,
        own.reason,
        version=own.version,
    )
