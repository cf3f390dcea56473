"""提醒的设置与凭据，催办，督办单。"""

from tests.integration.access.table.words import (
    AUDITOR,
    CLERK,
    COUNTY,
    NO_ONE,
    OF_CITY,
    OF_COUNTY,
    REVIEWER,
    act,
    form,
    moves,
    page,
)

SETTING = {
    "offsets": "-7,-1,0",
    "head_after": 1,
    "city_after": 3,
    "cap": 500,
    "quiet_from": "20:00",
    "quiet_until": "08:00",
    "workdays_only": "on",
    "reminding": ["deadline:filing"],
    "version": 0,
}
PAPER = {"title": "方案逾期未报", "demand": "立即报送", "due_on": "2026-09-20"}
ROWS = [
    page("tasks:reminder-preview-export", to=CLERK | AUDITOR),
    page("tasks:reminder-ledger", to=CLERK | AUDITOR),
    page("tasks:reminder-ledger-export", to=CLERK | AUDITOR),
    act("tasks:reminder-send", by=CLERK),
    form("tasks:reminder-settings", by=CLERK, data=SETTING),
    act("tasks:reminder-pause", by=CLERK, data={"reason": "期限要改"}),
    act("tasks:reminder-resume", by=CLERK),
    act("tasks:urge", by=CLERK, data={"key": "@overdue_key"}),
    page("tasks:urges"),
    page("tasks:urge-export"),
    page("tasks:supervisions"),
    page("tasks:supervision-export"),
    form("tasks:supervision-new", by=CLERK, data=PAPER | {"keys": "@overdue_key"}),
    page("tasks:supervision", "@supervision_draft", to=OF_CITY, sees=NO_ONE),
    page("tasks:supervision", "@supervision", to=OF_COUNTY, sees=NO_ONE),
    form("tasks:supervision-edit", "@supervision_draft", by=CLERK, sees=OF_CITY, data=PAPER | {"version": 1}),
    page("tasks:supervision-print", "@supervision", to=OF_COUNTY, sees=NO_ONE),
    page("tasks:supervision-print", "@supervision_draft", to=NO_ONE, sees=NO_ONE),
    act("tasks:supervision-move", "@supervision_draft", "issue", by=CLERK, sees=OF_CITY),
    *moves(
        "tasks:supervision-move",
        OF_COUNTY,
        [
            ("sign", "@supervision", COUNTY),
            ("answer", "@supervision_signed", COUNTY),
            ("return", "@supervision_answered", REVIEWER),
            ("close", "@supervision_answered", REVIEWER),
            ("revoke", "@supervision", CLERK),
        ],
        text="已报送",
        link="https://www.example.cn/plan",
    ),
]
