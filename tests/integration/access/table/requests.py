"""条例贯彻：望山区的依申请公开台账与年度报告。"""

from tests.integration.access.table.words import (
    COUNTY,
    COUNTY_HEAD,
    NO_ONE,
    OF_COUNTY,
    OFFICER,
    REVIEWER,
    TOWNSHIP,
    act,
    form,
    moves,
    page,
)

CLERK, SCORERS = frozenset({"clerk"}), frozenset({"scorer", "other_scorer"})
OFFICERS = frozenset({"officer", "other_officer"})
WRITERS = CLERK | SCORERS | OFFICERS | TOWNSHIP
REGISTERED = {
    "body": "@county",
    "received_on": "2026-09-08",
    "way": "online",
    "applicant_kind": "natural",
    "subject": "道路硬化项目的决算",
}
STEP = {"on": "2026-09-10", "days": 5, "text": "写明原因", "outcome": "disclosed"}


def move(name: str, subject: str, by):
    return form("tasks:request-move", subject, name, by=by, sees=OF_COUNTY, data=STEP)


ROWS = [
    page("tasks:requests"),
    page("tasks:request-export"),
    page("tasks:request-ledger"),
    act("tasks:request-import", by=WRITERS, data={"file": "@uploaded_ledger"}),
    form("tasks:request-add", by=WRITERS, done=422),
    page("tasks:request", "@request", to=OF_COUNTY, sees=NO_ONE),
    form("tasks:request-edit", "@request", by=OFFICER, sees=OF_COUNTY, data=REGISTERED | {"version": 1}),
    act("tasks:request-applicant", "@request", by=COUNTY, sees=OF_COUNTY, done=200),
    page("tasks:request-slip", "@request", to=OF_COUNTY, sees=NO_ONE),
    act(
        "tasks:dispute-add",
        "@request",
        by=OFFICER,
        sees=OF_COUNTY,
        data={"route": "direct", "filed_on": "2026-09-10", "result": "pending"},
    ),
    form(
        "tasks:dispute-decide",
        "@dispute",
        by=OFFICER,
        sees=OF_COUNTY,
        data={"result": "upheld", "decided_on": "2026-09-10"},
    ),
    move("ask", "@request", OFFICER),
    move("correct", "@request_asked", OFFICER),
    move("lapse", "@request_overdue", OFFICER),
    move("consult", "@request", OFFICER),
    move("opinion", "@request_consulted", OFFICER),
    move("extend", "@request", OFFICER),
    move("suspend", "@request", OFFICER),
    move("resume", "@request_suspended", OFFICER),
    move("draft", "@request", OFFICER),
    move("return", "@request_drafted", COUNTY_HEAD),
    move("approve", "@request_drafted", COUNTY_HEAD),
    move("deliver", "@request_answered", OFFICER),
    move("close", "@request_delivered", OFFICER),
    page("tasks:annuals"),
    page("tasks:annual-export"),
    act("tasks:annual-open", by=OFFICER, data={"body": "@county", "year": 2024}),
    page("tasks:annual", "@annual", to=OF_COUNTY, sees=NO_ONE),
    form(
        "tasks:annual-texts",
        "@annual",
        by=OFFICER,
        sees=OF_COUNTY,
        data={"overview": "总体", "problems": "问题", "others": "无", "version": 1},
    ),
    page("tasks:annual-table", "@annual", 3, to=OFFICER, sees=OF_COUNTY),
    act("tasks:annual-cells", "@annual", 3, by=OFFICER, sees=OF_COUNTY),
    act("tasks:annual-refill", "@annual", by=OFFICER, sees=OF_COUNTY),
    act("tasks:annual-import", "@annual", by=OFFICER, sees=OF_COUNTY, data={"file": "@uploaded_annual"}),
    page("tasks:annual-workbook", "@annual", to=OF_COUNTY, sees=NO_ONE),
    page("tasks:annual-pdf", "@annual", to=OF_COUNTY, sees=NO_ONE),
    page("tasks:annual-docx", "@annual", to=OF_COUNTY, sees=NO_ONE),
    act("tasks:annual-correct", "@annual_published", by=OFFICER, sees=OF_COUNTY, data={"reason": "漏计"}),
    *moves(
        "tasks:annual-move",
        OF_COUNTY,
        [
            ("submit", "@annual", OFFICER),
            ("pass", "@annual_submitted", COUNTY_HEAD),
            ("return", "@annual_submitted", COUNTY_HEAD),
            ("check", "@annual_passed", CLERK),
            ("return", "@annual_passed", CLERK),
            ("publish", "@annual_checked", REVIEWER),
            ("return", "@annual_checked", REVIEWER),
            ("withdraw", "@annual_published", REVIEWER),
        ],
    ),
]
