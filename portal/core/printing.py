"""印出来的表：PDF 与 Word 照同一份内容排，所以两者相同。"""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.core.word import Document

# 一部分的行数：约二十页；再少则字体嵌得太多，再多则排版进程占的内存大。
PART_ROWS = 320
# 横排 A4 的版心宽，毫米。
WIDE = 257


@dataclass(frozen=True)
class Table:
    """一张表：`widths` 是各列占比，合计 100；`numeric` 是右对齐的列序。"""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    numeric: frozenset[int] = frozenset()


def portions(tables: Sequence[Table], *, size: int = PART_ROWS) -> list[list[Table]]:
    """把各表依次分成行数相近的几份，每份约 `size` 行，同时排版；一张表不拆开。没有表也有一份。"""
    total = sum(len(table.rows) for table in tables)
    share = total / max(1, round(total / size))
    found: list[list[Table]] = [[]]
    passed = 0
    for table in tables:
        if found[-1] and passed + len(table.rows) / 2 > share * len(found):
            found.append([])
        found[-1].append(table)
        passed += len(table.rows)
    return found


def write_table(document: Document, table: Table, *, width: float = WIDE) -> None:
    """把表写进 Word；`width` 是整表的毫米数。"""
    if table.title:
        document.heading(table.title, level=2)
    widths = [share * width / 100 for share in table.widths]
    document.table(table.headers, table.rows, widths=widths, numeric=table.numeric)
