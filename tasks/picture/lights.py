"""亮灯的规则与量具：各方面按自己的规则、按工作日判断临期。"""

import datetime as dt
from dataclasses import dataclass

from portal.core import workdays
from portal.core.models.calendar import overrides
from tasks.models import AreaRule, Campaign
from tasks.standing import Gauge, LightRule


@dataclass(frozen=True)
class Rules:
    """各方面的规则（按 `TaskArea.code`）与工作日调整表，一次取齐。"""

    by_area: dict[str, LightRule]
    table: dict

    def of(self, area: str) -> LightRule:
        return self.by_area.get(area, LightRule())

    def gauge(self, area: str, on: dt.date) -> Gauge:
        """从 `on` 这天看这个方面。"""
        return Gauge(on, workdays.add_workdays(on, self.of(area).soon_workdays, self.table))

    def workdays_left(self, on: dt.date, end: dt.date) -> int:
        """`on` 之后到 `end`（含）还有几个工作日。"""
        return workdays.workdays_between(on, end, self.table)


def rules_of(campaign: Campaign) -> Rules:
    """两次查询；没有改过规则的方面用默认。"""
    rows = AreaRule.objects.filter(area__campaign=campaign).select_related("area")
    return Rules({row.area.code: as_rule(row) for row in rows}, overrides())


def as_rule(row: AreaRule) -> LightRule:
    return LightRule(row.soon_workdays, row.most_overdue, row.least_share)
