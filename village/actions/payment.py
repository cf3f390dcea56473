"""发放清单：上传、读取、入账、复核、退回、冲销。改动都另立一批，已入账的不改。"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from portal.core import audit, bulk, jobs, uploads, vault
from portal.core.rules import Denied
from portal.core.sheets import gate, reading
from portal.core.sheets.problems import Problem
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from village import comparing, listing, permissions, recording, selectors, summing
from village.actions import posting
from village.listing import veiling
from village.models import Payment, PaymentBatch, Programme, Upload
from village.workflow import BATCH

SHOWN = 2000
ACCEPT = frozenset({"xlsx", "csv"})


@dataclass(frozen=True)
class Source:
    """清单从哪里来：文件名、文件摘要、期次、说明、类别。"""

    name: str
    fingerprint: str = ""
    period: str = ""
    note: str = ""
    kind: str = PaymentBatch.Kind.LIST


@transaction.atomic
def upload_list(*, programme: Programme, data: bytes, source: Source, by, at: dt.datetime) -> Upload:
    """收下一份清单，加密暂存，排队读取。抛 `Refused`：文件本身不能接受。"""
    permissions.check_can_import(by, programme)
    gate.check(data, source.name)
    upload = Upload.objects.create(
        programme=programme,
        name=_name(source),
        sealed=vault.keep(data),
        period=veiling.kept(source.period),
        note=veiling.kept(source.note),
        kind=source.kind,
        created_by=by,
        created_at=at,
    )
    audit.record("village.upload.received", obj=upload, by=by, at=at, detail={"bytes": len(data)})
    jobs.queue(
        "village.read_list",
        key=f"village-read:{upload.pk}",
        args={"upload": upload.pk},
        by=by,
        at=at,
        title="读取发放清单",
    )
    return upload


@bulk.without_collection()
def read_upload(upload: Upload, *, at: dt.datetime) -> Upload:
    """读取并核对：没有错误就入账待复核，有错误就全部列出；一个事务写入结果。"""
    programme = upload.programme
    found, fingerprint = _read(upload)
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(pk=upload.pk)
        if upload.read_at is not None:
            return upload
        problems = list(found.problems)
        batch = None
        if not problems:
            source = Source(upload.name, fingerprint, upload.period, upload.note, upload.kind)
            batch, problems = record_list(
                programme=programme, found=found, source=source, by=upload.created_by, at=at
            )
        upload.read_at, upload.rows, upload.found, upload.batch = at, found.rows, len(problems), batch
        upload.problems = [problem.as_dict() for problem in problems[:SHOWN]]
        upload.doubts = [doubt.as_dict() for doubt in found.doubts[:SHOWN]]
        if batch is None and not problems:
            _forget(upload)
        upload.save()
    return upload


def _read(upload: Upload) -> tuple[listing.Listing, str]:
    """（核对的结果, 文件摘要）；原值到此为止，不带到入账的那一步去占内存。"""
    try:
        book = reading.read(vault.take(upload.sealed), upload.name)
    except gate.Refused as refused:
        return listing.Listing(problems=[Problem("", "", "", refused.message, refused.hint)]), ""
    except FileNotFoundError:
        return listing.Listing(problems=[Problem("", "", "", "还没有读，原件已满期删去", "请重新上传")]), ""
    places = selectors.places(upload.programme.county)
    return listing.read(book, places, selectors.terms(upload.programme, upload.period)), book.fingerprint


@transaction.atomic
def record_list(
    *,
    programme: Programme,
    found: listing.Listing,
    source: Source,
    by,
    at: dt.datetime,
    claimed: list[comparing.Claim] | None = None,
) -> tuple[PaymentBatch | None, list[Problem]]:
    """一份没有错误的清单入账待复核，返回（批次, 错误）。与已入账的完全相同时没有批次。

    `claimed` 是已经算好标识的各户，没有就现算；与库里的比总在锁住之后，预览时比过的不算数。
    """
    permissions.check_can_import(by, programme)
    claimed = comparing.claims(found.lines) if claimed is None else claimed
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    compared = comparing.compare(claimed, comparing.standing(programme, claimed))
    if compared.below_zero:
        return None, [_below_zero(line) for line in compared.below_zero]
    if compared.is_empty:
        return None, []
    kind = PaymentBatch.Kind.CORRECTION if compared.undone or _reduces(compared) else source.kind
    batch = recording.new_batch(
        programme,
        kind=kind,
        period=veiling.kept(source.period),
        file_name=_name(source),
        fingerprint=source.fingerprint,
        note=veiling.kept(source.note),
        rows=found.rows,
        new=compared.new,
        changed=compared.changed,
        same=compared.same,
        gone=compared.gone,
        amount=recording.amount_of(compared),
        doubts=[doubt.as_dict() for doubt in found.doubts[:SHOWN]],
        by=by,
        at=at,
    )
    recording.write(batch, compared)
    counts = {name: getattr(batch, name) for name in ("rows", "new", "changed", "same", "gone")}
    audit.record("village.batch.recorded", obj=batch, by=by, at=at, detail=counts)
    _ask_to_confirm(batch, by=by, at=at)
    return batch, []


@transaction.atomic
def confirm_batch(*, batch: PaymentBatch, by, at: dt.datetime) -> PaymentBatch:
    """复核入账，并向涉及的各村下达公示。更正的一批须等它之前的各批先复核。"""
    Programme.objects.select_for_update().get(pk=batch.programme_id)
    earlier = batch.programme.batches.filter(status=PaymentBatch.Status.WAITING, number__lt=batch.number)
    if batch.kind != PaymentBatch.Kind.LIST and earlier.exists():
        raise Denied(f"第{earlier.order_by('number').first().number}批还没有复核，请先复核它，再复核更正。")
    batch = BATCH.move(batch, "confirm", by=by, at=at)
    villages = _villages(batch)
    summing.confirm(batch.programme, villages)
    posting.order_postings(batch=batch, villages=villages, by=by, at=at)
    _settle(batch)
    notifications.tell(
        [batch.created_by],
        key=f"village-batch-confirmed:{batch.pk}",
        kind=Message.Kind.RESULT,
        title=f"已复核：{batch}",
        url=batch.get_absolute_url(),
        at=at,
    )
    return batch


@transaction.atomic
def return_batch(*, batch: PaymentBatch, by, at: dt.datetime, reason: str) -> PaymentBatch:
    """退回：各户从库里删去，合计复原。它之后已有更正的，先退回更正。"""
    Programme.objects.select_for_update().get(pk=batch.programme_id)
    later = batch.programme.batches.counted().filter(number__gt=batch.number)
    later = later.exclude(kind=PaymentBatch.Kind.LIST)
    if later.exists():
        raise Denied(f"第{later.order_by('-number').first().number}批是在这一批之上更正的，请先退回它。")
    batch = BATCH.move(batch, "return", by=by, at=at, reason=reason)
    villages = _villages(batch)
    batch.payments.all().delete()
    summing.refresh(batch.programme, villages)
    _settle(batch)
    if by != batch.created_by:
        notifications.tell(
            [batch.created_by],
            key=f"village-batch-returned:{batch.pk}",
            kind=Message.Kind.RESULT,
            title=f"已退回：{batch}",
            url=batch.get_absolute_url(),
            at=at,
        )
    return batch


@transaction.atomic
def reverse_batch(*, batch: PaymentBatch, reason: str, by, at: dt.datetime) -> PaymentBatch:
    """冲销整批：把它里面还站得住的各笔全部冲掉，另立一批待复核。"""
    permissions.check_can_reverse(by, batch)
    if not reason.strip():
        raise Denied("请写明冲销的原因。")
    programme = Programme.objects.select_for_update().get(pk=batch.programme_id)
    if programme.batches.counted().filter(reverses=batch).exists():
        raise Denied(f"第{batch.number}批已经冲销过了。")
    rows = _standing_rows(batch)
    if not rows:
        raise Denied("这一批的各笔都已被后来的更正替换，没有要冲销的。")
    made = recording.new_batch(
        programme,
        kind=PaymentBatch.Kind.REVERSAL,
        reverses=batch,
        note=reason.strip()[:300],
        rows=len(rows),
        changed=len(rows),
        amount=-sum(row.amount for row in rows),
        period=batch.period,
        by=by,
        at=at,
    )
    recording.reverse(made, rows, {row.village_id for row in rows})
    audit.record("village.batch.reversed", obj=made, by=by, at=at, detail={"reverses": batch.number})
    _ask_to_confirm(made, by=by, at=at)
    return made


@transaction.atomic
def drop_upload(*, upload: Upload, by, at: dt.datetime) -> None:
    """放弃一份有错误的上传：原件与错误清单一起删去。"""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    permissions.check_can_import(by, upload.programme)
    if upload.batch_id:
        raise Denied("这份清单已经入账待复核；不要了请在批次里退回。")
    audit.record("village.upload.dropped", obj=upload, by=by, at=at)
    _forget(upload)
    upload.delete()


@transaction.atomic
def forget_originals(*, at: dt.datetime) -> int:
    """满期的原件删去，返回份数；每天一次。"""
    old = Upload.objects.exclude(sealed="").filter(created_at__lt=at - dt.timedelta(days=Upload.KEPT_DAYS))
    found = list(old.select_for_update())
    for upload in found:
        _forget(upload)
        upload.save(update_fields=["sealed"])
    if found:
        audit.record("village.upload.forgotten", by=None, at=at, detail={"count": len(found)})
    return len(found)


def open_numbers(*, payment: Payment, by, at: dt.datetime) -> tuple[str, str, str]:
    """看一户完整的号码，每次留痕。返回（身份证号, 账号, 电话）。"""
    permissions.check_can_reveal(by, payment.village)
    audit.record("village.payment.revealed", obj=payment, by=by, at=at)
    return selectors.numbers_of(payment)


def _name(source: Source) -> str:
    """存下的文件名：号码打码，扩展名照旧。"""
    return uploads.clean_name(veiling.kept(source.name))


def _standing_rows(batch: PaymentBatch) -> list[comparing.Stored]:
    """这一批里还没有被冲掉的各笔：一笔冲销抵掉同户同期同内容的一笔。"""
    rows = Payment.objects.counted().filter(batch__programme=batch.programme, batch__number__gte=batch.number)
    undone = set(rows.filter(kind=Payment.Kind.UNDONE).values_list("household", "period", "digest"))
    own = batch.payments.exclude(kind=Payment.Kind.UNDONE).order_by("pk")
    found = map(comparing.Stored._make, own.values_list(*comparing.COLUMNS))
    return [row for row in found if (row.household, row.period, row.digest) not in undone]


def _reduces(compared: comparing.Comparison) -> bool:
    return any(claim.line.cents < 0 for claim in compared.fresh)


def _below_zero(line: listing.Line) -> Problem:
    return Problem(
        line.sheet, f"A{line.row}", "", "核减之后这一户成了负数", "先要有发放，才能核减；请核对期次与金额"
    )


def _villages(batch: PaymentBatch) -> list[int]:
    return list(batch.payments.order_by().values_list("village_id", flat=True).distinct())


def _settle(batch: PaymentBatch) -> None:
    """批次有了结果，原件不再需要。"""
    for upload in Upload.objects.filter(batch=batch).exclude(sealed=""):
        _forget(upload)
        upload.save(update_fields=["sealed"])


def _forget(upload: Upload) -> None:
    """事务提交之后才删文件：回滚了还找得到。"""
    name, upload.sealed = upload.sealed, ""
    transaction.on_commit(lambda: vault.drop(name))


def _ask_to_confirm(batch: PaymentBatch, *, by, at: dt.datetime) -> None:
    county = batch.programme.county
    people = {*organisations.people_with("approve", county), *organisations.people_with("draft", county)}
    notifications.tell(
        sorted(people - {by}, key=lambda person: person.pk),
        key=f"village-batch:{batch.pk}",
        kind=Message.Kind.TODO,
        title=f"待复核：{batch}",
        url=batch.get_absolute_url(),
        at=at,
    )
