import re
from dataclasses import dataclass
from typing import NamedTuple

# 号码最短的是手机号：十来个数字，中间隔着几个符号也算。别处的文字多半没有，先用它筛。
RICH = re.compile(r"\d(?:\D{0,4}\d){9}")


class Unreadable(Exception):
    """文件打不开（损坏、设有密码），读不出里面有什么；`str` 是原因。"""


class Cell(NamedTuple):
    """表格里的一格：哪张表、第几行、横向从哪里到哪里（不含）。电子表格以列号计，PDF 以页面坐标计。"""

    table: str
    row: float
    left: float
    right: float

    def is_under(self, head: "Cell") -> bool:
        """在同一张表里、`head` 的正下方。"""
        overlaps = max(self.left, head.left) < min(self.right, head.right)
        return self.table == head.table and self.row > head.row and overlaps


@dataclass(frozen=True)
class Passage:
    """一段文字与它的位置（中文，如“工作表“名单”!B12（隐藏行）”“第 3 页”）；在表格里的另有 `cell`。"""

    text: str
    place: str
    cell: Cell | None = None
