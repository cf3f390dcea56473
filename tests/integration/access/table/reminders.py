"""提醒的设置与凭据。"""

from tests.integration.access.table.words import AUDITOR, CLERK, act, form, page

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
ROWS = [
    page("tasks:reminder-preview-export", to=CLERK | AUDITOR),
    page("tasks:reminder-ledger", to=CLERK | AUDITOR),
    page("tasks:reminder-ledger-export", to=CLERK | AUDITOR),
    act("tasks:reminder-send", by=CLERK),
    form("tasks:reminder-settings", by=CLERK, data=SETTING),
    act("tasks:reminder-pause", by=CLERK, data={"reason": "期限要改"}),
    act("tasks:reminder-resume", by=CLERK),
]
