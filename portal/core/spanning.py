"""跨行跨列的固定表式：网页、PDF、Word、工作簿照同一份排，所以处处相同。"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

HEAD, LABEL, NUMBER, TOTAL = "head", "label", "number", "total"

LONG = 20


@dataclass(frozen=True)
class Span:
    """一格：文字、占几行几列、是什么（表头、行名、数、合计）。`key` 是它装的那个数，`value` 是写进工作簿的值。"""

    text: str
    rows: int = 1
    cols: int = 1
    kind: str = HEAD
    key: str = ""
    value: object = None
    url: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Form:
    """一张表：`widths` 是各列的占比；`rows` 逐行列出从这一行开始的各格；`heads` 是表头的行数。"""

    title: str
    widths: Sequence[float]
    rows: Sequence[Sequence[Span]] = field(default_factory=list)
    heads: int = 1

    @property
    def shares(self) -> list[float]:
        """各列宽的百分比。"""
        whole = sum(self.widths)
        return [round(100 * width / whole, 3) for width in self.widths]

    @property
    def is_long(self) -> bool:
        """行多，占满一页纸，自己另起一页。"""
        return len(self.rows) > LONG


def placed(form: Form) -> Iterator[tuple[int, int, Span]]:
    """各格的左上角（行、列，均从 0 起）。"""
    taken: set[tuple[int, int]] = set()
    for row, spans in enumerate(form.rows):
        column = 0
        for span in spans:
            while (row, column) in taken:
                column += 1
            yield row, column, span
            taken |= {(row + down, column + right) for down in range(span.rows) for right in range(span.cols)}
            column += span.cols
