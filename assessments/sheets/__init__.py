"""考核的工作簿：方案、评分表、问题清单、整改反馈、结果。导入本包即登记各种类。"""

from assessments.sheets import issues, rectifications, results, scheme, scores

__all__ = ["issues", "rectifications", "results", "scheme", "scores"]
