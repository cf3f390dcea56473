"""平台核验的后台任务。"""

import datetime as dt

from django.utils import timezone

from portal.core import jobs
from portal.core.links import rounds
from tasks.registers.platforms import actions, selectors


@jobs.job("tasks.queue_zone_checks")
def queue_zone_checks(running, *, on: str) -> dict:
    """每夜：把开着的各处平台排上核验。"""
    return {"jobs": len(actions.queue_round(on=dt.date.fromisoformat(on)))}


@jobs.job("tasks.check_zones", atomic=False)
def check_zones(running, *, links: list[int], since: str, back: str = "") -> dict:
    """核验一批，再把所见记成更新与失效；中断后重来，`since` 之后核验过的不再打扰对方。

    `back` 是看结果的地方。"""
    done = rounds.Round(running).run(selectors.links_unseen(links, since=dt.datetime.fromisoformat(since)))
    return done | actions.take_findings(link_ids=links, at=timezone.now()) | {"back": back}


jobs.daily("tasks.queue_zone_checks", at=dt.time(0, 40), title="排定公开平台核验")
