"""公示、答复、留存的期限怎样算。纯函数。

按日计算的，开始当日不计入，自次日起算（《中华人民共和国民法典》第二百零一条）；最后一日是休息日的，
以休息日结束的次日为最后一日（第二百零三条）。按工作日的只数工作日。
"""

import datetime as dt

from portal.core import workdays
from portal.core.workdays import Overrides
from village.models import Programme

ONE = dt.timedelta(days=1)


def posting_ends(programme: Programme, starts_on: dt.date, overrides: Overrides | None = None) -> dt.date:
    """公示的最后一天，含当天。"""
    if programme.posting_day_kind == Programme.DayKind.WORKING:
        return workdays.add_workdays(starts_on, programme.posting_days, overrides)
    day = starts_on + ONE * programme.posting_days
    while not workdays.is_workday(day, overrides):
        day += ONE
    return day


def posting_due(programme: Programme, confirmed_on: dt.date) -> dt.date:
    """清单复核之后应张贴的最后一天，按自然日。"""
    return confirmed_on + ONE * programme.posting_within


def answer_due(programme: Programme, received_on: dt.date, overrides: Overrides | None = None) -> dt.date:
    """异议应答复的最后一天，按工作日。"""
    return workdays.add_workdays(received_on, programme.answer_days, overrides)


def kept_until(programme: Programme, kept_from: dt.date) -> dt.date:
    """留存的最后一天：满若干周年的前一天；2 月 29 日起的算到 2 月 28 日。"""
    year = kept_from.year + programme.retention_years
    leap = kept_from.month == 2 and kept_from.day == 29
    return dt.date(year, 2, 28) if leap else kept_from.replace(year=year) - ONE
