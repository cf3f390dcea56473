"""有效衔接的读取：一本县（乡）级目录与村级目录对上了哪些、缺哪些。乡级目录随县级的确认。"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalogs import adjusting
from catalogs.models import Catalog, Item
from portal.core.rules import Denied
from portal.organisations.models import Organisation
from village.duties import linking
from village.duties.items import VillageItem
from village.duties.linking import Name
from village.models import Deviation, Linkage

VILLAGE_LEVEL = "村级"


@dataclass(frozen=True)
class Match:
    """一处对应。`row` 为空的不是在这本目录里确认的：标识相同，或随县级的确认。"""

    target: Name
    row: Linkage | None
    why: str


@dataclass(frozen=True)
class LinkRow:
    """一个村级事项的衔接。`own` 是写明不用对应的；`villages` 是哪些村自己新增的，样本里的为空。"""

    item: Name
    matches: tuple[Match, ...]
    own: Linkage | None
    villages: str = ""

    @property
    def is_gap(self) -> bool:
        return not self.matches and self.own is None


@dataclass(frozen=True)
class Links:
    """一本目录的衔接：各村级事项，与标明村级而没有村级事项的。"""

    rows: list[LinkRow]
    targets: list[Name]
    unmatched: list[Name]

    @property
    def gaps(self) -> list[LinkRow]:
        return [row for row in self.rows if row.is_gap]

    def suggestions(self, row: LinkRow) -> list[Name]:
        return linking.suggestions(row.item, self.targets) if row.is_gap else []


def links_of(catalog: Catalog, model: Sequence[VillageItem]) -> Links:
    """`model` 是这个县的样本；各村新增的事项一并列出。六次查询以内。"""
    edition = adjusting.latest_edition(catalog)
    items = list(edition.items.applicable().in_order()) if edition else []
    targets = {item.key: Name(item.key, str(item)) for item in items}
    own = {row.key: row for row in Linkage.objects.filter(catalog=catalog, target_key="")}
    confirmed = _confirmed(catalog, targets)
    added = _added(catalog.organisation)
    names = [(Name(item.key, item.name), "") for item in model] + added
    rows = [
        LinkRow(name, _matches(name, targets, confirmed), own.get(name.key), villages)
        for name, villages in names
    ]
    linked = {match.target.key for row in rows for match in row.matches}
    marked = [targets[item.key] for item in items if VILLAGE_LEVEL in item.level]
    return Links(rows, list(targets.values()), linking.unmatched(marked, linked))


def key_named(catalog: Catalog, name: str) -> str:
    """现行版里叫这个名称的事项；没有、或不止一个的抛 `Denied`。"""
    edition = adjusting.latest_edition(catalog)
    items = edition.items.applicable() if edition else ()
    found = [item.key for item in items if str(item) == name.strip()]
    if len(found) != 1:
        raise Denied(
            f"{catalog}现行版里{'没有' if not found else '不止一个'}叫“{name}”的事项，请从列表里选。"
        )
    return found[0]


def _matches(name: Name, targets: dict[str, Name], confirmed: dict) -> tuple[Match, ...]:
    found = [Match(targets[key], row, why) for key, row, why in confirmed.get(name.key, ())]
    if name.key in targets and all(match.target.key != name.key for match in found):
        found.append(Match(targets[name.key], None, "同一事项"))
    return tuple(found)


def _confirmed(catalog: Catalog, targets: dict[str, Name]) -> dict[str, list[tuple]]:
    """确认过、目标还在现行版里的对应；乡级目录连同县级的。"""
    catalogs = [catalog.pk, *_of_county(catalog)]
    rows = Linkage.objects.filter(catalog__in=catalogs, target_key__in=targets).select_related("confirmed_by")
    found: dict[str, list[tuple]] = defaultdict(list)
    seen = set()
    for row in sorted(rows, key=lambda one: one.catalog_id != catalog.pk):
        if (row.key, row.target_key) not in seen:
            seen.add((row.key, row.target_key))
            own = row.catalog_id == catalog.pk
            found[row.key].append((row.target_key, row if own else None, "已确认" if own else "随县级"))
    return found


def _of_county(catalog: Catalog) -> Iterable[int]:
    if catalog.kind != Catalog.Kind.TOWNSHIP:
        return ()
    county = catalog.organisation.path[: 2 * Organisation.steplen]
    return Catalog.objects.filter(kind=Catalog.Kind.COUNTY, organisation__path=county).values_list(
        "pk", flat=True
    )


def _added(place: Organisation) -> list[tuple[Name, str]]:
    """`place` 里各村自己新增的事项，连同村名。"""
    rows = Deviation.objects.within(place).filter(kind=Deviation.Kind.ADDED).select_related("village")
    return [(Name(row.key, _name(row.values)), str(row.village)) for row in rows]


def _name(values: dict) -> str:
    return str(Item(**{part: values.get(part, "") for part in ("number", "item_1", "item_2", "item_3")}))
