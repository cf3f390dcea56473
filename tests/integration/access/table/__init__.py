"""网址 × 角色的期望，按应用分在各个模块里，词在 `words`。"""

from tests.integration.access.table import (
    accounts,
    assessments,
    catalogs,
    core,
    handover,
    improving,
    interpretation,
    notifications,
    organisations,
    organising,
    picture,
    publications,
    reminders,
    requests,
    task_work,
    tasks,
    village,
    village_board,
    village_catalogs,
)

# 每一部分在 `test_every_route` 里自成一个测试。
PARTS = (
    core,
    handover,
    accounts,
    organisations,
    improving,
    organising,
    notifications,
    publications,
    tasks,
    picture,
    requests,
    reminders,
    task_work,
    assessments,
    catalogs,
    village,
    village_board,
    village_catalogs,
    interpretation,
)
ROWS = [row for part in PARTS for row in part.ROWS]
