"""工作机制。"""

from tests.integration.access.table.words import (
    COUNTY_HEAD,
    NO_ONE,
    OF_COUNTY,
    OFFICER,
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
