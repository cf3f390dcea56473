"""检索、工作日、岗位交接、我的导入。"""

from tests.integration.access.table.words import (
    ADMIN,
    AUDITOR,
    CLERK,
    COUNTY,
    NO_ONE,
    OFFICER,
    TOWNSHIP,
    act,
    form,
    page,
)

# 望山区填报人这个岗位谁看得到；交接单还有前任与后任看得到。
OF_POST = ADMIN | AUDITOR | CLERK | COUNTY
OF_HANDOVER = OF_POST | TOWNSHIP
POST = ("@county", "county_officer")
SUCCESSION = {"successor": "yd-head", "last_day": "2026-09-10"}
ACTING = {"person": "yd-officer", "start_on": "2026-09-10", "end_on": "2026-09-20"}

ROWS = [
    page("core:imports"),
    page("desk:search"),
    page("desk:search-kind", "publications"),
    page("desk:workdays"),
    page("desk:workdays-export"),
    form("desk:workdays-change", by=CLERK, done=422),
    form("desk:workdays-remove", "@day_override", by=CLERK, done=200),
    act("desk:workdays-import", by=CLERK, data={"file": "@uploaded_nonsense"}),
    page("desk:posts"),
    page("desk:post", *POST, to=OF_POST, sees=NO_ONE),
    page("desk:post-workbook", *POST, to=OF_POST, sees=NO_ONE),
    act("desk:post-acting", *POST, by=ADMIN, data=ACTING),
    act("desk:hand-over", "@membership", by=ADMIN, data=SUCCESSION),
    page("desk:handover", "@handover", to=OF_HANDOVER, sees=NO_ONE),
    act("desk:handover-note", "@handover", by=OFFICER, sees=OF_HANDOVER, data={"note": "会还没有开"}),
    act("desk:handover-confirm", "@handover", by=TOWNSHIP, sees=OF_HANDOVER),
    page("desk:handover-pack", "@handover", to=OF_HANDOVER, sees=NO_ONE),
    page("desk:handover-workbook", "@handover", to=OF_HANDOVER, sees=NO_ONE),
]
