"""责任分工、会议、台账规则。"""

from tests.integration.access.table.words import (
    AUDITOR,
    CITY,
    CLERK,
    COUNTY,
    NO_ONE,
    OF_COUNTY,
    OFFICER,
    TOWNSHIP,
    VILLAGE,
    WORK,
    act,
    form,
    page,
)

OFFICERS = OFFICER | frozenset({"other_officer"})
CALLERS = CLERK | OFFICERS
RECORDERS = CALLERS | TOWNSHIP | VILLAGE | frozenset({"scorer", "other_scorer"})
LEADER = {"leader": "赵甲", "contact": "钱乙", "from_on": "2026-09-09"}
MEETING = {"kind": "working", "title": "九月例会", "planned_on": "2026-09-20", "topics": "推进", "version": 1}
RULE = {
    "meeting_rhythm": "monthly",
    "cases_needed": 1,
    "judges_needed": 2,
    "pass_score": 60,
    "scale": "成效 100",
    "version": 0,
}
OF_TOWNSHIP = OF_COUNTY | TOWNSHIP
ROWS = [
    form("tasks:register-rule", by=CLERK, data=RULE),
    page("tasks:leaders"),
    page("tasks:leader-export", to=WORK),
    act("tasks:leader-import", by=RECORDERS, data={"file": "@uploaded_leaders"}),
    page("tasks:leader", "WS", to=OF_COUNTY, sees=NO_ONE),
    page("tasks:leader", "WS-T1", to=OF_TOWNSHIP, sees=NO_ONE),
    form("tasks:leader-record", "WS", by=OFFICER, sees=OF_COUNTY, data=LEADER | {"seen": "@county_leader"}),
    form(
        "tasks:leader-record",
        "WS-T1",
        by=OFFICER | TOWNSHIP,
        sees=OF_TOWNSHIP,
        data=LEADER | {"seen": "@township_leader"},
    ),
    act("tasks:leader-quote", "@county_with_a_filing", by=OFFICER, sees=OF_COUNTY),
    page("tasks:meetings"),
    page("tasks:meeting-export", to=WORK),
    act("tasks:meeting-import", by=CALLERS, data={"file": "@uploaded_meetings"}),
    form("tasks:meeting-add", by=CALLERS, data=MEETING),
    page("tasks:meeting", "@meeting", to=OF_TOWNSHIP, sees=NO_ONE),
    page("tasks:meeting", "@city_meeting", to=CITY | COUNTY | AUDITOR, sees=NO_ONE),
    page("tasks:meeting-print", "@meeting", to=OF_TOWNSHIP, sees=NO_ONE),
    form("tasks:meeting-edit", "@meeting", by=OFFICER, sees=OF_TOWNSHIP, data=MEETING),
    act(
        "tasks:meeting-hold",
        "@meeting",
        by=OFFICER,
        sees=OF_TOWNSHIP,
        data={"held_on": "2026-09-09", "chaired_by": "赵甲"},
    ),
    act("tasks:meeting-minutes", "@meeting_held", by=OFFICER, sees=OF_TOWNSHIP, data={"minutes": "纪要"}),
    act("tasks:meeting-move", "@meeting", "cancel", by=OFFICER, sees=OF_TOWNSHIP, data={"reason": "改期"}),
    act(
        "tasks:decision-add",
        "@meeting_held",
        by=OFFICER,
        sees=OF_TOWNSHIP,
        data={"text": "补齐目录", "organisation": "@township", "due_on": "2026-09-30"},
    ),
    act("tasks:decision-remove", "@decision", by=OFFICER, sees=OF_TOWNSHIP),
    act(
        "tasks:decision-finish",
        "@decision_minuted",
        by=OFFICER | TOWNSHIP,
        sees=OF_TOWNSHIP,
        data={"result": "已补齐"},
    ),
]
