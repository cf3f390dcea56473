"""识读的结果。数量与标准以万分之一计、金额以分计，都是整数：十万行的核对不该花在小数对象上。"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from portal.core.sheets.problems import Problem

QUANTITY_SCALE, CENT_SCALE = 4, 2


class Line(NamedTuple):
    """一户一行。没有的文字为空，没有的数为 None；`village` 是机构编号。"""

    sheet: str
    row: int
    village: int
    group: str
    name: str
    id_number: str
    account: str
    phone: str
    quantity: int | None
    rate: int | None
    cents: int
    period: str
    remark: str

    def __repr__(self):
        """姓名与号码不随错误写进日志。"""
        return f"<Line {self.sheet}!{self.row}>"


@dataclass
class Listing:
    """一份清单：`lines` 是没有错的行，`rows` 是户的行数（含有错的）。"""

    lines: list[Line] = field(default_factory=list, repr=False)
    rows: int = 0
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.problems

    @property
    def cents(self) -> int:
        return sum(line.cents for line in self.lines)


def decimal_of(value: int | None, scale: int) -> Decimal | None:
    """缩放过的整数 → Decimal。"""
    return None if value is None else Decimal(value).scaleb(-scale)


def text_of(value: int | None, scale: int) -> str | None:
    """缩放过的整数 → 数据库认得的小数文字，如 (-19070, 2) → "-190.70"。"""
    if value is None:
        return None
    whole, rest = divmod(abs(value), 10**scale)
    return f"{'-' if value < 0 else ''}{whole}.{rest:0{scale}d}"


class Texts(dict):
    """成批的 `text_of`：面积、标准、金额多有相同，同一个数只写一次。"""

    def __init__(self, scale: int):
        super().__init__({None: None})
        self.scale = scale

    def __missing__(self, value: int) -> str:
        self[value] = text_of(value, self.scale)
        return self[value]
