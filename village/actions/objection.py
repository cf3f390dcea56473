"""异议：村里登记，或公众在网上提出；限期答复，更正或维持。文字里的号码不留，联系方式只存密文。"""

import datetime as dt
import secrets

from django.db import transaction

from portal.core import audit, clock
from portal.core.crypto import Sealer
from portal.core.models import calendar
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation
from portal.publications import privacy
from village import periods, rules_board
from village.models import Objection, PaymentBatch, Posting
from village.workflow import OBJECTION, POSTING

PURPOSE = "village.objection"
# 回执号念得清、抄得对：没有 0 与 O、1 与 I。
RECEIPT_LETTERS, RECEIPT_LENGTH = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 10


@transaction.atomic
def record_objection(*, posting: Posting, text: str, contact: str, by, at: dt.datetime) -> Objection:
    """村里登记一件异议；`contact` 是怎样答复到本人，可空。"""
    posting = POSTING.lock(posting)
    rules_board.check_can_object(by, posting)
    if not posting.takes_objections(clock.local_date(at)):
        raise Denied(f"公示期到 {posting.ends_on} 为止，异议在公示期内登记；期满之后请引导村民查询或信访。")
    return _receive(posting, Objection.Source.VILLAGE, text, contact, by=by, at=at)


@transaction.atomic
def raise_objection(*, posting: Posting, text: str, contact: str, at: dt.datetime) -> Objection:
    """公众在网上提出一件异议，得到回执号。抛 `Denied`：不在公示期内。"""
    posting = POSTING.lock(posting)
    if not posting.takes_objections(clock.local_date(at)):
        raise Denied("这项补贴不在公示期内。仍有疑问的，请到村（居）委会查询，或拨打监督举报电话。")
    return _receive(posting, Objection.Source.PUBLIC, text, contact, by=None, at=at)


@transaction.atomic
def answer_objection(
    *,
    objection: Objection,
    move: str,
    answer: str,
    correction: PaymentBatch | None = None,
    by,
    at: dt.datetime,
) -> Objection:
    """更正（`correct`，可指明更正的批次）或维持（`uphold`）；答复必填。"""
    if not answer.strip():
        raise Denied("请写明答复：核实了什么，怎样处理。")
    changes = {"answer": privacy.redact(answer.strip())}
    if move == "correct":
        changes["correction"] = correction
    return OBJECTION.move(objection, move, by=by, at=at, **changes)


def contact_of(*, objection: Objection, by, at: dt.datetime) -> str:
    """联系方式，看一次留一次痕；没有留的为空。"""
    rules_board.check_can_answer(by, objection)
    audit.record("village.objection.revealed", obj=objection, by=by, at=at)
    sealed = objection.sealed_contact
    return Sealer(PURPOSE).open(bytes(sealed)).decode() if sealed else ""


def _receive(posting: Posting, source: str, text: str, contact: str, *, by, at: dt.datetime) -> Objection:
    if not text.strip():
        raise Denied("请写明对哪一户、哪一项有什么异议。")
    due_on = periods.answer_due(posting.programme, clock.local_date(at), calendar.overrides())
    objection = Objection.objects.create(
        posting=posting,
        source=source,
        text=privacy.redact(text.strip()),
        sealed_contact=Sealer(PURPOSE).seal(contact.strip().encode()) if contact.strip() else None,
        receipt=_receipt() if source == Objection.Source.PUBLIC else None,
        received_at=at,
        received_by=by,
        due_on=due_on,
    )
    audit.record("village.objection.received", obj=objection, by=by, at=at, detail={"source": source})
    _tell(objection, by=by, at=at)
    return objection


def _receipt() -> str:
    return "".join(secrets.choice(RECEIPT_LETTERS) for _ in range(RECEIPT_LENGTH))


def _tell(objection: Objection, *, by, at: dt.datetime) -> None:
    village = objection.posting.village
    people = {
        *organisations.people_with("draft", village),
        *organisations.people_with("draft", Organisation.objects.get_parent(village)),
    }
    notifications.tell(
        sorted(people - {by}, key=lambda person: person.pk),
        key=f"village-objection:{objection.pk}",
        kind=Message.Kind.TODO,
        title=f"{objection.posting}有异议，{objection.due_on:%-m月%-d日}前答复",
        url=objection.get_absolute_url(),
        at=at,
    )
