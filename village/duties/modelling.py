"""一县的样本在各村的情形：多少村照样本、哪些事项被调整得多；新版草稿会动到哪些村。"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from catalogs import adjusting, difference, drafting
from catalogs.difference import Change, Kind
from catalogs.models import Edition
from portal.organisations.models import Organisation
from village.duties import reading
from village.duties.items import ADAPTABLE, VillageItem
from village.duties.reading import Model
from village.models import Deviation

WHOLE = ("item_1", "item_2", "item_3", *ADAPTABLE)


@dataclass(frozen=True)
class ItemEffect:
    """样本的一个事项，与调整了它、不适用它的村数。"""

    item: VillageItem
    adapted: int
    waived: int


def code_of(county: Organisation) -> str:
    """样本的目录编码，还没有样本也有。"""
    return f"{county.code}{drafting.VILLAGE_MODEL}"


def effect(county: Organisation, model: Model | None) -> dict:
    """各事项被调整的村数，照样本的村数，村里自己新增的，各周期的事项数。"""
    rows = Deviation.objects.within(county)
    counts: dict[str, Counter] = defaultdict(Counter)
    for key, kind, villages in rows.order_by().values_list("key", "kind").annotate(Count("pk")):
        counts[key][kind] = villages
    items = model.items if model else ()
    changed = rows.order_by().values("village").distinct().count()
    total = reading.villages_in(county).count()
    return {
        "items": [
            ItemEffect(item, counts[item.key]["adapted"], counts[item.key]["waived"]) for item in items
        ],
        "villages": total,
        "changed": changed,
        "untouched": total - changed,
        "added": rows.filter(kind=Deviation.Kind.ADDED).count(),
        "cycles": list(Counter(item.rhythm.label for item in items).items()),
        "unclear": [item for item in items if not item.rhythm.certain],
    }


def deviations_of(county: Organisation, key: str) -> QuerySet:
    """某事项在各村的改动；`added` 是各村自己新增的。"""
    rows = Deviation.objects.within(county).select_related("village", "saved_by", "field")
    return rows.filter(kind=Deviation.Kind.ADDED) if key == "added" else rows.filter(key=key)


def changes(model: Model | None, draft: Edition | None, county: Organisation) -> list[tuple[Change, int]]:
    """草稿与现行样本的各处变化，连同改动过这个事项的村数：删去的随之失效，修改的要村里再看。"""
    if model is None or draft is None:
        return []
    before = adjusting.entries(model.edition.items.applicable().in_order())
    after = adjusting.entries(draft.items.applicable().in_order())
    found = difference.compare(before, after, WHOLE)
    keys = [change.key for change in found if change.kind != Kind.ADDED]
    rows = Deviation.objects.within(county).filter(key__in=keys)
    counts = dict(rows.order_by().values_list("key").annotate(Count("pk")))
    return [(change, counts.get(change.key, 0)) for change in found]
