"""闸门：一件事此刻能不能办，一个纯函数说了算，各处写入都问它。

区间一律左闭右开，时刻带时区。整日期限的终点是次日零点（北京时间）：23:59:59.999999 按时，00:00:00 逾期。
"""

import datetime as dt
from dataclasses import dataclass

from portal.core import clock

BLOCK, LATE = "block", "late"
ON_TIME, EXTENDED, OVERDUE = "按时", "延期内", "逾期"


@dataclass(frozen=True)
class Window:
    """办理的起止。`extended_to` 是批准的延期终点（不含）；`policy` 为 `late` 时到期后仍可办，记为逾期。"""

    opens_at: dt.datetime
    closes_at: dt.datetime
    extended_to: dt.datetime | None = None
    policy: str = LATE
    name: str = ""
    helper: str = ""

    @property
    def ends_at(self) -> dt.datetime:
        """实际终点（不含）。"""
        return max(self.closes_at, self.extended_to or self.closes_at)


@dataclass(frozen=True)
class Verdict:
    """闸门的答复：是否允许、是否算逾期、不允许的原因、谁能帮忙。"""

    allowed: bool
    late: bool = False
    reason: str = ""
    helper: str = ""


def gate(window: Window, act: str, at: dt.datetime) -> Verdict:
    """`at` 时刻能否做 `act`。"""
    if at < window.opens_at:
        reason = f"“{window.name}”{_day(window.opens_at)}才开放，现在还不能{act}。"
        return Verdict(False, reason=reason, helper=window.helper)
    if at < window.ends_at:
        return Verdict(True)
    if window.policy == LATE:
        return Verdict(True, late=True)
    last = clock.local_date(window.ends_at - dt.timedelta(microseconds=1))
    reason = f"“{window.name}”已于{last:%Y年%-m月%-d日}截止，不能再{act}。"
    return Verdict(False, reason=reason, helper=window.helper)


def timeliness(window: Window, done_at: dt.datetime) -> str:
    """完成得怎样：按时、延期内、逾期三者分开统计。"""
    if done_at < window.closes_at:
        return ON_TIME
    return EXTENDED if done_at < window.ends_at else OVERDUE


def _day(moment: dt.datetime) -> str:
    return f"{clock.local_date(moment):%Y年%-m月%-d日}"
