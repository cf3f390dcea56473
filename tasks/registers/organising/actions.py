"""组织推进的写入：登记责任分工，召集、召开会议，存纪要，记议定事项。"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from portal.core import audit, clock, files
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation
from tasks.models import Campaign, Filing
from tasks.permissions import check_is_running
from tasks.registers.organising import permissions
from tasks.registers.organising.models import Decision, Invitation, Meeting, Responsibility
from tasks.registers.organising.workflow import MEETING

LEADER_FIELDS = ("leader", "leader_post", "leader_phone", "unit", "contact", "contact_phone")
MEETING_FIELDS = ("kind", "title", "planned_on", "place", "chaired_by", "topics")
MINUTES = frozenset({"pdf", "docx"})
ONE = dt.timedelta(days=1)


class Moved(Denied):
    """打开表单之后别人先改了；`theirs` 是现在的那一行。"""

    def __init__(self, theirs):
        super().__init__("刚被他人修改过，请比较两边的内容后再保存。")
        self.theirs = theirs


@dataclass(frozen=True)
class Minutes:
    """纪要：正文、网址、文件（字节与名称），三者至少有一样。"""

    text: str = ""
    link: str = ""
    data: bytes = b""
    name: str = ""


@transaction.atomic
def record_responsibility(
    *,
    organisation: Organisation,
    values: dict,
    from_on: dt.date,
    seen: int | None,
    filing: Filing | None = None,
    by,
    at: dt.datetime,
) -> Responsibility:
    """登记责任分工，自 `from_on` 起；前一行止于前一天，同一天起的算更正。

    `seen` 是打开表单时现行那一行的编号；已变则抛 `Moved`。内容没有变的不另立一行。
    """
    permissions.check_can_record_leader(by, organisation)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    current = Responsibility.objects.current().filter(organisation=organisation).first()
    if (current.pk if current else None) != seen:
        raise Moved(current)
    if from_on > clock.local_date(at):
        raise Denied(f"起始日期 {from_on} 还没有到，请在当天或之后登记。")
    wanted = {name: values.get(name) or "" for name in LEADER_FIELDS}
    if current is not None:
        if current.from_on == from_on and all(getattr(current, n) == v for n, v in wanted.items()):
            return current
        _close(current, from_on, by=by, at=at)
    row = Responsibility.objects.create(
        organisation=organisation, from_on=from_on, filing=filing, recorded_by=by, recorded_at=at, **wanted
    )
    audit.record("tasks.responsibility.recorded", obj=row, by=by, at=at, detail={"from_on": from_on})
    return row


def _close(current: Responsibility, from_on: dt.date, *, by, at: dt.datetime) -> None:
    if from_on < current.from_on:
        raise Denied(f"现在的责任分工自 {current.from_on} 起，新的起始日期不能更早。")
    if from_on == current.from_on:
        current.corrected_by, current.corrected_at = by, at
    else:
        current.until_on = from_on - ONE
    current.save(update_fields=["until_on", "corrected_by", "corrected_at"])


@transaction.atomic
def quote_filing(*, filing: Filing, by, at: dt.datetime) -> Responsibility:
    """照已备案的方案登记责任领导与联系人：报过的不再填一遍。"""
    if filing.accepted_at is None:
        raise Denied("方案还没有备案，不能引用。")
    values = {"leader": filing.leader, "contact": filing.contact, "contact_phone": filing.contact_phone}
    return record_responsibility(
        organisation=filing.county,
        values=values,
        from_on=clock.local_date(filing.accepted_at),
        seen=None,
        filing=filing,
        by=by,
        at=at,
    )


@transaction.atomic
def call_meeting(
    *,
    campaign: Campaign,
    organisation: Organisation,
    values: dict,
    invited: Sequence[Organisation],
    by,
    at: dt.datetime,
) -> Meeting:
    """召集或补记一次会议；还没有到日子的，通知受邀单位。"""
    permissions.check_can_call(by, organisation)
    check_is_running(campaign)
    wanted = {name: values[name] for name in MEETING_FIELDS if name in values}
    _check_is_new(Meeting(organisation=organisation, **wanted))
    meeting = Meeting.objects.create(
        campaign=campaign, organisation=organisation, created_by=by, created_at=at, **wanted
    )
    _invite(meeting, invited)
    audit.record("tasks.meeting.called", obj=meeting, by=by, at=at, detail={"invited": len(invited)})
    _announce(meeting, "会议通知", at=at)
    return meeting


@transaction.atomic
def save_meeting(
    *, meeting: Meeting, values: dict, invited: Sequence[Organisation], version: int, by, at: dt.datetime
) -> Meeting:
    """修改还没有召开的会议；改了日期或地点的，再通知一次。"""
    meeting = MEETING.lock(meeting)
    permissions.check_can_edit_meeting(by, meeting)
    if meeting.version != version:
        raise Moved(meeting)
    changed = [name for name in MEETING_FIELDS if name in values and getattr(meeting, name) != values[name]]
    for name in changed:
        setattr(meeting, name, values[name])
    _check_is_new(meeting)
    meeting.version = version + 1
    meeting.save(update_fields=[*changed, "version"])
    _invite(meeting, invited)
    audit.record("tasks.meeting.saved", obj=meeting, by=by, at=at, detail={"fields": changed})
    if {"planned_on", "place"} & set(changed):
        _announce(meeting, "会议改期通知", at=at)
    return meeting


@transaction.atomic
def hold_meeting(
    *, meeting: Meeting, held_on: dt.date, chaired_by: str, present: Sequence[int], by, at: dt.datetime
) -> Meeting:
    """登记召开；`present` 是到会单位的机构编号。"""
    if held_on > clock.local_date(at):
        raise Denied(f"召开日期 {held_on} 还没有到，请在会后登记。")
    meeting = MEETING.move(
        meeting, "hold", by=by, at=at, held_on=held_on, chaired_by=chaired_by.strip() or meeting.chaired_by
    )
    meeting.invitations.update(is_present=False)
    meeting.invitations.filter(organisation__in=present).update(is_present=True)
    return meeting


@transaction.atomic
def file_minutes(*, meeting: Meeting, minutes: Minutes, by, at: dt.datetime) -> Meeting:
    """存纪要：正文、网址、文件至少一样；随即把议定事项告诉责任单位。

    抛 `uploads.Refused`：文件不能收下。
    """
    permissions.check_can_keep_meeting(by, meeting)
    if not (minutes.text.strip() or minutes.link or minutes.data):
        raise Denied("请写纪要正文，或给出纪要的网址，或上传纪要文件，三者至少有一样。")
    stored = None
    if minutes.data:
        stored = files.store(minutes.data, minutes.name, accept=MINUTES, by=by, at=at, owner=meeting)
    meeting = MEETING.move(
        meeting,
        "minute",
        by=by,
        at=at,
        minutes=minutes.text.strip(),
        minutes_link=minutes.link,
        minutes_file=stored,
    )
    _tell_responsible(meeting, at=at)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by, at: dt.datetime) -> Meeting:
    """取消还没有召开的会议，告诉受邀单位。"""
    meeting = MEETING.move(meeting, "cancel", by=by, at=at, reason=reason)
    _announce(meeting, "会议取消", at=at)
    return meeting


@transaction.atomic
def add_decision(
    *, meeting: Meeting, text: str, organisation: Organisation, due_on: dt.date, by, at: dt.datetime
) -> Decision:
    """记一条议定事项。"""
    meeting = MEETING.lock(meeting)
    permissions.check_can_decide(by, meeting)
    if due_on < meeting.held_on:
        raise Denied(f"完成时限 {due_on} 早于会议召开的日期 {meeting.held_on}。")
    last = meeting.decisions.order_by("-number").first()
    row = Decision.objects.create(
        meeting=meeting,
        number=last.number + 1 if last else 1,
        text=text.strip(),
        organisation=organisation,
        due_on=due_on,
    )
    audit.record("tasks.decision.added", obj=row, by=by, at=at)
    return row


@transaction.atomic
def remove_decision(*, decision: Decision, by, at: dt.datetime) -> None:
    """移除一条记错的议定事项；存纪要之后不能移除。"""
    meeting = MEETING.lock(decision.meeting)
    permissions.check_can_decide(by, meeting)
    audit.record("tasks.decision.removed", obj=decision, by=by, at=at)
    decision.delete()


@transaction.atomic
def finish_decision(*, decision: Decision, result: str, by, at: dt.datetime) -> Decision:
    """办结一条议定事项，写明结果。"""
    row = Decision.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=decision.pk)
    permissions.check_can_finish_decision(by, row)
    if not result.strip():
        raise Denied("请写明办理结果。")
    row.result, row.done_on, row.done_by = result.strip(), clock.local_date(at), by
    row.save(update_fields=["result", "done_on", "done_by"])
    audit.record("tasks.decision.finished", obj=row, by=by, at=at)
    return row


def _check_is_new(meeting: Meeting) -> None:
    same = Meeting.objects.filter(
        organisation=meeting.organisation, title=meeting.title, planned_on=meeting.planned_on
    )
    if same.exclude(pk=meeting.pk).exists():
        raise Denied(f"{meeting.planned_on} 的“{meeting.title}”已经登记过。")


def _invite(meeting: Meeting, invited: Sequence[Organisation]) -> None:
    """使受邀单位恰为 `invited`。"""
    wanted = {place.pk for place in invited}
    meeting.invitations.exclude(organisation__in=wanted).delete()
    held = set(meeting.invitations.values_list("organisation_id", flat=True))
    Invitation.objects.bulk_create(
        Invitation(meeting=meeting, organisation_id=pk) for pk in sorted(wanted - held)
    )


def _announce(meeting: Meeting, what: str, *, at: dt.datetime) -> None:
    """告诉受邀单位的经办与负责人；日子已经过了的是补记，不通知。"""
    if meeting.planned_on < clock.local_date(at):
        return
    places = Organisation.objects.filter(pk__in=meeting.invitations.values("organisation"))
    notifications.tell(
        _people(places),
        key=f"meeting:{meeting.pk}:{meeting.status}:{meeting.version}",
        kind=Message.Kind.NOTICE,
        title=f"{what}：{meeting.title}（{meeting.planned_on:%-m月%-d日}）",
        url=meeting.get_absolute_url(),
        at=at,
    )


def _tell_responsible(meeting: Meeting, *, at: dt.datetime) -> None:
    places = Organisation.objects.filter(pk__in=meeting.decisions.open().values("organisation"))
    notifications.tell(
        _people(places),
        key=f"decisions:{meeting.pk}",
        kind=Message.Kind.TODO,
        title=f"“{meeting.title}”有议定事项由你单位办理",
        url=meeting.get_absolute_url(),
        at=at,
    )


def _people(places) -> list:
    found = organisations.staff(list(places), *permissions.STAFF)
    return [person for people in found.values() for person in people]
