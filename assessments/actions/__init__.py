"""考核的写入，一个名词一个模块。"""

from assessments.actions.indicator import update_indicator
from assessments.actions.issue import answer_issue, move_issue, move_issues, recheck_issue
from assessments.actions.issue_list import IssueLine, answer_issues, record_issues
from assessments.actions.report import (
    build_report,
    compose,
    draft_report,
    move_report,
    publish_report,
    queue_build,
    save_wording,
)
from assessments.actions.results import set_combination
from assessments.actions.round import approve_round, complete_round, move_round, submit_round
from assessments.actions.scheme import create_scheme, issue_scheme, replace_indicators
from assessments.actions.score import EditedByAnother, record_score, record_scores, set_applicability

__all__ = [
    "EditedByAnother",
    "IssueLine",
    "answer_issue",
    "answer_issues",
    "approve_round",
    "build_report",
    "compose",
    "complete_round",
    "create_scheme",
    "draft_report",
    "issue_scheme",
    "move_issue",
    "move_issues",
    "move_report",
    "move_round",
    "publish_report",
    "queue_build",
    "recheck_issue",
    "record_issues",
    "record_score",
    "record_scores",
    "replace_indicators",
    "save_wording",
    "set_applicability",
    "set_combination",
    "submit_round",
    "update_indicator",
]
