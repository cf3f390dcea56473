"""标准调整的打算：标准从旧版到新版的每处变化，对一本目录意味着什么、建议怎么办。只算不写。"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalogs import difference, matching, merging
from catalogs.difference import Change, Kind
from catalogs.drafting import LEVELS
from catalogs.entries import Entry
from catalogs.models import CONTENT, SUBSTANCE, AdjustmentStep, Catalog, Edition, Item

D = AdjustmentStep.Decision


@dataclass(frozen=True)
class Standard:
    """标准的旧版与新版，各事项按标识。"""

    old: dict[str, Item]
    new: dict[str, Item]

    @classmethod
    def of(cls, old: Edition | None, new: Edition) -> "Standard":
        return cls(_by_key(old), _by_key(new))

    def changes(self, kind: str) -> list[Change]:
        """对某一级目录有关的变化：只看列明本级或没有列明层级的事项。"""
        before, after = (entries(_of_level(items.values(), kind)) for items in (self.old, self.new))
        return difference.compare(before, after, SUBSTANCE)


def entry(item: Item) -> Entry:
    """事项的纯值。"""
    return Entry(item.key, str(item.field_id), item.values)


def entries(items: Iterable[Item]) -> list[Entry]:
    return [entry(item) for item in items]


def plan(catalog: Catalog, standard: Standard, changes: list[Change]) -> list[AdjustmentStep]:
    """`catalog` 对 `changes` 的各条建议，尚未存库。"""
    local = _by_key(latest_edition(catalog))
    added = [change.after for change in changes if change.kind == Kind.ADDED and change.key not in local]
    own = entries(item for item in local.values() if item.origin == Item.Origin.ADDED)
    targets = {
        one.key: match.key for one, match in zip(added, matching.match(added, own), strict=True) if match.key
    }
    return [_step(change, local.get(change.key), standard, targets) for change in changes]


def plans(edition: Edition) -> Iterator[tuple[Catalog, Edition | None, list[AdjustmentStep]]]:
    """印发 `edition` 会给哪些目录带来哪些条目：（目录, 现在依据的版本, 各条）；没有变化的不在其中。

    同一旧版、同一层级的变化只比一次，所以目录再多也只是逐本归类。
    """
    changes: dict[tuple[int | None, str], tuple[Standard, list[Change]]] = {}
    for catalog in dependants(edition):
        old = latest_edition(catalog).basis
        mark = (old.pk if old else None, catalog.kind)
        if mark not in changes:
            standard = Standard.of(old, edition)
            changes[mark] = (standard, standard.changes(catalog.kind))
        if steps := plan(catalog, *changes[mark]):
            yield catalog, old, steps


def dependants(edition: Edition) -> list[Catalog]:
    """依据该标准、已经有自己版本、又还没有转到 `edition` 的目录。"""
    rows = edition.catalog.dependants.select_related("organisation").exclude(adjustments__new=edition)
    return [row for row in rows if (latest := latest_edition(row)) and latest.basis_id != edition.pk]


def latest_edition(catalog: Catalog) -> Edition | None:
    """现在算数的一版：最近印发的；从未印发过的取草稿。"""
    rows = catalog.editions.exclude(status=Edition.Status.DISCARDED).order_by("-number")
    return rows.filter(status=Edition.Status.ISSUED).first() or rows.first()


def _step(change: Change, mine: Item | None, standard: Standard, targets: dict[str, str]) -> AdjustmentStep:
    step = AdjustmentStep(key=change.key, change=change.kind)
    if change.kind == Kind.ADDED:
        step.proposal, step.target_key = (
            (D.MAP, targets[change.key]) if change.key in targets else (D.TAKE, "")
        )
    elif mine is not None and mine.origin == Item.Origin.WAIVED and change.kind != Kind.REMOVED:
        step.proposal = D.KEEP
    elif mine is None or mine.origin != Item.Origin.ADAPTED:
        step.proposal = D.DROP if change.kind == Kind.REMOVED else D.TAKE
    elif change.kind == Kind.REMOVED:
        step.proposal = D.KEEP
    else:
        merged = merging.merge(
            standard.old[change.key].values, mine.values, standard.new[change.key].values, CONTENT
        )
        step.proposal, step.values, step.conflicts = D.MERGE, merged.values, list(merged.conflicts)
    return step


def _by_key(edition: Edition | None) -> dict[str, Item]:
    return {item.key: item for item in edition.items.in_order()} if edition else {}


def _of_level(items: Iterable[Item], kind: str) -> list[Item]:
    level = LEVELS.get(kind)
    return [item for item in items if level is None or not item.level or level in item.level]
