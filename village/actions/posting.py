"""公示：清单复核后下达到各村，村里登记张贴，期满自动结束。"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from portal.core import audit, clock, files
from portal.core.models import StoredFile, calendar
from portal.core.rules import Denied
from portal.organisations.models import Organisation
from village import periods, rules_board
from village.models import Evidence, PaymentBatch, Posting, VillageSum
from village.workflow import POSTING

ACCEPT = frozenset({"jpeg", "png", "pdf"})


@dataclass(frozen=True)
class Shown:
    """怎样张贴的：哪天、贴在哪里、村务监督委员会谁签字。"""

    starts_on: dt.date
    place: str
    supervisor: str


@dataclass(frozen=True)
class Proof:
    """一份证明：字节、文件名、类别。"""

    data: bytes
    name: str
    kind: str = Evidence.Kind.PHOTO


def order_postings(*, batch: PaymentBatch, villages: Sequence[int], by, at: dt.datetime) -> int:
    """一批复核入账，涉及的各村各下达一次公示，返回个数。

    上一次还没有贴的并入这一次，应张贴日期不变；冲销之后没有户的不贴，还没有贴的作废。须在复核的事务里调用。
    """
    programme = batch.programme
    sums = VillageSum.objects.filter(programme=programme, village__in=villages, confirmed_households__gt=0)
    paid = set(sums.values_list("village", flat=True))
    waiting = Posting.objects.due().filter(programme=programme, village__in=villages)
    merged = dict(waiting.filter(village__in=paid).values_list("village", "pk"))
    Posting.objects.filter(pk__in=merged.values()).update(batch=batch, created_at=at)
    if void := list(waiting.exclude(village__in=paid)):
        POSTING.move_all(void, "cancel", by=by, at=at, reason="已冲销，没有要公示的户")
    due_on = periods.posting_due(programme, clock.local_date(at))
    fresh = [
        Posting(programme=programme, village_id=village, batch=batch, due_on=due_on, created_at=at)
        for village in sorted(paid - merged.keys())
    ]
    Posting.objects.bulk_create(fresh, batch_size=500)
    detail = {"postings": len(fresh), "merged": len(merged), "void": len(void)}
    audit.record("village.posting.ordered", obj=batch, by=by, at=at, detail=detail)
    return len(paid)


@transaction.atomic
def register_postings(
    *,
    village: Organisation,
    postings: Sequence[Posting],
    shown: Shown,
    proofs: Sequence[Proof],
    by,
    at: dt.datetime,
) -> list[Posting]:
    """一起张贴的几项一次登记：同一天、同一处、同一批证明；公示期按各项目自己的天数算。

    抛 `Denied`：无权、日期不对、没有照片；抛 `uploads.Refused`：照片不能收下。有一项不能登记就都不登记。
    """
    _check_shown(shown, at)
    if not postings:
        raise Denied("请先勾选要登记的公示。")
    if not any(proof.kind == Evidence.Kind.PHOTO for proof in proofs):
        raise Denied("请附上张贴的照片：公示要有据可查。")
    for posting in postings:
        rules_board.check_can_post(by, posting)
        _check_is_after_order(posting, shown)
    stored = [(proof.kind, _store(proof, by=by, at=at)) for proof in proofs]
    overrides = calendar.overrides()
    moved = [
        POSTING.move(
            posting,
            "post",
            by=by,
            at=at,
            starts_on=shown.starts_on,
            ends_on=periods.posting_ends(posting.programme, shown.starts_on, overrides),
            place=shown.place.strip(),
            supervisor=shown.supervisor.strip(),
        )
        for posting in postings
    ]
    for posting in moved:
        _attach(posting, stored, on=shown.starts_on, by=by, at=at)
    return moved


@transaction.atomic
def add_evidence(*, posting: Posting, proof: Proof, by, at: dt.datetime) -> Evidence:
    """补充一份证明。"""
    posting = POSTING.lock(posting)
    rules_board.check_can_add_evidence(by, posting)
    [row] = _attach(posting, [(proof.kind, _store(proof, by=by, at=at))], on=None, by=by, at=at)
    audit.record("village.evidence.added", obj=row, by=by, at=at)
    return row


@transaction.atomic
def cancel_posting(*, posting: Posting, reason: str, by, at: dt.datetime) -> Posting:
    """作废一次公示；公示单贴错、批次已冲销时用。"""
    return POSTING.move(posting, "cancel", by=by, at=at, reason=reason)


def end_postings(*, on: dt.date, at: dt.datetime) -> int:
    """期满且没有未答复异议的公示结束，返回个数；每天一次。"""
    over = Posting.objects.posted().filter(ends_on__lt=on).exclude(objections__status="open")
    ended = 0
    for posting in over.order_by("pk"):
        try:
            POSTING.move(posting, "end", by=None, at=at)
        except Denied:  # 同时有人登记了异议
            continue
        ended += 1
    return ended


def _check_shown(shown: Shown, at: dt.datetime) -> None:
    if shown.starts_on > clock.local_date(at):
        raise Denied(f"张贴日期 {shown.starts_on} 还没有到，请在张贴之后登记。")
    if not shown.place.strip():
        raise Denied("请填写张贴地点，如“村务公开栏”。")
    if not shown.supervisor.strip():
        raise Denied("请填写村务监督委员会签字人：公示须有监督委员会见证。")


def _check_is_after_order(posting: Posting, shown: Shown) -> None:
    ordered_on = clock.local_date(posting.created_at)
    if shown.starts_on < ordered_on:
        raise Denied(f"“{posting.programme}”的清单 {ordered_on} 才复核，张贴日期不能早于它。")


def _store(proof: Proof, *, by, at: dt.datetime) -> StoredFile:
    return files.store(proof.data, proof.name, accept=ACCEPT, by=by, at=at)


def _attach(
    posting: Posting, stored: Sequence[tuple[str, StoredFile]], *, on: dt.date | None, by, at: dt.datetime
) -> list[Evidence]:
    """同一份文件可以证明几次公示；归第一次。"""
    rows = []
    for kind, file in stored:
        row = Evidence.objects.create(
            posting=posting, kind=kind, file=file, taken_on=on, added_by=by, added_at=at
        )
        if not file.owner_type:
            files.assign(file, row)
        rows.append(row)
    return rows
