"""检索、工作日、岗位交接、我的导入。"""

from tests.integration.access.table.words import CLERK, act, form, page

ROWS = [
    page("desk:search"),
    page("desk:search-kind", "publications"),
    page("desk:workdays"),
    page("desk:workdays-export"),
    form("desk:workdays-change", by=CLERK, done=422),
    form("desk:workdays-remove", "@day_override", by=CLERK, done=200),
    act("desk:workdays-import", by=CLERK, data={"file": "@uploaded_nonsense"}),
]
