"""工作机制、经验做法。"""

from tests.integration.access.table.words import (
    CITY,
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

OFFICERS = OFFICER | frozenset({"other_officer"})
MECHANISM = {"kind": "evaluation", "title": "考核评议办法（新）", "flow": "自评｜各单位", "version": 1}
ROWS = [
    page("tasks:mechanisms"),
    page("tasks:mechanism-compare"),
    page("tasks:mechanism-export", to=WORK),
    act("tasks:mechanism-import", by=OFFICERS, data={"file": "@uploaded_mechanisms"}),
    form("tasks:mechanism-add", by=OFFICERS, data=MECHANISM),
    page("tasks:mechanism", "@mechanism", to=OF_COUNTY, sees=NO_ONE),
    form("tasks:mechanism-edit", "@mechanism", by=OFFICER, sees=OF_COUNTY, data=MECHANISM),
    act("tasks:mechanism-attach", "@mechanism", by=OFFICER, sees=OF_COUNTY, data={"file": "@uploaded_docx"}),
    page("tasks:mechanism-print", "@mechanism", to=OF_COUNTY, sees=NO_ONE),
    *moves(
        "tasks:mechanism-move",
        OF_COUNTY,
        [
            ("submit", "@mechanism", OFFICER),
            ("withdraw", "@mechanism_submitted", OFFICER),
            ("return", "@mechanism_submitted", COUNTY_HEAD),
            ("approve", "@mechanism_submitted", COUNTY_HEAD),
            ("repeal", "@mechanism_in_force", COUNTY_HEAD),
        ],
    ),
]

CASE = {
    "title": "村级公示一码查",
    "kind": "form",
    "area": "@area",
    "problem": "村民不知道去哪里看",
    "practice": "公开栏贴码",
    "effect": "查询增加",
    "measured": "平台登记",
    "replicable": "照样印码",
    "version": 1,
}
NOMINATORS = OFFICERS | TOWNSHIP | frozenset({"scorer", "other_scorer"})
JUDGED = {f"score_{n}": 15 for n in range(4)} | {"opinion": "有成效", "is_for": "yes"}
OTHER_OFFICER = frozenset({"other_officer"})
ADOPTED = {"since": "2026-09-01", "link": "https://example.gov.cn/cn"}
ROWS += [
    page("tasks:cases"),
    page("tasks:case-shelf"),
    page("tasks:case-export", to=WORK),
    act("tasks:case-import", by=NOMINATORS, data={"file": "@uploaded_cases"}),
    form("tasks:case-add", by=NOMINATORS, data=CASE),
    page("tasks:case", "@case", to=OF_COUNTY, sees=NO_ONE),
    page("tasks:case", "@case_confirmed", to=WORK, sees=NO_ONE),
    page("tasks:case-print", "@case_confirmed", to=WORK, sees=NO_ONE),
    form("tasks:case-edit", "@case", by=OFFICER, sees=OF_COUNTY, data=CASE),
    act(
        "tasks:case-evidence",
        "@case",
        by=OFFICER,
        sees=OF_COUNTY,
        data={"title": "公开页面", "link": "https://example.gov.cn/1"},
    ),
    act("tasks:case-evidence-remove", "@case_evidence", by=OFFICER, sees=OF_COUNTY),
    act("tasks:case-judge", "@case_endorsed", by=CITY, sees=OF_COUNTY, data=JUDGED),
    act("tasks:case-publish", "@case_confirmed", by=CLERK, sees=WORK),
    act("tasks:case-present", "@case_confirmed", by=CLERK, sees=WORK, data={"meeting": "@city_meeting"}),
    act("tasks:case-adopt", "@case_confirmed", by=OTHER_OFFICER, sees=WORK, data=ADOPTED),
    *moves(
        "tasks:case-move",
        OF_COUNTY,
        [
            ("submit", "@case", OFFICER),
            ("endorse", "@case_submitted", COUNTY_HEAD),
            ("send_back", "@case_submitted", COUNTY_HEAD),
            ("confirm", "@case_judged", REVIEWER),
            ("return", "@case_endorsed", REVIEWER),
            ("withdraw", "@case_endorsed", OFFICER),
        ],
    ),
]
