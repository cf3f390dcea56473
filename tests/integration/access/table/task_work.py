"""任务办理：台账、成批、承办、佐证、分解、任务的延期；县区的任务书。"""

from tests.integration.access.table.words import (
    CLERK,
    COUNTY_HEAD,
    NO_ONE,
    OF_COUNTY,
    OFFICER,
    REVIEWER,
    TOWNSHIP,
    WORK,
    act,
    form,
    moves,
    page,
)

OF_PART = OF_COUNTY | TOWNSHIP
LINE = {"number": "98", "title": "召开现场会", "recurrence": "once", "policy": "late"}
LATER = "2026-10-05"
ROWS = [
    form("tasks:task-add", by=CLERK, data=LINE),
    form("tasks:task-edit", "@task", by=CLERK, sees=WORK, data=LINE | {"organisations": ["WS", "YD"]}),
    page("tasks:assignments"),
    page("tasks:assignment-export"),
    act(
        "tasks:assignment-batch",
        "receive",
        by=OFFICER,
        sees=OF_COUNTY,
        data={"receive": "@assignment", "confirmed": "yes"},
        done=200,
    ),
    act(
        "tasks:assignment-batch",
        "accept",
        by=CLERK,
        sees=OF_COUNTY,
        data={"accept": "@assignment_submitted", "confirmed": "yes"},
        done=200,
    ),
    page("tasks:assignment", "@assignment", to=OF_COUNTY, sees=NO_ONE),
    page("tasks:assignment", "@part", to=OF_PART, sees=NO_ONE),
    act(
        "tasks:assignment-progress",
        "@assignment_received",
        by=OFFICER,
        sees=OF_COUNTY,
        data={"text": "已召开会议"},
    ),
    act("tasks:assignment-progress", "@part_received", by=TOWNSHIP, sees=OF_PART, data={"text": "已办"}),
    page("tasks:evidence", "@evidence", to=OF_COUNTY, sees=NO_ONE),
    form(
        "tasks:assignment-split",
        "@assignment_received",
        by=OFFICER,
        sees=OF_COUNTY,
        data={"bodies": ["WS-T1"], "due_on": "2026-09-25"},
    ),
    act("tasks:assignment-drop", "@part", by=OFFICER, sees=OF_PART),
    form(
        "tasks:assignment-extend",
        "@assignment_received",
        by=OFFICER,
        sees=OF_COUNTY,
        data={"new_due_on": LATER, "reason": "名单会签"},
    ),
    *moves(
        "tasks:assignment-move",
        OF_COUNTY,
        [
            ("receive", "@assignment", OFFICER),
            ("submit", "@assignment_reported", OFFICER),
            ("return", "@assignment_submitted", CLERK),
            ("accept", "@assignment_submitted", CLERK),
        ],
    ),
    *moves(
        "tasks:assignment-move",
        OF_PART,
        [
            ("receive", "@part", TOWNSHIP),
            ("return", "@part_submitted", OFFICER | COUNTY_HEAD),
            ("accept", "@part_submitted", OFFICER | COUNTY_HEAD),
        ],
    ),
    page("tasks:roadmap"),
    page("tasks:roadmap-pdf", to=WORK),
    page("tasks:timetable"),
    page("tasks:timetable-ics", to=WORK),
    page("tasks:extension-export"),
    *moves(
        "tasks:extension-move",
        OF_COUNTY,
        [("approve", "@task_extension", REVIEWER), ("refuse", "@task_extension", REVIEWER)],
    ),
    *moves("tasks:extension-move", OF_PART, [("approve", "@part_extension", COUNTY_HEAD)]),
]
