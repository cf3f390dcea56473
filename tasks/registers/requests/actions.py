"""依申请公开的写入：登记、逐步办理、答复、送达、办结，复议与诉讼。每一步先问法定期限，再走状态机。"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from portal.core import audit, clock
from portal.core.crypto import Sealer
from portal.core.models import calendar
from portal.core.rules import Denied
from portal.organisations.models import Organisation
from portal.publications import privacy
from tasks.registers.requests import legal_clock, permissions
from tasks.registers.requests.legal_clock import Case, Kind, Step, Terms
from tasks.registers.requests.models import DisclosureRequest, RequestDispute, RequestEvent
from tasks.registers.requests.outcomes import LAPSED
from tasks.registers.requests.workflow import REQUEST

PURPOSE = "tasks.disclosure_request"
CASE_FIELDS = ("due_on", "extended_on", "waits_until")
# 状态机的动作 → 计时的一步；送审、退回、送达、办结不影响计时。
KINDS = {
    "ask": Kind.ASK,
    "correct": Kind.CORRECTED,
    "lapse": Kind.LAPSE,
    "consult": Kind.CONSULT,
    "opinion": Kind.OPINION,
    "extend": Kind.EXTEND,
    "suspend": Kind.SUSPEND,
    "resume": Kind.RESUME,
    "approve": Kind.ANSWER,
}
NEEDS_TEXT = {
    "ask": "请写明需要补正什么。",
    "consult": "请写明向谁征求什么意见。",
    "extend": "请写明延长的理由，并告知申请人。",
    "suspend": "请写明中止的法定理由。",
}


@dataclass(frozen=True)
class Facts:
    """登记的内容。"""

    applicant_kind: str
    received_on: dt.date
    way: str
    subject: str


@dataclass(frozen=True)
class Done:
    """办一步时填的：日期、工作日数、内容或理由；拟答复时的结果、文号与说明。"""

    on: dt.date
    days: int = 0
    text: str = ""
    outcome: str = ""
    answer_number: str = ""


def terms() -> Terms:
    """本站采用的各个期限。"""
    return Terms(correction=settings.REQUEST_CORRECTION_DAYS)


def case_of(request: DisclosureRequest, events: Iterable[RequestEvent], overrides=None) -> Case:
    """申请与它的记录 → 计时；`overrides` 是工作日调整表，成批时只查一次。"""
    known = calendar.overrides() if overrides is None else overrides
    steps = tuple(Step(Kind(event.kind), event.on, event.days) for event in events)
    return Case(request.received_on, steps, terms(), known)


@transaction.atomic
def register_request(
    *, body: Organisation, facts: Facts, applicant: str = "", by, at: dt.datetime
) -> DisclosureRequest:
    """登记一件申请，编号为该单位当年的下一个。`applicant` 是姓名与联系方式，只存密文。"""
    permissions.check_can_register(by, body)
    _check_received(facts, at)
    Organisation.objects.select_for_update().get(pk=body.pk)
    request = DisclosureRequest(
        body=body, serial=next_serial(body, facts.received_on.year), registered_by=by, registered_at=at
    )
    _fill(request, facts, applicant)
    _reckon(request, case_of(request, ()))
    request.save()
    audit.record("tasks.disclosurerequest.recorded", obj=request, by=by, at=at)
    return request


def next_serial(body: Organisation, year: int) -> int:
    """该单位当年的下一个编号；调用前须锁住该单位。"""
    rows = DisclosureRequest.objects.filter(body=body, year=year)
    return (rows.aggregate(last=Max("serial"))["last"] or 0) + 1


def _check_received(facts: Facts, at: dt.datetime) -> None:
    if facts.received_on > clock.local_date(at):
        raise Denied(f"收到日期 {facts.received_on} 还没有到，请核对。")


def _fill(request: DisclosureRequest, facts: Facts, applicant: str = "") -> None:
    for name, value in asdict(facts).items():
        setattr(request, name, value)
    request.subject = privacy.redact(facts.subject.strip())
    request.year = facts.received_on.year
    if applicant.strip():
        request.sealed_applicant = Sealer(PURPOSE).seal(applicant.strip().encode())


def _reckon(request: DisclosureRequest, case: Case) -> None:
    """把算出的期限存在申请上。"""
    for name, value in _reckoned(case).items():
        setattr(request, name, value)


@transaction.atomic
def edit_request(
    *, request: DisclosureRequest, facts: Facts, applicant: str = "", version: int, by, at: dt.datetime
) -> DisclosureRequest:
    """改登记的内容；`applicant` 为空则原来的密文不动。他人刚改过的抛 `Denied`。"""
    request = REQUEST.lock(request)
    permissions.check_can_edit(by, request)
    _check_received(facts, at)
    if request.version != version:
        raise Denied("这件申请刚被他人改过，请打开最新的内容再改。")
    first = request.events.first()
    if first and facts.received_on > first.on:
        raise Denied(f"收到日期不能晚于第一步办理的 {first.on}。")
    if facts.received_on.year != request.year:
        raise Denied("收到日期改到另一年会改变编号；请另行登记一件，并把这一件按“重复登记”办结。")
    _fill(request, facts, applicant)
    _reckon(request, case_of(request, request.events.all()))
    request.version = version + 1
    request.save()
    audit.record("tasks.disclosurerequest.changed", obj=request, by=by, at=at)
    return request


@transaction.atomic
def move_request(
    *, request: DisclosureRequest, move: str, done: Done, by, at: dt.datetime
) -> DisclosureRequest:
    """办一步。抛 `Denied`：次序不对、日期倒退、期限已过、无权办，或缺了必填的内容。"""
    request = REQUEST.lock(request)
    today, text = clock.local_date(at), privacy.redact(done.text.strip())
    if needed := NEEDS_TEXT.get(move):
        _require(text, needed)
    events = list(request.events.all())
    case = case_of(request, events)
    changes = _changes(move, done, text)
    if move in KINDS:
        step = Step(KINDS[move], done.on, done.days if move in ("ask", "extend") else 0)
        _checked(case, step, today)
        changes |= _reckoned(case.with_step(step))
        RequestEvent.objects.create(
            request=request, kind=step.kind, on=step.on, days=step.days, text=text, by=by, at=at
        )
    elif move in ("deliver", "close"):
        _check_order(request, done.on, today)
    return REQUEST.move(request, move, by=by, at=at, reason=text, **changes)


def _require(text: str, sentence: str) -> None:
    if not text:
        raise Denied(sentence)


def _checked(case: Case, step: Step, today: dt.date) -> None:
    try:
        legal_clock.check(case, step, today=today)
    except legal_clock.Refused as refused:
        raise Denied(str(refused)) from None


def _check_order(request: DisclosureRequest, on: dt.date, today: dt.date) -> None:
    last = request.delivered_on or request.finished_on
    if on > today or (last and on < last):
        raise Denied(f"日期应在 {last} 至 {today} 之间，现为 {on}。")


def _reckoned(case: Case) -> dict:
    return asdict(legal_clock.limits(case))


def _changes(move: str, done: Done, text: str) -> dict:
    """随状态一起改动的字段。"""
    if move == "draft":
        _require(done.outcome, "请选择办理结果。")
        return {"outcome": done.outcome, "answer_number": done.answer_number, "answer_note": text}
    if move == "approve":
        return {"finished_on": done.on}
    if move == "lapse":
        return {"finished_on": done.on, "outcome": LAPSED}
    if move == "deliver":
        return {"delivered_on": done.on, "delivery": text[:100]}
    return {}


@transaction.atomic
def import_requests(*, rows: Sequence, body_of: dict, by, at: dt.datetime) -> list[DisclosureRequest]:
    """旧台账的各件：登记，并照写的各步补上记录；已经答复的标明“旧台账导入”，不算经本平台审核。"""
    made, overrides = [], calendar.overrides()
    for row in rows:
        body = body_of[row.body]
        permissions.check_can_register(by, body)
        Organisation.objects.select_for_update().get(pk=body.pk)
        made.append(_imported(row, body, overrides, by=by, at=at))
    audit.record("tasks.disclosurerequest.imported", by=by, at=at, detail={"count": len(made)})
    return made


def _imported(row, body: Organisation, overrides, *, by, at: dt.datetime) -> DisclosureRequest:
    status = row.status
    request = DisclosureRequest(
        body=body,
        serial=row.serial or next_serial(body, row.facts.received_on.year),
        status=status,
        outcome=row.outcome,
        answer_number=row.answer_number,
        finished_on=row.finished_on,
        delivered_on=row.delivered_on,
        is_imported=True,
        registered_by=by,
        registered_at=at,
    )
    _fill(request, row.facts)
    _reckon(request, case_of(request, _unsaved(row.steps), overrides))
    request.save()
    RequestEvent.objects.bulk_create(
        RequestEvent(request=request, kind=kind, on=on, days=days, text=privacy.redact(text), by=by, at=at)
        for kind, on, days, text in row.steps
    )
    return request


def _unsaved(steps) -> list[RequestEvent]:
    return [RequestEvent(kind=kind, on=on, days=days) for kind, on, days, _ in steps]


@transaction.atomic
def reckon_again(*, requests: Sequence[DisclosureRequest], by, at: dt.datetime) -> None:
    """工作日表变动之后，这些没有办结的重算期限；表须已存好。"""
    overrides = calendar.overrides()
    for request in requests:
        _reckon(request, case_of(request, request.events.all(), overrides))
        request.save(update_fields=CASE_FIELDS)
    audit.record_all(
        "tasks.disclosurerequest.moved",
        objs=list(requests),
        by=by,
        at=at,
        details=[{"to": request.last_day} for request in requests],
    )


@transaction.atomic
def applicant_of(*, request: DisclosureRequest, by, at: dt.datetime) -> str:
    """申请人的姓名与联系方式；看一次留一次痕。没有登记的为空。"""
    permissions.check_can_reveal(by, request)
    audit.record("tasks.disclosurerequest.revealed", obj=request, by=by, at=at)
    sealed = request.sealed_applicant
    return Sealer(PURPOSE).open(bytes(sealed)).decode() if sealed else ""


@transaction.atomic
def record_dispute(
    *,
    request: DisclosureRequest,
    route: str,
    filed_on: dt.date,
    result: str = RequestDispute.Result.PENDING,
    decided_on: dt.date | None = None,
    note: str = "",
    by,
    at: dt.datetime,
) -> RequestDispute:
    """登记一件复议或诉讼。"""
    permissions.check_can_dispute(by, request)
    _check_dispute(request, filed_on, result, decided_on, clock.local_date(at))
    dispute = RequestDispute.objects.create(
        request=request,
        route=route,
        filed_on=filed_on,
        result=result,
        decided_on=decided_on,
        note=privacy.redact(note.strip()),
        recorded_by=by,
        recorded_at=at,
    )
    audit.record("tasks.requestdispute.recorded", obj=dispute, by=by, at=at, detail={"request": request.pk})
    return dispute


@transaction.atomic
def decide_dispute(
    *, dispute: RequestDispute, result: str, decided_on: dt.date, note: str = "", by, at: dt.datetime
) -> RequestDispute:
    """登记审结的结果；审结过的不再改。"""
    dispute = RequestDispute.objects.select_for_update(of=("self",)).get(pk=dispute.pk)
    permissions.check_can_dispute(by, dispute.request)
    if dispute.decided_on:
        raise Denied(f"已于 {dispute.decided_on} 登记审结：{dispute.get_result_display()}。")
    if result == RequestDispute.Result.PENDING:
        raise Denied("请选择审结的结果。")
    _check_dispute(dispute.request, dispute.filed_on, result, decided_on, clock.local_date(at))
    dispute.result, dispute.decided_on = result, decided_on
    dispute.note = privacy.redact(note.strip()) or dispute.note
    dispute.save(update_fields=["result", "decided_on", "note"])
    audit.record("tasks.requestdispute.decided", obj=dispute, by=by, at=at, detail={"result": result})
    return dispute


def _check_dispute(request, filed_on: dt.date, result: str, decided_on, today: dt.date) -> None:
    if filed_on < request.received_on or filed_on > today:
        raise Denied(f"受理日期应在收到申请的 {request.received_on} 与今天之间。")
    if (result == RequestDispute.Result.PENDING) != (decided_on is None):
        raise Denied("审结的要写审结日期；尚未审结的不写。")
    if decided_on and not filed_on <= decided_on <= today:
        raise Denied(f"审结日期应在受理日期 {filed_on} 与今天之间。")
