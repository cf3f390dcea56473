"""组织推进的工作簿：责任分工、会议。"""

from tasks.registers.organising.sheets.leaders import LEADERS
from tasks.registers.organising.sheets.meetings import MEETINGS

__all__ = ["LEADERS", "MEETINGS"]
