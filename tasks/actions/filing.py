import datetime as dt
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from portal.core import audit, files
from portal.core.crypto import sm3_hex
from portal.core.models import StoredFile
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from portal.publications import actions as publications
from tasks import deadlines, permissions, workflow
from tasks.models import Campaign, Deadline, Filing, FilingVersion

FORM_FIELDS = (
    "title",
    "document_number",
    "written_on",
    "leader",
    "contact",
    "contact_phone",
    "summary",
)
PLAN_KINDS = frozenset({"pdf", "docx"})
TASK_BOOK_KINDS = frozenset({"xlsx"})
COLUMN = "special-work"


class EditedByAnother(Denied):
    """保存时发现别人刚改过；`theirs` 是对方保存的值。"""

    def __init__(self, filing: Filing):
        super().__init__("这份方案刚被他人修改过，请比较两边的内容后再保存。")
        self.theirs = {name: getattr(filing, name) for name in FORM_FIELDS}
        self.version = filing.version


@transaction.atomic
def open_filing(*, campaign: Campaign, county, by, at: dt.datetime) -> Filing:
    """开始填写，或回到已有的那一份；每县每年一份。"""
    existing = Filing.objects.filter(campaign=campaign, county=county).first()
    if existing:
        return existing
    filing = Filing(campaign=campaign, county=county, created_by=by, created_at=at, saved_at=at)
    permissions.check_can_draft(by, filing)
    _check_gate(filing, "填写", at)
    filing.save()
    audit.record("tasks.filing.opened", obj=filing, by=by, at=at)
    return filing


@transaction.atomic
def save_filing(*, filing: Filing, values: dict, version: int, by, at: dt.datetime) -> Filing:
    """保存填写内容。`version` 是打开页面时的版次；已变则抛 `EditedByAnother`，什么也不改。"""
    filing = workflow.FILING.lock(filing)
    permissions.check_can_edit(by, filing)
    _check_gate(filing, "修改", at)
    if filing.version != version:
        raise EditedByAnother(filing)
    changed = [name for name in FORM_FIELDS if name in values and getattr(filing, name) != values[name]]
    for name in changed:
        setattr(filing, name, values[name])
    filing.version, filing.saved_at = version + 1, at
    filing.save(update_fields=[*changed, "version", "saved_at"])
    audit.record("tasks.filing.saved", obj=filing, by=by, at=at, detail={"fields": changed})
    return filing


@transaction.atomic
def attach_file(*, filing: Filing, slot: str, data: bytes, name: str, by, at: dt.datetime) -> StoredFile:
    """上传方案（`slot="plan_file"`，PDF 或 docx）或任务书（`slot="task_book_file"`，xlsx）。

    抛 `uploads.Refused`：文件类型、大小、宏、加密等不合要求。
    """
    filing = workflow.FILING.lock(filing)
    permissions.check_can_edit(by, filing)
    _check_gate(filing, "上传文件", at)
    accept = {"plan_file": PLAN_KINDS, "task_book_file": TASK_BOOK_KINDS}[slot]
    stored = files.store(data, name, accept=accept, by=by, at=at, owner=filing)
    setattr(filing, slot, stored)
    filing.saved_at = at
    filing.save(update_fields=[slot, "saved_at"])
    audit.record("tasks.filing.attached", obj=filing, by=by, at=at, detail={"slot": slot, "file": stored.pk})
    return stored


@transaction.atomic
def move_filing(*, filing: Filing, move: str, by, at: dt.datetime, reason: str = "") -> Filing:
    """提交、撤回、退回、受理；报送与备案另有效果，见 `hand_in_filing`、`accept_filing`。提交要过闸门。"""
    if move == "submit":
        _check_gate(filing, "提交", at)
    filing = workflow.FILING.move(filing, move, by=by, at=at, reason=reason)
    _tell_next(filing, at=at)
    return filing


@transaction.atomic
def hand_in_filing(*, filing: Filing, by, at: dt.datetime) -> Filing:
    """县区负责人审核并报送：过闸门，定格本轮内容，发回执号；逾期的照收并注明。"""
    verdict = _check_gate(filing, "报送专项行动方案", at)
    round_number = filing.round + 1
    filing = workflow.FILING.move(
        filing,
        "hand_in",
        by=by,
        at=at,
        round=round_number,
        is_late=verdict.late,
        receipt_number=filing.receipt_number or _next_receipt(filing.campaign),
    )
    content = _content(filing)
    FilingVersion.objects.create(
        filing=filing, number=round_number, content=content, hash=_hash(content), frozen_at=at
    )
    _tell_next(filing, at=at)
    return filing


