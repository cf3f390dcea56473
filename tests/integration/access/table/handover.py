"""检索、工作日、岗位交接、我的导入。"""

from tests.integration.access.table.words import page

ROWS = [
    page("desk:search"),
    page("desk:search-kind", "publications"),
]
