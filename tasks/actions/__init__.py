"""行动中的写入，一个名词一个模块。"""

from tasks.actions.campaign import create_campaign, move_campaign, update_deadline
from tasks.actions.extension import decide_extension, request_extension
from tasks.actions.filing import (
    accept_filing,
    attach_file,
    hand_in_filing,
    move_filing,
    open_filing,
    save_filing,
)
from tasks.actions.picture import save_area_rule
from tasks.actions.reminder_setting import pause_reminders, resume_reminders, save_reminder_setting
from tasks.actions.reminders import (
    forecast,
    preview_reminders,
    queue_reminders,
    remind,
    send_reminders,
    setting_of,
)
from tasks.actions.task import TaskLine, add_progress, move_assignment, record_tasks

__all__ = [
    "TaskLine",
    "accept_filing",
    "add_progress",
    "attach_file",
    "create_campaign",
    "decide_extension",
    "forecast",
    "hand_in_filing",
    "move_assignment",
    "move_campaign",
    "move_filing",
    "open_filing",
    "pause_reminders",
    "preview_reminders",
    "queue_reminders",
    "record_tasks",
    "remind",
    "request_extension",
    "save_area_rule",
    "resume_reminders",
    "save_filing",
    "save_reminder_setting",
    "send_reminders",
    "setting_of",
    "update_deadline",
]
