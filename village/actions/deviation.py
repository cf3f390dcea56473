"""一村的目录与样本不同之处的写入：调整、新增、不适用、恢复。与样本相同就不存。"""

import datetime as dt

from django.db import transaction

from catalogs.models import Field, new_key
from portal.core import audit, clock
from portal.core.rules import Denied
from portal.organisations.models import Organisation
from village import rules_catalog as permissions
from village.duties import items
from village.duties.items import Origin, VillageItem
from village.models import Deviation

K = Deviation.Kind


class ChangedByAnother(Denied):
    """别人先改了。"""


@transaction.atomic
def adapt_item(
    *, village: Organisation, item: VillageItem, values: dict, reason: str, version: int, by, at: dt.datetime
) -> Deviation | None:
    """改一个事项：`values` 里与样本不同的栏存下；改回与样本相同的即恢复沿用，返回 None。"""
    permissions.check_can_adapt(by, village)
    if item.origin == Origin.ADDED:
        return _change_added(village, item, values, reason, version, by=by, at=at)
    model = item.model or item.values
    different = items.changed(model, values)
    if not different:
        _forget(village, item.key, by=by, at=at)
        return None
    if not reason.strip():
        raise Denied("与县级样本不同，请写明理由。")
    basis = {name: model.get(name) for name in different}
    return _save(
        village, item.key, version, kind=K.ADAPTED, values=different, basis=basis, reason=reason, by=by, at=at
    )


@transaction.atomic
def waive_item(*, village: Organisation, item: VillageItem, reason: str, by, at: dt.datetime) -> Deviation:
    """样本里有、本村不适用：写明理由，此后不算应公开的。"""
    permissions.check_can_adapt(by, village)
    if not reason.strip():
        raise Denied("请写明不适用的理由。")
    if item.origin == Origin.ADDED:
        raise Denied("本村新增的事项不用“不适用”，可以直接删去。")
    return _save(
        village, item.key, item.version, kind=K.WAIVED, values={}, basis={}, reason=reason, by=by, at=at
    )


@transaction.atomic
def add_item(
    *, village: Organisation, field: Field, values: dict, reason: str, by, at: dt.datetime
) -> Deviation:
    """新增一个本村的事项，从当天起要公开。"""
    permissions.check_can_adapt(by, village)
    if not str(values.get("item_1", "")).strip():
        raise Denied("请填写事项名称。")
    row = Deviation.objects.create(
        village=village,
        key=new_key(),
        kind=K.ADDED,
        field=field,
        values=values,
        reason=reason.strip(),
        since=clock.local_date(at),
        saved_by=by,
        saved_at=at,
    )
    audit.record("village.deviation.added", obj=row, by=by, at=at, detail={"key": row.key})
    return row


@transaction.atomic
def restore_item(*, village: Organisation, key: str, by, at: dt.datetime) -> None:
    """恢复沿用样本；本村新增的即删去。公开记录保留。"""
    permissions.check_can_adapt(by, village)
    _forget(village, key, by=by, at=at)


def _change_added(
    village: Organisation, item: VillageItem, values: dict, reason: str, version: int, *, by, at: dt.datetime
) -> Deviation:
    kept = {**item.values, **values}
    return _save(village, item.key, version, kind=K.ADDED, values=kept, basis={}, reason=reason, by=by, at=at)


def _save(
    village: Organisation, key: str, version: int, *, kind: str, by, at: dt.datetime, **facts
) -> Deviation:
    """存下一条；`version` 是打开时的修改版次（没有改过为 0），不符的抛 `ChangedByAnother`。"""
    Organisation.objects.select_for_update().get(pk=village.pk)
    row = Deviation.objects.filter(village=village, key=key).first()
    if (row.version if row else 0) != version:
        raise ChangedByAnother("这个事项刚被他人改过，请看过现在的内容再改。")
    row = row or Deviation(village=village, key=key, version=0)
    if row.kind != kind or (kind != K.ADDED and _limit(row.values) != _limit(facts["values"])):
        row.since = clock.local_date(at)
    row.kind, row.saved_by, row.saved_at, row.version = kind, by, at, version + 1
    row.values, row.basis, row.reason = facts["values"], facts["basis"], facts["reason"].strip()
    row.save()
    event = "waived" if kind == K.WAIVED else "saved"
    audit.record(f"village.deviation.{event}", obj=row, by=by, at=at, detail={"key": key})
    return row


def _limit(values: dict) -> str | None:
    """改了的公开时限；从改的那天起才照本村的排期次。"""
    return values.get("time_limit")


def _forget(village: Organisation, key: str, *, by, at: dt.datetime) -> None:
    for row in Deviation.objects.select_for_update().filter(village=village, key=key):
        event = "removed" if row.kind == K.ADDED else "restored"
        audit.record(f"village.deviation.{event}", obj=row, by=by, at=at, detail={"key": key})
        row.delete()
