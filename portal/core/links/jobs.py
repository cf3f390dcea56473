"""链接核验的后台任务。"""

import datetime as dt

from portal.core import jobs
from portal.core.links import planning, rounds


@jobs.job("core.queue_link_checks")
def queue_link_checks(running, *, on: str) -> dict:
    """每日计划：把今天该核验的排上。"""
    return {"jobs": len(planning.queue_due(on=dt.date.fromisoformat(on)))}


@jobs.job("core.check_links", atomic=False)
def check_links(running, *, links: list[int], on: str) -> dict:
    """核验一批链接；中断后重来，已核验过的不再打扰对方。"""
    due = planning.due(on=dt.date.fromisoformat(on)).filter(pk__in=links)
    return rounds.Round(running).run(list(due.order_by("host", "pk")))


jobs.daily("core.queue_link_checks", at=dt.time(1, 30), title="排定链接核验")
