"""稿件与三审。"""

from tests.integration.access.table.words import (
    CLERK,
    COUNTY_HEAD,
    NO_ONE,
    OF_CITY,
    OF_COUNTY,
    OFFICER,
    REVIEWER,
    act,
    form,
    moves,
    page,
)

CONTENT = {"column": "@column", "title": "望山区动态", "summary": "望山区的概述", "validity": "in_force"}

ASKED = {
    "reason": "依法公示",
    "purpose": "公示补贴发放",
    "necessity": "办法规定公示到户",
    "impact": "影响有限",
    "measures": "打码、到期撤下",
    "assessed_on": "2026-09-01",
}
ROWS = [
    page("publications:list"),
    form("publications:create", "@county", by=OFFICER, sees=NO_ONE, data=CONTENT | {"version": 1}),
    form("publications:create", "@city", by=CLERK, sees=NO_ONE, data=CONTENT | {"version": 1}),
    page("publications:detail", "@draft", to=OF_COUNTY, sees=NO_ONE),
    form("publications:edit", "@draft", by=OFFICER, sees=OF_COUNTY, data=CONTENT | {"version": 1}),
    act("publications:attach", "@draft", by=OFFICER, sees=OF_COUNTY, data={"file": "@uploaded_docx"}),
    act("publications:detach", "@draft", 1, by=OFFICER, sees=OF_COUNTY),
    page("publications:scan", "@draft", to=OF_COUNTY, sees=NO_ONE),
    form("publications:override-request", "@draft_with_phone", by=OFFICER, sees=OF_COUNTY, data=ASKED),
    page("publications:override", "@override", to=OF_COUNTY, sees=NO_ONE),
    page("publications:assessments"),
    page("publications:assessment", "@assessment", to=OF_COUNTY, sees=NO_ONE),
    page("publications:findings", to=OF_CITY),
    act("publications:rescan", by=REVIEWER),
    *moves(
        "publications:override-move",
        OF_COUNTY,
        [
            ("approve", "@override", REVIEWER),
            ("refuse", "@override", REVIEWER),
            ("cancel", "@override", OFFICER),
        ],
    ),
    *moves(
        "publications:move",
        OF_COUNTY,
        [
            ("submit", "@draft", OFFICER),
            ("pass_first", "@submitted", CLERK),
            ("return", "@submitted", CLERK),
            ("pass_second", "@passed_once", COUNTY_HEAD | REVIEWER),
            ("return", "@passed_once", COUNTY_HEAD | REVIEWER),
            ("publish", "@passed_twice", REVIEWER),
            ("return", "@passed_twice", REVIEWER),
            ("withdraw", "@published", REVIEWER),
        ],
    ),
]
