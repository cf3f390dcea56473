"""村务公开记录的写入：按期登记、及时公开的登记、撤下。"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from catalogs.cycles import Cycle
from portal.core import audit, clock, files
from portal.core.models import StoredFile
from portal.core.rules import Denied
from portal.organisations.models import Organisation
from village import rules_catalog as permissions
from village.duties.counting import Slot
from village.duties.items import VillageItem
from village.models import CycleRecord

PHOTOS = frozenset({"jpeg", "png"})
BOARD = "村务公开栏"


@dataclass(frozen=True)
class Posting:
    """怎样公开的：哪天、贴在哪里（什么渠道）、说明，与照片（字节与文件名，可没有）。"""

    posted_on: dt.date
    place: str = BOARD
    note: str = ""
    photo: bytes = b""
    photo_name: str = ""


@transaction.atomic
def record_slots(
    *, village: Organisation, slots: Sequence[Slot], posting: Posting, by, at: dt.datetime
) -> list[CycleRecord]:
    """一次登记若干期：一起贴的同一天、同一处、同一张照片。有一期不能登记就都不登记。

    抛 `Denied`：无权、日期不对、这一期已经登记过；抛 `uploads.Refused`：照片不能收下。
    """
    _check(village, posting, by, at)
    if not slots:
        raise Denied("请先勾选要登记的事项。")
    Organisation.objects.select_for_update().get(pk=village.pk)
    taken = CycleRecord.objects.standing().filter(village=village, key__in=[slot.item.key for slot in slots])
    known = {(row.key, row.cycle, row.starts_on) for row in taken}
    for slot in slots:
        if slot.mark in known:
            raise Denied(f"“{slot.item}”{slot.period.label}已经登记过，请刷新页面。")
        if posting.posted_on < slot.period.starts_on:
            raise Denied(f"公开日期 {posting.posted_on} 早于{slot.period.label}，请核对日期。")
    rows = [
        _row(
            village, slot.item, slot.period.cycle, posting, by, at, slot.period.starts_on, slot.period.due_on
        )
        for slot in slots
    ]
    return _saved(rows, posting, by=by, at=at)


@transaction.atomic
def record_prompt(
    *, village: Organisation, item: VillageItem, posting: Posting, by, at: dt.datetime
) -> CycleRecord:
    """登记一次及时公开；同一事项有一次登记一次。"""
    _check(village, posting, by, at)
    if item.rhythm.cycle != Cycle.PROMPT:
        raise Denied(f"“{item}”按{item.rhythm.label}公开，请登记到具体的一期。")
    [row] = _saved([_row(village, item, Cycle.PROMPT, posting, by, at)], posting, by=by, at=at)
    return row


@transaction.atomic
def retract_record(*, record: CycleRecord, reason: str, by, at: dt.datetime) -> CycleRecord:
    """登记错了：撤下并写明原因，这一期重新待公开；原来的行保留。"""
    record = CycleRecord.objects.select_for_update(of=("self",)).select_related("village").get(pk=record.pk)
    permissions.check_can_record(by, record.village)
    if record.retracted_at:
        raise Denied("这一条已经撤下。")
    if not reason.strip():
        raise Denied("请写明撤下的原因。")
    record.retracted_by, record.retracted_at, record.reason = by, at, reason.strip()
    record.save(update_fields=["retracted_by", "retracted_at", "reason"])
    audit.record("village.cyclerecord.retracted", obj=record, by=by, at=at)
    return record


def _check(village: Organisation, posting: Posting, by, at: dt.datetime) -> None:
    permissions.check_can_record(by, village)
    if posting.posted_on > clock.local_date(at):
        raise Denied(f"公开日期 {posting.posted_on} 还没有到，请在公开之后登记。")
    if not posting.place.strip():
        raise Denied("请填写公开地点或渠道，如“村务公开栏”。")


def _row(
    village: Organisation,
    item: VillageItem,
    cycle: Cycle,
    posting: Posting,
    by,
    at,
    starts_on=None,
    due_on=None,
) -> CycleRecord:
    return CycleRecord(
        village=village,
        key=item.key,
        name=item.name[:300],
        cycle=cycle.value,
        starts_on=starts_on,
        due_on=due_on,
        posted_on=posting.posted_on,
        place=posting.place.strip(),
        note=posting.note.strip(),
        recorded_by=by,
        recorded_at=at,
    )


def _saved(rows: list[CycleRecord], posting: Posting, *, by, at: dt.datetime) -> list[CycleRecord]:
    """写入；照片归第一条，同一次登记的各条共用。"""
    photo = _photo(posting, by=by, at=at)
    for row in rows:
        row.photo = photo
    CycleRecord.objects.bulk_create(rows)
    if photo:
        files.assign(photo, rows[0])
    audit.record_all(
        "village.cyclerecord.recorded",
        objs=rows,
        by=by,
        at=at,
        details=[{"village": row.village_id} for row in rows],
    )
    return rows


def _photo(posting: Posting, *, by, at: dt.datetime) -> StoredFile | None:
    if not posting.photo:
        return None
    return files.store(posting.photo, posting.photo_name, accept=PHOTOS, by=by, at=at)
