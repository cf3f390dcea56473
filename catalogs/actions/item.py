"""事项的写入：手工增改，和工作簿整体替换。只能改草稿里还没有送审的领域。"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from catalogs import drafting, permissions, workflow
from catalogs.entries import shown
from catalogs.models import CONTENT, SUBSTANCE, Edition, Field, Item, Section
from portal.core import audit, bulk
from portal.core.rules import Denied

WRITTEN = (*CONTENT, "limit_value", "limit_unit", "limit_anchor", "origin", "reason", "position")


class EditedByAnother(Denied):
    """保存时发现别人刚改过；`theirs` 是现在库里的这条。"""

    def __init__(self, theirs: Item):
        super().__init__("这条事项刚被他人修改过，请比较两边的内容后再保存。")
        self.theirs = theirs


@dataclass(frozen=True)
class Line:
    """要写入的一个事项：`key` 为空是新事项，`values` 只含 `CONTENT` 的内容项；`waived` 是表里注明不适用的。"""

    key: str
    field_id: int
    values: dict
    waived: bool = False
    reason: str = ""


@transaction.atomic
def save_item(*, item: Item, values: dict, reason: str, version: int, by, at: dt.datetime) -> Item:
    """改一个事项。与标准相同即为沿用，不同即为调整（要写明理由，送审时查）。"""
    item = _locked(item, version, by)
    drafting.write(item, values)
    item.reason = reason.strip()
    _settle(item, _basis_item(item))
    return _saved(item, "catalogs.item.saved", by=by, at=at)


@transaction.atomic
def add_item(*, edition: Edition, field: Field, values: dict, by, at: dt.datetime) -> Item:
    """新增一个本级事项，排在该领域最后。"""
    permissions.check_can_edit(by, edition)
    drafting.ensure_sections(edition, {field.pk})
    _check_section(edition, field.pk, by)
    last = edition.items.filter(field=field).aggregate(last=Max("position"))["last"] or 0
    item = Item(edition=edition, field=field, position=last + 1)
    drafting.write(item, values)
    _settle(item, None)
    item.full_clean()
    item.save()
    audit.record("catalogs.item.added", obj=item, by=by, at=at, detail={"edition": edition.pk})
    return item


@transaction.atomic
def waive_item(*, item: Item, reason: str, version: int, by, at: dt.datetime) -> Item:
    """标准里有、本级不适用：说明理由后不计入应公开的。"""
    if not reason.strip():
        raise Denied("请写明不适用的理由。")
    item = _locked(item, version, by)
    if item.origin == Item.Origin.ADDED:
        raise Denied("本级新增的事项不用“不适用”，可以直接删除。")
    item.origin, item.reason = Item.Origin.WAIVED, reason.strip()
    return _saved(item, "catalogs.item.waived", by=by, at=at)


@transaction.atomic
def restore_item(*, item: Item, version: int, by, at: dt.datetime) -> Item:
    """恢复适用：内容与标准相同的为沿用，不同的为调整。"""
    item = _locked(item, version, by)
    item.origin, item.reason = Item.Origin.INHERITED, ""
    _settle(item, _basis_item(item))
    return _saved(item, "catalogs.item.restored", by=by, at=at)


@transaction.atomic
def remove_item(*, item: Item, by, at: dt.datetime) -> None:
    """删去本级新增的事项；标准里有的只能说明不适用。"""
    item = _locked(item, item.version, by)
    if item.origin != Item.Origin.ADDED:
        raise Denied("这是标准里的事项，不能删除；不适用的请说明理由。")
    audit.record("catalogs.item.removed", obj=item, by=by, at=at, detail={"edition": item.edition_id})
    item.delete()


@transaction.atomic
def replace_items(*, edition: Edition, lines: list[Line], by, at: dt.datetime) -> None:
    """以 `lines` 为各自领域的全部事项，次序即给出的次序；没有提到的领域不动。

    所依据的标准里有而 `lines` 里没有的，记为不适用（理由待填）；本级新增而没有了的删去。
    """
    edition = workflow.EDITION.lock(edition)
    permissions.check_can_edit(by, edition)
    fields = {line.field_id for line in lines}
    drafting.ensure_sections(edition, fields)
    for field_id in fields:
        _check_section(edition, field_id, by)
    known = {item.key: item for item in edition.items.filter(field__in=fields)}
    moved = edition.items.filter(key__in=[line.key for line in lines if line.key]).exclude(field__in=fields)
    known |= {item.key: item for item in moved}
    basis = basis_items(edition)
    fresh, changed = [], []
    for position, line in enumerate(lines, start=1):
        _place(line, position, edition, known, basis, fresh, changed)
    _drop(list(known.values()), basis, changed, after=len(lines))
    Item.objects.bulk_create(fresh, batch_size=500)
    bulk.save(changed, [*WRITTEN, "field", "version"])
    audit.record(
        "catalogs.edition.imported",
        obj=edition,
        by=by,
        at=at,
        detail={"fields": len(fields), "items": len(lines), "new": len(fresh)},
    )


def basis_items(edition: Edition) -> dict[str, Item]:
    """所依据的标准版本里的事项，按标识。"""
    return {item.key: item for item in edition.basis.items.all()} if edition.basis_id else {}


def _place(
    line: Line, position: int, edition: Edition, known: dict, basis: dict, fresh: list, changed: list
) -> None:
    item = known.pop(line.key, None)
    if item is None:
        item = Item(edition=edition, **({"key": line.key} if line.key else {}))
        fresh.append(item)
    else:
        item.version += 1
        changed.append(item)
    item.field_id, item.position = line.field_id, position
    drafting.write(item, line.values)
    item.reason = line.reason or item.reason
    if line.waived and item.key in basis:
        item.origin = Item.Origin.WAIVED
    elif item.origin == Item.Origin.WAIVED:
        item.origin, item.reason = Item.Origin.INHERITED, line.reason
    _settle(item, basis.get(item.key))


def _drop(left: list[Item], basis: dict[str, Item], changed: list[Item], *, after: int) -> None:
    """表里没有了的：标准有的留作不适用，排到后面；本级新增的删去。"""
    gone = [item.pk for item in left if item.key not in basis]
    Item.objects.filter(pk__in=gone).delete()
    for position, item in enumerate((item for item in left if item.key in basis), start=after + 1):
        item.position = position
        if item.origin != Item.Origin.WAIVED:
            item.origin, item.reason = Item.Origin.WAIVED, ""
        changed.append(item)


def _settle(item: Item, basis: Item | None) -> None:
    """由内容定来历；不适用的不变。"""
    if item.origin == Item.Origin.WAIVED:
        return
    if basis is None:
        item.origin = Item.Origin.ADDED
    elif all(shown(getattr(item, name)) == shown(getattr(basis, name)) for name in SUBSTANCE):
        item.origin, item.reason = Item.Origin.INHERITED, ""
    else:
        item.origin = Item.Origin.ADAPTED


def _basis_item(item: Item) -> Item | None:
    basis = item.edition.basis_id
    return Item.objects.filter(edition=basis, key=item.key).first() if basis else None


def _locked(item: Item, version: int, by) -> Item:
    locked = (
        Item.objects.select_for_update(of=("self",))
        .select_related("edition__catalog", "field")
        .get(pk=item.pk)
    )
    _check_section(locked.edition, locked.field_id, by)
    if locked.version != version:
        raise EditedByAnother(locked)
    return locked


def _check_section(edition: Edition, field_id: int, by) -> None:
    sections = Section.objects.select_related("edition__catalog__organisation", "field")
    permissions.check_can_edit_section(by, sections.get(edition=edition, field=field_id))


def _saved(item: Item, event: str, *, by, at: dt.datetime) -> Item:
    item.version += 1
    item.full_clean(exclude=["edition", "field"])
    item.save(update_fields=[*WRITTEN, "version"])
    audit.record(event, obj=item, by=by, at=at, detail={"edition": item.edition_id})
    return item
