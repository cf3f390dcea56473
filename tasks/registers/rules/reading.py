"""台账规则的读取：没有配置的按默认值；日期没有填的按阶段推出。"""

import datetime as dt
from collections.abc import Iterable

from tasks.models import Campaign, Phase
from tasks.registers.rules.models import RegisterRule

IMPLEMENTING = 2


def rule_of(campaign: Campaign) -> RegisterRule:
    """这个行动的规则（一次查询）；没有配置的是一份没有存库的默认值。"""
    return RegisterRule.objects.filter(campaign=campaign).first() or RegisterRule(campaign=campaign)


def span(phases: Iterable[Phase]) -> tuple[dt.date, dt.date] | None:
    """行动的首日与末日，取自各阶段；没有阶段的为 None。"""
    phases = list(phases)
    return (min(p.start_on for p in phases), max(p.end_on for p in phases)) if phases else None


def implemented_by(phases: Iterable[Phase]) -> dt.date | None:
    """全面实施阶段的最后一天；没有这个阶段的为行动的末日。"""
    ends = {phase.number: phase.end_on for phase in phases}
    return ends.get(IMPLEMENTING) or max(ends.values(), default=None)
