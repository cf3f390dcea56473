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
from tasks.actions.reminders import preview_reminders, send_reminders
from tasks.actions.task import TaskLine, add_progress, move_assignment, record_tasks

__all__ = [
    "TaskLine",
    "accept_filing",
    "add_progress",
    "attach_file",
    "create_campaign",
    "decide_extension",
    "hand_in_filing",
    "move_assignment",
    "move_campaign",
    "move_filing",
    "open_filing",
    "preview_reminders",
    "record_tasks",
    "request_extension",
    "save_area_rule",
    "save_filing",
    "send_reminders",
    "update_deadline",
]
