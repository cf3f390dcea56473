"""行动的数据：行动与阶段、方案备案、延期单、提醒凭据、任务书、亮灯规则。"""

from tasks.models.area_rule import AreaRule
from tasks.models.campaign import Campaign, Deadline, Participant, Phase, TaskArea
from tasks.models.extension import Extension
from tasks.models.filing import Filing, FilingVersion
from tasks.models.reminder import Reminder
from tasks.models.task import Assignment, Progress, Task
from tasks.registers.requests.models import DisclosureRequest, RequestDispute, RequestEvent

__all__ = [
    "AreaRule",
    "Assignment",
    "Campaign",
    "Deadline",
    "DisclosureRequest",
    "Extension",
    "Filing",
    "FilingVersion",
    "Participant",
    "Phase",
    "Progress",
    "Reminder",
    "RequestDispute",
    "RequestEvent",
    "Task",
    "TaskArea",
]
