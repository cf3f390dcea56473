"""会议：一次一行，召集单位、名称、拟定日期合起来认行；议定事项另附一张只写不读的表。"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from portal.core.sheets import kinds
from portal.core.sheets.columns import Column, SheetSpec, choice, day, text, url, whole
from portal.core.sheets.rows import Row
from portal.core.sheets.writing import SheetDraft
from portal.organisations.models import Organisation
from tasks.register_books import RegisterBook
from tasks.registers.organising import actions, permissions, selectors
from tasks.registers.organising.models import Decision, Meeting

S = Meeting.Status
KINDS = {label: value for value, label in Meeting.Kind.choices}
LONG = text(2000, multiline=True)
SHEET = SheetSpec(
    "会议",
    (
        Column("code", "召集单位编码", text(20, narrow=True), required=True, width=12),
        Column("title", "会议名称", text(120), required=True, aliases=("名称",), width=34),
        Column("planned_on", "拟定日期", day(), required=True, aliases=("会议日期",), width=12),
        Column("organisation", "召集单位", text(80), width=18, help="给人看的，以编码为准"),
        Column("kind", "类别", choice(KINDS), required=True, width=10),
        Column("place", "地点", text(80), width=18),
        Column("chaired_by", "主持人", text(60), width=16),
        Column("topics", "议题", LONG, required=True, width=40),
        Column("invited", "参会单位", text(2000), width=30, help="单位简称，用顿号分开"),
        Column("held_on", "召开日期", day(), width=12, help="还没有召开的不填"),
        Column("present", "到会单位", text(2000), width=30, help="召开之后填；须在参会单位之内"),
        Column("minutes", "纪要正文", text(10000, multiline=True), width=40),
        Column("minutes_link", "纪要网址", url(), width=28),
        Column("minutes_file", "纪要文件", text(150), width=20, help="给人看的；文件请在页面上传"),
        Column("status", "状态", text(20), width=10, help="给人看的，由日期得出"),
    ),
)
DECISIONS = SheetSpec(
    "议定事项",
    (
        Column("meeting", "会议名称", text(120), width=34),
        Column("held_on", "召开日期", day(), width=12),
        Column("number", "序号", whole(), width=6),
        Column("text", "议定事项", text(500), width=48),
        Column("organisation", "责任单位", text(80), width=18),
        Column("due_on", "完成时限", day(), width=12),
        Column("done_on", "办结日期", day(), width=12),
        Column("result", "办理结果", text(500), width=40),
    ),
    read=False,
)
FIXED = ("kind", "place", "chaired_by", "topics", "invited", "held_on", "present")


@dataclass(frozen=True)
class Callers:
    """能替谁登记：{编码: 机构}，各自可邀请的 {简称: 编号}，以及已有会议的状态。"""

    places: dict[str, Organisation]
    guests: dict[str, dict[str, int]]
    status: dict[tuple, str]


class MeetingBook(RegisterBook):
    kind, label, sheet = "meetings", "会议", SHEET
    key = ("code", "title", "planned_on")
    shown = frozenset({"organisation", "status", "minutes_file"})

    def check_can_import(self, by, campaign) -> None:
        permissions.check_can_call_somewhere(by, campaign)

    def lines(self, campaign, by) -> list[dict]:
        return lines_of(selectors.meetings(campaign, by))

    def prepare(self, campaign, by) -> Callers:
        place = permissions.calling_place(by) if by is not None else campaign.city
        rows = Meeting.objects.filter(campaign=campaign, organisation=place)
        status = {(place.code, row.title, row.planned_on): row.status for row in rows}
        guests = {one.short_name: one.pk for one in selectors.invitable(place)}
        return Callers({place.code: place}, {place.code: guests}, status)

    def check(self, row: Row, old: dict | None, known: Callers):
        if row["code"] not in known.places:
            named = "、".join(known.places)
            yield row.problem("code", "不能替这个单位登记会议", f"召集单位编码应为 {named}")
            return
        yield from self._bodies(row, known.guests[row["code"]])
        yield from self._minutes(row)
        state = known.status.get(tuple(row[name] for name in self.key), S.PLANNED)
        if old is not None and state in (S.MINUTED, S.CANCELLED):
            yield row.problem("title", f"会议{S(state).label}，不能再改", "请恢复这一行原来的内容")
        elif old is not None and state == S.HELD:
            for name in (name for name in FIXED if row[name] != old[name]):
                yield row.problem(name, "会议已经召开，这一栏不能再改", f"原来是“{old[name] or ''}”")

    def _bodies(self, row: Row, guests: dict[str, int]):
        for name in ("invited", "present"):
            if unknown := [one for one in named_in(row[name]) if one not in guests]:
                yield row.problem(
                    name, f"“{'、'.join(unknown)}”不是可以邀请的单位", f"可填：{'、'.join(guests)}"
                )
        uninvited = set(named_in(row["present"])) - set(named_in(row["invited"]))
        if uninvited & guests.keys():
            yield row.problem(
                "present", f"“{'、'.join(sorted(uninvited))}”不在参会单位之内", "请先列入参会单位"
            )

    def _minutes(self, row: Row):
        if (row["minutes"] or row["minutes_link"]) and not row["held_on"]:
            yield row.problem("held_on", "有纪要而没有召开日期", "请填写召开日期")
        if row["present"] and not row["held_on"]:
            yield row.problem("held_on", "有到会单位而没有召开日期", "请填写召开日期")

    def write(self, campaign, lines: Sequence[dict], *, by, at: dt.datetime) -> None:
        known = self.prepare(campaign, by)
        for line in lines:
            place, guests = known.places[line["code"]], known.guests[line["code"]]
            _write(campaign, place, guests, line, by=by, at=at)

    def more(self, campaign, lines: Sequence[dict]) -> tuple[SheetDraft, ...]:
        written = {self._key(line) for line in lines}
        rows = Decision.objects.filter(meeting__campaign=campaign).select_related(
            "meeting__organisation", "organisation"
        )
        rows = [_decision(row) for row in rows if _key_of(row.meeting) in written]
        return (SheetDraft(DECISIONS, rows, heading="议定事项"),)


def _key_of(meeting: Meeting) -> tuple:
    return meeting.organisation.code, meeting.title, meeting.planned_on


def _write(campaign, place: Organisation, guests: dict[str, int], line: dict, *, by, at: dt.datetime) -> None:
    key = {"organisation": place, "title": line["title"], "planned_on": line["planned_on"]}
    meeting = Meeting.objects.filter(**key).first()
    values = {name: line[name] or "" for name in actions.MEETING_FIELDS if name != "planned_on"}
    values |= {"planned_on": line["planned_on"]}
    who, when = {"by": by, "at": at}, line["held_on"]
    invited = list(Organisation.objects.filter(pk__in=[guests[n] for n in named_in(line["invited"])]))
    if meeting is None:
        meeting = actions.call_meeting(
            campaign=campaign, organisation=place, values=values, invited=invited, **who
        )
    elif meeting.status == S.PLANNED:
        meeting = actions.save_meeting(
            meeting=meeting, values=values, invited=invited, version=meeting.version, **who
        )
    if when and meeting.status == S.PLANNED:
        present = [guests[name] for name in named_in(line["present"])]
        meeting = actions.hold_meeting(
            meeting=meeting, held_on=when, chaired_by=line["chaired_by"] or "", present=present, **who
        )
    if line["minutes"] or line["minutes_link"]:
        minutes = actions.Minutes(text=line["minutes"] or "", link=line["minutes_link"] or "")
        actions.file_minutes(meeting=meeting, minutes=minutes, **who)


def named_in(text: str | None) -> list[str]:
    """一格里用顿号、逗号分开的各个名字。"""
    parts = (text or "").replace("，", "、").replace(",", "、").split("、")
    return [part.strip() for part in parts if part.strip()]


def lines_of(rows) -> list[dict]:
    """会议各行写成工作簿的列。"""
    return [_line(row) for row in rows.prefetch_related("invitations__organisation")]


def _line(row: Meeting) -> dict:
    asked = list(row.invitations.all())
    own = (*actions.MEETING_FIELDS, "held_on", "minutes", "minutes_link")
    return {name: getattr(row, name) for name in own} | {
        "code": row.organisation.code,
        "organisation": row.organisation.short_name,
        "invited": "、".join(one.organisation.short_name for one in asked),
        "present": "、".join(one.organisation.short_name for one in asked if one.is_present),
        "minutes_file": row.minutes_file.name if row.minutes_file else "",
        "status": row.get_status_display(),
    }


def _decision(row: Decision) -> dict:
    own = ("number", "text", "due_on", "done_on", "result")
    return {name: getattr(row, name) for name in own} | {
        "meeting": row.meeting.title,
        "held_on": row.meeting.held_on,
        "organisation": row.organisation.short_name,
    }


MEETINGS = MeetingBook()
kinds.register(MEETINGS)
kinds.register_exporter(MEETINGS)
