"""工作日、岗位交接各行要用的对象。"""

import datetime as dt

from portal.core.models import DayOverride


class HandoverStage:
    """`Stage` 的一部分。"""

    def day_override(self) -> DayOverride:
        return DayOverride.objects.create(
            date=dt.date(2027, 10, 1), is_workday=False, name="国庆节", source="国务院办公厅通知"
        )
