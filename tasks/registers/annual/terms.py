"""年度报告的期限（国务院令第711号第四十九条）：部门、乡镇次年1月31日以前，各级政府次年3月31日以前，都含当天。"""

import datetime as dt

from portal.core import clock
from portal.core.gate import Window
from portal.organisations.models import Organisation

GOVERNMENTS = (Organisation.Kind.CITY, Organisation.Kind.COUNTY)
NAME, HELPER = "政府信息公开工作年度报告", "市政务公开办"


def due_on(body: Organisation, year: int) -> dt.date:
    """`year` 年度报告的最后一天。"""
    month, day = (3, 31) if body.kind in GOVERNMENTS else (1, 31)
    return dt.date(year + 1, month, day)


def window(body: Organisation, year: int) -> Window:
    """年度终了才能报送、公开；到期之后仍可办，记为逾期。"""
    return Window(
        opens_at=clock.day_start(dt.date(year + 1, 1, 1)),
        closes_at=clock.day_end(due_on(body, year)),
        name=f"{year} 年{NAME}",
        helper=HELPER,
    )
