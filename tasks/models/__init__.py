"""行动的数据：行动与阶段、方案备案、延期单、提醒凭据。"""

from tasks.models.campaign import Campaign, Deadline, Participant, Phase, TaskArea
from tasks.models.extension import Extension
from tasks.models.filing import Filing, FilingVersion
from tasks.models.reminder import Reminder

__all__ = [
    "Campaign",
    "Deadline",
    "Extension",
    "Filing",
    "FilingVersion",
    "Participant",
    "Phase",
    "Reminder",
    "TaskArea",
]
