"""督办单：拟、改、下达、签收、答复、退回、销号、撤回。"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from portal.core import audit, clock, files
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from tasks import owing, supervision_rules, supervisions, workflow
from tasks.actions.reminders import setting_of
from tasks.models import Campaign, Supervision, SupervisionAnswer, SupervisionCounter, SupervisionMatter
from tasks.obligations import Obligation
from tasks.recipients import Staff

EVIDENCE = frozenset({"pdf", "docx", "xlsx", "png", "jpeg"})
TITLES = {
    Supervision.Status.ISSUED: "收到督办单，请签收",
    Supervision.Status.ANSWERED: "督办单已答复，请复核",
    Supervision.Status.RETURNED: "督办答复被退回，请重新办理",
    Supervision.Status.CLOSED: "督办单已销号",
    Supervision.Status.REVOKED: "督办单已撤回",
}


class EditedByAnother(Denied):
    """别人先改了。"""


@transaction.atomic
def draft_supervisions(
    *, campaign: Campaign, keys: Sequence[str], title: str, demand: str, due_on: dt.date, by, at: dt.datetime
) -> list[Supervision]:
    """就选中的事拟督办单：一个县区或部门一份，乡镇、村和县直部门的归到所属县区。"""
    supervision_rules.check_can_draft_supervision(by, campaign)
    on = clock.local_date(at)
    _check_due(due_on, on)
    found = owing.find(campaign, keys, on=on)
    if not found:
        raise Denied("选中的事都已办结，没有可以督办的。")
    made = []
    for place, mine in supervisions.by_recipient(found).items():
        row = Supervision.objects.create(
            campaign=campaign,
            organisation=place,
            year=on.year,
            title=title.strip(),
            demand=demand.strip(),
            due_on=due_on,
            created_by=by,
            created_at=at,
        )
        SupervisionMatter.objects.bulk_create(_matter(row, one) for one in mine)
        audit.record("tasks.supervision.drafted", obj=row, by=by, at=at, detail={"matters": len(mine)})
        made.append(row)
    return made


@transaction.atomic
def save_supervision(
    *, supervision: Supervision, title: str, demand: str, due_on: dt.date, version: int, by, at: dt.datetime
) -> Supervision:
    """改草稿。抛 `EditedByAnother`：打开之后别人改过。"""
    row = (
        Supervision.objects.select_for_update(of=("self",))
        .select_related("campaign__city")
        .get(pk=supervision.pk)
    )
    supervision_rules.check_can_draft_supervision(by, row.campaign)
    if row.status != Supervision.Status.DRAFT:
        raise Denied("督办单已经下达，不能再改；要改请撤回后另拟。")
    if row.version != version:
        raise EditedByAnother("草稿刚被别人改过，请刷新页面看清现在的内容再改。")
    _check_due(due_on, clock.local_date(at))
    row.title, row.demand, row.due_on, row.version = title.strip(), demand.strip(), due_on, version + 1
    row.save(update_fields=["title", "demand", "due_on", "version"])
    audit.record("tasks.supervision.saved", obj=row, by=by, at=at)
    return row


@transaction.atomic
def issue_supervision(*, supervision: Supervision, by, at: dt.datetime) -> Supervision:
    """下达：编号、告诉被督办单位。号与下达同一事务，下达不成号也退回。"""
    row = workflow.SUPERVISION.lock(supervision)
    supervision_rules.check_can_issue(by, row)
    _check_due(row.due_on, clock.local_date(at))
    year = clock.local_date(at).year
    number = row.number or _next_number(year)
    row = workflow.SUPERVISION.move(row, "issue", by=by, at=at, number=number, year=year)
    _tell(row, at=at)
    return row


@transaction.atomic
def answer_supervision(
    *,
    supervision: Supervision,
    text: str,
    data: bytes | None = None,
    name: str = "",
    link: str = "",
    by,
    at: dt.datetime,
) -> Supervision:
    """答复：写明办理情况，附文件或网址为证。抛 `uploads.Refused`：文件不收。"""
    row = workflow.SUPERVISION.lock(supervision)
    supervision_rules.check_can_answer(by, row)
    if not text.strip():
        raise Denied("请写明办理情况。")
    if data is None and not link:
        raise Denied("请附上佐证：上传一份文件，或填一个能打开的网址。")
    stored = files.store(data, name, accept=EVIDENCE, by=by, at=at, owner=row) if data is not None else None
    SupervisionAnswer.objects.create(supervision=row, text=text.strip(), file=stored, link=link, by=by, at=at)
    row = workflow.SUPERVISION.move(row, "answer", by=by, at=at)
    _tell(row, at=at)
    return row


@transaction.atomic
def move_supervision(
    *, supervision: Supervision, move: str, by, at: dt.datetime, reason: str = ""
) -> Supervision:
    """签收、退回（写明原因）、销号、撤回（写明原因）。"""
    row = workflow.SUPERVISION.move(supervision, move, by=by, at=at, reason=reason)
    _tell(row, at=at)
    return row


def _check_due(due_on: dt.date, on: dt.date) -> None:
    if due_on < on:
        raise Denied("办结期限不能早于今天。")


def _matter(row: Supervision, one: Obligation) -> SupervisionMatter:
    return SupervisionMatter(
        supervision=row,
        key=one.key,
        organisation=one.organisation,
        text=one.text[:300],
        url=one.path,
        due_on=one.due_on,
    )


def _next_number(year: int) -> int:
    """加一即取号；行锁使并发不重号。"""
    counter, _ = SupervisionCounter.objects.get_or_create(year=year)
    SupervisionCounter.objects.filter(pk=counter.pk).update(last=F("last") + 1)
    counter.refresh_from_db()
    return counter.last


def _tell(row: Supervision, *, at: dt.datetime) -> None:
    """该谁办告诉谁：下达、退回、销号告诉被督办单位，答复告诉审核人。"""
    if row.status not in TITLES:
        return
    staff, place, city = Staff([row.organisation]), row.organisation, row.campaign.city
    is_theirs = row.status != Supervision.Status.ANSWERED
    people = (*staff.acting(place), *staff.heading(place)) if is_theirs else staff.heading(city)
    title, key = TITLES[row.status], f"supervision:{row.pk}:{row.status}:{at.timestamp():.0f}"
    quiet = setting_of(row.campaign).quiet
    notifications.tell(
        people,
        key=key,
        kind=Message.Kind.RESULT if row.status in ("closed", "revoked") else Message.Kind.TODO,
        title=f"{title}：{row}",
        url=row.get_absolute_url(),
        at=at,
        outward=title,
        quiet=quiet,
    )
    if row.status == Supervision.Status.ISSUED:
        notifications.post([place], key=key, title=title, url=row.get_absolute_url(), quiet=quiet, at=at)