@transaction.atomic
def accept_filing(*, filing: Filing, by, at: dt.datetime) -> Filing:
    """准予备案并同步公开（方案要求二者同时）。

    公开前过隐私闸门，有发现则抛 `publications.Blocked`，备案也不成立；文件上传后未变（摘要相同）才放行。
    三审：县区负责人初审，市受理人复审，市审核人终审。
    """
    filing = workflow.FILING.lock(filing)
    latest = filing.versions.order_by("-number").first()
    if latest is None or latest.hash != _hash(_content(filing)):
        raise Denied("报送之后内容有变动，已变更，需重审：请退回县区重新报送。")
    publication = publications.publish(
        column=COLUMN,
        organisation=filing.county,
        title=filing.title,
        body_html="",
        summary=filing.summary,
        metadata={
            "category": "专项工作",
            "document_number": filing.document_number,
            "written_on": filing.written_on,
            "source": filing.county.name,
            "keywords": "政务公开 提升行动 实施方案",
        },
        attachments=[stored for stored in (filing.plan_file, filing.task_book_file) if stored],
        origin=filing,
        reviews=publications.Reviews(
            author=filing.submitted_by,
            first=filing.handed_in_by,
            first_at=filing.handed_in_at,
            second=filing.received_by,
            second_at=filing.received_at,
        ),
        by=by,
        at=at,
    )
    filing = workflow.FILING.move(filing, "accept", by=by, at=at, publication=publication)
    _tell_next(filing, at=at)
    return filing


def _check_gate(filing: Filing, act: str, at: dt.datetime):
    """过闸门；到期关闭之后、开放之前都不能办。"""
    return deadlines.term(filing_deadline(filing.campaign), filing.county).check(act, at)


def filing_deadline(campaign: Campaign) -> Deadline:
    """方案备案的期限。"""
    return campaign.deadlines.get(code=Deadline.Code.FILING)


def _content(filing: Filing) -> dict:
    plain = {name: getattr(filing, name) for name in FORM_FIELDS if name != "contact_phone"}
    slots = {"plan_file": filing.plan_file, "task_book_file": filing.task_book_file}
    hashes = {slot: {"name": f.name, "sha256": f.sha256} if f else None for slot, f in slots.items()}
    return json.loads(json.dumps({**plain, **hashes}, cls=DjangoJSONEncoder))


def _hash(content: dict) -> str:
    return sm3_hex(json.dumps(content, ensure_ascii=False, sort_keys=True).encode())


def _next_receipt(campaign: Campaign) -> str:
    """回执号：备案〔2026〕第 0001 号，按年连续；行动行被锁住，故不重号。"""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    count = Filing.objects.filter(campaign=campaign, receipt_number__isnull=False).count()
    return f"备案〔{campaign.year}〕{count + 1:04d}号"


def _tell_next(filing: Filing, *, at: dt.datetime) -> None:
    """告诉下一位该办的人；退回与备案则告诉这一轮里经手的每一个人。"""
    S, city, county = Filing.Status, filing.campaign.city, filing.county
    todo = {
        S.SUBMITTED: (("approve", county), "待审核"),
        S.HANDED_IN: (("receive", city), "待受理"),
        S.RECEIVED: (("review", city), "待备案"),
    }
    if filing.status in todo:
        where, title = todo[filing.status]
        people, kind = organisations.people_with(*where), Message.Kind.TODO
    elif filing.status in (S.RETURNED, S.ACCEPTED):
        people = {p for p in (filing.created_by, filing.submitted_by, filing.handed_in_by) if p}
        title, kind = filing.get_status_display(), Message.Kind.RESULT
    else:
        return
    notifications.tell(
        people,
        key=f"filing:{filing.pk}:{filing.status}:{filing.round}:{filing.version}",
        kind=kind,
        title=f"{filing.county}专项行动方案{title}",
        url=filing.get_absolute_url(),
        at=at,
    )
