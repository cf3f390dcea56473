"""从文件里取出全部文字，连同所在位置：看得见的和看不见的都算。供隐私检测与检索。"""

from portal.core.text.extract import extract, kind_of
from portal.core.text.passages import Cell, Passage, Unreadable

__all__ = ["Cell", "Passage", "Unreadable", "extract", "kind_of"]
