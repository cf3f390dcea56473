"""工作日、岗位交接各行要用的对象。"""

import datetime as dt

from portal.core.models import DayOverride
from portal.organisations import actions
from portal.organisations.models import Handover
from tests.integration.access.city import AT, TODAY


class HandoverStage:
    """`Stage` 的一部分。"""

    def day_override(self) -> DayOverride:
        return DayOverride.objects.create(
            date=dt.date(2027, 10, 1), is_workday=False, name="国庆节", source="国务院办公厅通知"
        )

    def handover(self) -> Handover:
        """望山区填报人的岗位，昨天交给东山街道的经办，等他确认。"""
        lines = [actions.WorkLine("a", "任务", "推进基层标准化", "办理中", "/desk/tasks/")]
        return actions.hand_over(
            membership=self.people["officer"].memberships.select_related("person", "organisation").get(),
            successor=self.people["township"],
            last_day=TODAY - dt.timedelta(days=1),
            lines=lines,
            by=self.people["admin"],
            at=AT,
        )
