"""读懂各地真实的目录表：表头在哪、各列是什么、每行属于哪个领域。不碰数据库。

不确定的都列为存疑并给出单元格，从不悄悄猜；认不出的列原样留在 `Item.extra`，一列也不丢。
"""

from collections.abc import Mapping

from catalogs.reading.fields import FieldNames
from catalogs.reading.shapes import ColumnReading, Item, Reading, SheetReading
from catalogs.reading.sheet import SheetReader
from portal.core.sheets.problems import Problem
from portal.core.sheets.reading import Book

__all__ = ["ColumnReading", "Item", "Reading", "SheetReading", "understand"]


def understand(
    book: Book,
    *,
    fields: Mapping[str, str],
    mapping: Mapping[str, Mapping[str, str]] | None = None,
    field: str = "",
    otherwise: str = "",
) -> Reading:
    """`fields` 认得的领域名称与别名 → 编号；`mapping` 人改过的列对应 {工作表: {列标: 内容项}}；

    `field` 是整本只有一个领域、表里又没有写时的领域编号；`otherwise` 是写了而认不出时归入的领域编号。
    """
    names = FieldNames(fields, otherwise)
    default = field or names.code_in(book.name.rsplit(".", 1)[0])
    readers = [
        SheetReader(sheet, names, default, (mapping or {}).get(sheet.title, {})) for sheet in book.visible
    ]
    for reader in readers:
        reader.read()
    found = [reader for reader in readers if reader.headers]
    hidden = [
        sheet for sheet in book.sheets if sheet.hidden and sheet.rows and not sheet.title.startswith("_")
    ]
    doubts = [problem for reader in found for problem in reader.doubts]
    doubts += [_unread(sheet.title, "是隐藏的工作表，没有读取") for sheet in hidden]
    doubts += (
        [_unread(r.sheet.title, "没有找到表头，没有读取") for r in readers if not r.headers] if found else []
    )
    problems = [problem for reader in found for problem in reader.problems]
    if readers and not found:
        problems.append(
            Problem(
                readers[0].sheet.title,
                "",
                "",
                "没有找到目录的表头",
                "表头里要有“一级事项”“公开内容”“公开时限”等栏名",
            )
        )
    return Reading(
        tuple(reader.summary() for reader in readers),
        tuple(item for reader in found for item in reader.items),
        problems,
        doubts,
    )


def _unread(title: str, message: str) -> Problem:
    return Problem(
        title, "", "", f"工作表“{title}”{message}", "如果其中有事项，请移到可见的、有表头的工作表里"
    )
