"""依申请公开的法定期限（国务院令第711号第三十至三十四条）：日期进，日期出，逐段说明。不认识 Django。

期限按工作日计，收到（或补正到达）的当天不算。征求第三方或其他机关意见的、依法中止的日子不算；补正到达之后从头算；
延长一次，至多二十个工作日。不知道放假安排的年份按周末推算，并如实标明。
"""

from tasks.registers.requests.legal_clock.case import LABELS, Case, Kind, Limits, State, Step, Terms, limits
from tasks.registers.requests.legal_clock.explaining import Line, Reading, read
from tasks.registers.requests.legal_clock.rules import Refused, check

__all__ = [
    "LABELS",
    "Case",
    "Kind",
    "Limits",
    "Line",
    "Reading",
    "Refused",
    "State",
    "Step",
    "Terms",
    "check",
    "limits",
    "read",
]
