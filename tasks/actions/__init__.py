"""行动中的写入，一个名词一个模块。"""

from tasks.actions.assignment import (
    drop_child,
    move_assignment,
    move_assignments,
    refusals,
    split_assignment,
)
from tasks.actions.burden import judge_pair
from tasks.actions.campaign import create_campaign, move_campaign, update_deadline
from tasks.actions.extension import decide_extension, extend_assignment, request_extension
from tasks.actions.filing import (
    accept_filing,
    attach_file,
    hand_in_filing,
    move_filing,
    open_filing,
    save_filing,
)
from tasks.actions.picture import save_area_rule
from tasks.actions.progress import AlreadyHandedIn, Proofs, add_progress
from tasks.actions.reminder_setting import pause_reminders, resume_reminders, save_reminder_setting
from tasks.actions.reminders import (
    forecast,
    preview_reminders,
    queue_reminders,
    remind,
    send_reminders,
    setting_of,
)
from tasks.actions.supervision import (
    answer_supervision,
    draft_supervisions,
    issue_supervision,
    move_supervision,
    save_supervision,
)
from tasks.actions.task import TaskLine, open_periods, record_tasks
from tasks.actions.urge import urge

__all__ = [
    "AlreadyHandedIn",
    "Proofs",
    "TaskLine",
    "accept_filing",
    "add_progress",
    "answer_supervision",
    "attach_file",
    "create_campaign",
    "decide_extension",
    "drop_child",
    "extend_assignment",
    "draft_supervisions",
    "forecast",
    "hand_in_filing",
    "issue_supervision",
    "judge_pair",
    "move_assignment",
    "move_assignments",
    "move_campaign",
    "move_filing",
    "move_supervision",
    "open_filing",
    "open_periods",
    "pause_reminders",
    "preview_reminders",
    "queue_reminders",
    "record_tasks",
    "refusals",
    "remind",
    "request_extension",
    "resume_reminders",
    "save_area_rule",
    "save_filing",
    "save_reminder_setting",
    "save_supervision",
    "send_reminders",
    "setting_of",
    "split_assignment",
    "update_deadline",
    "urge",
]
