"""考核的工作簿：方案、评分表、问题清单、整改反馈、结果。导入本包即登记各种类。"""

from assessments.sheets import scheme, scores

__all__ = ["scheme", "scores"]
