"""机构的写入：设立、修改、撤并，以及工作簿的成批导入。"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from portal.core import audit, clock
from portal.core.rules import Denied
from portal.organisations import permissions
from portal.organisations.models import Membership, Organisation

TREE = ("path", "depth", "numchild")


@dataclass(frozen=True)
class PlaceLine:
    """工作簿的一行机构；`parent` 是上级的机构编码，市为空。`values` 是其余各字段。"""

    code: str
    kind: str
    parent: str
    values: Mapping[str, object]


@transaction.atomic
def add_organisation(
    *, parent: Organisation | None, name: str, short_name: str, kind: str, code: str, by, at, **more
):
    """在 `parent` 下设立机构；层级须合乎条块结构，字段须合乎校验。抛 `Denied`、`ValidationError`。"""
    permissions.check_can_stand(kind, short_name, parent)
    fresh = Organisation(name=name, short_name=short_name, kind=kind, code=code, **more)
    fresh.full_clean(exclude=TREE)
    manager = Organisation.objects
    organisation = manager.add_child(parent, instance=fresh) if parent else manager.add_root(instance=fresh)
    audit.record("organisations.organisation.added", obj=organisation, by=by, at=at, detail={"code": code})
    return organisation


@transaction.atomic
def update_organisation(*, organisation: Organisation, by, at, **changes) -> Organisation:
    """改名称、电话、代码等；类别与上级不在此改。没有改动就什么也不做。"""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    changed = [name for name, value in changes.items() if getattr(organisation, name) != value]
    if not changed:
        return organisation
    for name in changed:
        setattr(organisation, name, changes[name])
    organisation.full_clean(exclude=TREE)
    organisation.save(update_fields=changed)
    audit.record(
        "organisations.organisation.updated", obj=organisation, by=by, at=at, detail={"fields": changed}
    )
    return organisation


@transaction.atomic
def end_organisation(
    *, organisation: Organisation, on: dt.date, successor: Organisation | None, by, at
) -> Organisation:
    """撤并机构：`on` 是最后一天，历史数据留在原机构，今后的工作归 `successor`。抛 `Denied`：还有人任职或有下级。"""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    permissions.check_can_end(organisation, on=on, today=clock.local_date(at))
    if successor is not None:
        permissions.check_is_current(successor)
    if Membership.objects.unfinished(on=on + dt.timedelta(days=1)).filter(organisation=organisation).exists():
        raise Denied(f"“{organisation}”在 {on} 之后还有人任职，请先免职或移交岗位，再撤并。")
    organisation.ended_on, organisation.successor = on, successor
    organisation.save(update_fields=["ended_on", "successor"])
    audit.record("organisations.organisation.ended", obj=organisation, by=by, at=at, detail={"on": on})
    return organisation


@transaction.atomic
def reopen_organisation(*, organisation: Organisation, by, at) -> Organisation:
    """恢复误撤的机构。上级也已撤并、或代码已被别的机构使用时拒绝。"""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.is_current:
        raise Denied(f"“{organisation}”没有撤并，无须恢复。")
    permissions.check_is_current(Organisation.objects.get_parent(organisation))
    organisation.ended_on = organisation.successor = None
    try:
        organisation.full_clean(exclude=TREE)
    except ValidationError as error:
        raise Denied(f"不能恢复“{organisation}”：{'；'.join(error.messages)}") from error
    organisation.save(update_fields=["ended_on", "successor"])
    audit.record("organisations.organisation.reopened", obj=organisation, by=by, at=at)
    return organisation


@transaction.atomic
def import_organisations(
    *, added: Sequence[PlaceLine], changed: Mapping[int, Mapping[str, object]], by, at: dt.datetime
) -> list[Organisation]:
    """成批设立与修改，全部成功或什么也没有；返回新设的机构。`changed` 是 {机构主键: {字段: 值}}。

    新设的已由导入校验过字段与层级，这里按层级一次插入，留一条审计；逐条设立在上千个村时要慢十倍。
    """
    places = {place.pk: place for place in Organisation.objects.filter(pk__in=changed)}
    for pk, values in changed.items():
        _update_or_deny(places[pk], values, by=by, at=at)
    made = _insert(added)
    if made:
        codes = [organisation.code for organisation in made]
        audit.record("organisations.organisations.imported", by=by, at=at, detail={"added": codes})
    return made


def _update_or_deny(organisation: Organisation, values: Mapping[str, object], *, by, at) -> None:
    try:
        update_organisation(organisation=organisation, by=by, at=at, **values)
    except ValidationError as error:
        raise Denied(f"不能修改“{organisation}”：{'；'.join(error.messages)}") from error


def _insert(lines: Iterable[PlaceLine]) -> list[Organisation]:
    """自上而下，逐个上级插入它的新下级。"""
    levels = defaultdict(lambda: defaultdict(list))
    for line in lines:
        levels[Organisation.LEVELS[line.kind]][line.parent].append(line)
    made = []
    for level in sorted(levels):
        parents = Organisation.objects.select_for_update().in_bulk(levels[level], field_name="code")
        for code, siblings in levels[level].items():
            made += _insert_below(parents.get(code), siblings)
    return made


def _insert_below(parent: Organisation | None, lines: Sequence[PlaceLine]) -> list[Organisation]:
    fresh = [Organisation(code=line.code, kind=line.kind, **line.values) for line in lines]
    if parent is None:
        return [Organisation.objects.add_root(instance=fresh[0])]
    last = Organisation.objects.get_last_child(parent)
    for organisation in fresh:
        organisation.depth = parent.depth + 1
        organisation.path = (
            last._inc_path() if last else Organisation._get_path(parent.path, parent.depth + 1, 1)
        )
        last = organisation
    made = Organisation.objects.bulk_create(fresh, batch_size=500)
    Organisation.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(made))
    return made
