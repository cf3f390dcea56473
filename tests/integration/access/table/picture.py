"""推进情况：画面、各行、规则。"""

from tests.integration.access.table.words import (
    AUDITOR,
    CITY,
    CLERK,
    COUNTY,
    DEPARTMENTS,
    SIGNED_IN,
    TOWNSHIP,
    VILLAGE,
    WORK,
    Row,
    form,
    page,
)

# 望山区的一页：市里、望山区（连同所属乡镇、村，只看到自己的）、各主管部门（只看到自己的领域）、审计员。
SEES_WS = CITY | COUNTY | AUDITOR | TOWNSHIP | VILLAGE | DEPARTMENTS

ROWS = [
    page("tasks:picture", to=WORK),
    page("tasks:picture-rows", to=WORK),
    page("tasks:picture-overdue", to=WORK),
    page("tasks:picture-trend", to=WORK),
    page("tasks:picture-forecast", to=WORK),
    page("tasks:picture-county", "WS", to=SEES_WS, sees=SIGNED_IN - WORK),
    page("tasks:picture-export", to=WORK),
    page("tasks:picture-print", to=WORK),
    page("tasks:picture-small"),
    page("tasks:burden", to=WORK),
    page("tasks:burden-rows", to=WORK),
    Row(
        "tasks:burden-pairs",
        get=WORK,
        post=CLERK,
        data={"left": "filing:2026", "right": "task:1", "verdict": "keep", "reason": "用处不同"},
    ),
    form("tasks:area-rule", "organisation", by=CLERK, data={"soon_workdays": 5, "most_overdue": 0}),
]
