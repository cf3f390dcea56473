"""推进情况：画面、各行、规则。"""

from tests.integration.access.table.words import CLERK, WORK, form, page

ROWS = [
    page("tasks:picture", to=WORK),
    page("tasks:picture-rows", to=WORK),
    page("tasks:picture-overdue", to=WORK),
    form("tasks:area-rule", "organisation", by=CLERK, data={"soon_workdays": 5, "most_overdue": 0}),
]
