"""依申请公开台账：望山区的。"""

from tests.integration.access.table.words import (
    COUNTY,
    COUNTY_HEAD,
    NO_ONE,
    OF_COUNTY,
    OFFICER,
    TOWNSHIP,
    act,
    form,
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
]
