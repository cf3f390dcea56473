"""各方面的亮灯规则；没有改过的用默认。"""

from tasks.models import AreaRule, TaskArea
from tasks.standing import LightRule


def rule_of(area: TaskArea) -> LightRule:
    """`area` 须连同它的规则读来（`Ground.areas`）。"""
    return as_rule(area.rule) if hasattr(area, "rule") else LightRule()


def as_rule(row: AreaRule) -> LightRule:
    return LightRule(row.soon_workdays, row.most_overdue, row.least_share)
