"""行动的工作簿：备案台账、任务书。"""

from tasks.sheets import task_book
from tasks.sheets.filings import FILINGS, filings_workbook

__all__ = ["FILINGS", "filings_workbook", "task_book"]
