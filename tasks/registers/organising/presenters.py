"""会议的摘要与要印的纪要单。"""

from portal.core import clock
from portal.core.printing import Table
from tasks.register_papers import Paper
from tasks.registers.organising.models import Meeting


def facts(meeting: Meeting) -> list[tuple[str, str]]:
    """会议的各栏。"""
    return [
        ("召集单位", meeting.organisation.name),
        ("类别", meeting.get_kind_display()),
        ("拟定日期", f"{meeting.planned_on:%Y-%m-%d}"),
        ("召开日期", f"{meeting.held_on:%Y-%m-%d}" if meeting.held_on else ""),
        ("地点", meeting.place),
        ("主持人", meeting.chaired_by),
        ("登记", f"{meeting.created_by.name}　{clock.local_time(meeting.created_at)}"),
    ]


def paper(meeting: Meeting) -> Paper:
    """纪要单：何时何地、谁到会、议了什么、定了什么。"""
    asked = list(meeting.invitations.select_related("organisation"))
    present = [str(one) for one in asked if one.is_present]
    absent = [str(one) for one in asked if one.is_present is False]
    details = (
        ("召集单位", meeting.organisation.name),
        ("类别", meeting.get_kind_display()),
        ("时间", f"{meeting.on.year}年{meeting.on.month}月{meeting.on.day}日"),
        ("地点", meeting.place),
        ("主持人", meeting.chaired_by),
        ("到会单位" if meeting.held_on else "参会单位", "、".join(present or map(str, asked))),
        ("未到会单位", "、".join(absent) if meeting.held_on else ""),
    )
    return Paper(
        title=f"{meeting.title}{'纪要' if meeting.held_on else '通知'}",
        author=meeting.organisation.name,
        facts=details,
        passages=(("议题", meeting.topics), ("纪要", _minutes(meeting))),
        tables=_decisions(meeting),
        signature=(meeting.organisation.name, f"{meeting.on.year}年{meeting.on.month}月{meeting.on.day}日"),
    )


def _minutes(meeting: Meeting) -> str:
    parts = [meeting.minutes]
    if meeting.minutes_file:
        parts.append(f"纪要文件：{meeting.minutes_file.name}")
    if meeting.minutes_link:
        parts.append(f"纪要网址：{meeting.minutes_link}")
    return "\n".join(part for part in parts if part)


def _decisions(meeting: Meeting) -> tuple[Table, ...]:
    rows = tuple(
        (
            str(one.number),
            one.text,
            str(one.organisation),
            f"{one.due_on:%Y-%m-%d}",
            f"{one.done_on:%Y-%m-%d} {one.result}" if one.done_on else "",
        )
        for one in meeting.decisions.select_related("organisation")
    )
    heads = ("序号", "议定事项", "责任单位", "完成时限", "办结情况")
    return (Table("议定事项", heads, rows, (7, 41, 18, 14, 20)),) if rows else ()
