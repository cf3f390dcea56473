"""台账行的写入：新登记与修改走同一条路，两人同改后存的会看到。"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models, transaction

from portal.core import audit
from portal.core.rules import Denied

UNTOLD = ("version", "created_by", "created_at")


class StaleEdit(Denied):
    """别人先改了；`theirs` 是现在的内容。"""

    def __init__(self, theirs: models.Model):
        super().__init__("这一条刚被别人改过，您的改动没有保存。请比较两边的内容后再保存。")
        self.theirs = theirs


class Invalid(Denied):
    """内容不合规矩，例如与已有的重名。"""


@transaction.atomic
def save_row(row: models.Model, values: dict, *, version: int = 0, by, at: dt.datetime) -> models.Model:
    """新登记（还没有存库的 `row`）或修改；`version` 是打开时的版次。抛 `StaleEdit`、`Invalid`。"""
    if row.pk is None:
        row.created_by, row.created_at = by, at
        _put(row, values)
        row.save()
        audit.record(f"{row._meta.label_lower}.recorded", obj=row, by=by, at=at)
        return row
    locked = type(row)._base_manager.select_for_update().get(pk=row.pk)
    if locked.version != version:
        raise StaleEdit(locked)
    changed = [name for name, value in values.items() if getattr(locked, name) != value]
    _put(locked, values)
    locked.version += 1
    locked.save(update_fields=[*changed, "version"])
    audit.record(f"{row._meta.label_lower}.changed", obj=locked, by=by, at=at, detail={"fields": changed})
    return locked


@transaction.atomic
def save_child(child: models.Model, values: dict, *, by, at: dt.datetime) -> models.Model:
    """登记一条从属的（解读、回应），或照导入的表改正。抛 `Invalid`：已经登记过。"""
    is_new = child.pk is None
    changed = [name for name, value in values.items() if is_new or getattr(child, name) != value]
    if not changed:
        return child
    if is_new:
        child.created_by, child.created_at = by, at
    _put(child, values)
    child.save()
    verb = "recorded" if is_new else "changed"
    audit.record(f"{child._meta.label_lower}.{verb}", obj=child, by=by, at=at)
    return child


@transaction.atomic
def remove_child(child: models.Model, *, by, at: dt.datetime) -> None:
    """删去登记错了的一条；审计里留着它是什么。"""
    audit.record(f"{child._meta.label_lower}.removed", obj=child, by=by, at=at)
    child.delete()


def _put(row: models.Model, values: dict) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    _check(row)


def _check(row: models.Model) -> None:
    """库里的约束先在这里说成人话；真正挡住的仍是库。"""
    try:
        row.full_clean(exclude=[name for name in UNTOLD if hasattr(row, name)])
    except ValidationError as error:
        raise Invalid(" ".join(_said(row, error))) from None


def _said(row: models.Model, error: ValidationError) -> list[str]:
    found = []
    for name, messages in error.message_dict.items():
        label = "" if name == "__all__" else f"{row._meta.get_field(name).verbose_name}："
        found += [f"{label}{message}" for message in messages]
    return found
