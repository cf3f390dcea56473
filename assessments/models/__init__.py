"""考核的数据：方案与指标、评分、问题与整改、综合结果与报告。"""

from assessments.models.issue import Issue, Rectification
from assessments.models.report import CombinationRule, Report, ReportFile
from assessments.models.round import Round, Score, Scorecard
from assessments.models.scheme import Indicator, Scheme

__all__ = [
    "CombinationRule",
    "Indicator",
    "Issue",
    "Rectification",
    "Report",
    "ReportFile",
    "Round",
    "Scheme",
    "Score",
    "Scorecard",
]
