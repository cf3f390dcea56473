"""单元格地址与工作表名：行号从 1 起，列序从 0 起。"""

import re
from functools import cache

A1 = re.compile(r"^([A-Z]{1,3})([1-9]\d{0,6})$")
MAX_TITLE = 31
ERROR_SHEET = "错误清单"
STAMP_SHEET = "_gkts"


@cache
def letter(index: int) -> str:
    """第 `index` 列（从 0 起）的列标：0 → A，26 → AA。"""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_index(letters: str) -> int:
    """列标 → 列序（从 0 起）：A → 0。"""
    index = 0
    for char in letters:
        index = index * 26 + ord(char) - 64
    return index - 1


def address(row: int, column: int) -> str:
    """第 `row` 行（从 1 起）第 `column` 列（从 0 起）的地址，如 F12。"""
    return f"{letter(column)}{row}"


def split(cell: str) -> tuple[int, int] | None:
    """地址 → (行号, 列序)；不是单个单元格的地址则为 None。"""
    found = A1.match(cell)
    return (int(found[2]), column_index(found[1])) if found else None


def quoted(title: str) -> str:
    """公式与链接里引用的工作表名。"""
    return "'" + title.replace("'", "''") + "'"


def safe_title(name: str, taken: set[str] = frozenset()) -> str:
    """可用作工作表名的 `name`：去掉 Excel 不许的字符，至多 31 字，与 `taken` 不重名（不分大小写）。"""
    base = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip().strip("'").strip()[:MAX_TITLE] or "Sheet"
    used = {title.lower() for title in taken}
    title, number = base, 2
    while title.lower() in used:
        suffix = f"({number})"
        title, number = base[: MAX_TITLE - len(suffix)] + suffix, number + 1
    return title
