"""读懂之后的形状。"""

from dataclasses import dataclass, field

from catalogs.channels import Channels
from catalogs.limits import TimeLimit
from portal.core.sheets.problems import Problem


@dataclass(frozen=True)
class ColumnReading:
    """一列怎样认的：`letter` 列标，`header` 各级表头以 / 相连，`key` 内容项；`certain` 为假时请人看一眼。"""

    letter: str
    header: str
    key: str
    certain: bool = True
    suggestions: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetReading:
    """一张表怎样读的：领域、表头行号、各列、读了几行、哪些行没有当作事项及原因。"""

    title: str
    fields: tuple[str, ...] = ()
    header_rows: tuple[int, ...] = ()
    columns: tuple[ColumnReading, ...] = ()
    rows_read: int = 0
    rows_skipped: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Item:
    """读出的一个事项；`field` 是领域编号，`cells` 是 {内容项: 单元格}，`extra` 是没有认出的列。"""

    field: str
    sheet: str
    row: int
    cells: dict[str, str] = field(default_factory=dict)
    number: str = ""
    item_1: str = ""
    item_2: str = ""
    item_3: str = ""
    content: str = ""
    basis: str = ""
    time_limit: str = ""
    limit: TimeLimit = TimeLimit("")
    subject: str = ""
    channels: Channels = Channels()
    audience: tuple[str, ...] = ()
    audience_note: str = ""
    method: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    url: str = ""
    remark: str = ""
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """整本读出的结果。"""

    sheets: tuple[SheetReading, ...] = ()
    items: tuple[Item, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
