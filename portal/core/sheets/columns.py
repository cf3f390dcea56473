"""列、表、工作簿的声明：模板、导入、导出都从同一份声明来。

SCORES = SheetSpec("评分", (
    Column("number", "序号", text(20, narrow=True), required=True, locked=True),
    Column("score", "得分", number(2, 0, 100), aliases=("评分", "实得分"), help="没有数值请留空"),
))
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal.core.sheets import cleaning, parsers
from portal.core.sheets.problems import CellProblem

# 列的声明读起来像一张表，所以识读类在这里用小写的名字。
text, whole, number, day = parsers.Text, parsers.Whole, parsers.Number, parsers.Day
choice, flag, url, moment = parsers.Choice, parsers.Flag, parsers.Url, parsers.Moment


@dataclass(frozen=True)
class Column:
    """一列。

    `key` 英文键；`title` 表头；`aliases` 认得的其他表头；`group` 上一级表头（两行表头时）；`width` 以字符计；
    `help` 写进表头批注；`choices` 覆盖 `parse` 自带的下拉选项；`locked` 预填、不许改；`hidden` 写出时隐藏（稳定编号）；
    `spread` 为真时竖向合并的单元格铺到每一行，为假时只算第一行（金额、得分这类不能重复计的列）。
    """

    key: str
    title: str
    parse: Callable
    required: bool = False
    aliases: tuple[str, ...] = ()
    width: float = 12
    help: str = ""
    choices: tuple[str, ...] = ()
    locked: bool = False
    group: str = ""
    hidden: bool = False
    spread: bool = True

    def read(self, raw):
        """原值 → 值；空白为 None。必填而空白、值不合要求，抛 `CellProblem`。"""
        if raw is None or (isinstance(raw, str) and not cleaning.line(raw)):
            if self.required:
                raise CellProblem(f"“{self.title}”没有填写", "这一列必须填写")
            return None
        return self.parse(raw)

    @property
    def options(self) -> tuple[str, ...]:
        """下拉列表的选项；空则没有下拉。"""
        return self.choices or self.parse.options

    @property
    def names(self) -> tuple[str, ...]:
        """认得的全部表头。"""
        joined = (self.group + self.title,) if self.group else ()
        return (*joined, self.title, *self.aliases)


@dataclass(frozen=True)
class SheetSpec:
    """一张表：`title` 表名，`columns` 列。

    `header_rows` 是写出时的表头行数（读入时 1 至 3 行都认）；`name_prefix` 供按县区、按领域一表一份时作表名前缀；
    `repeated` 为真表示同样的表有多张（如每县区一张），凡不属于别的表的可见工作表都按它读；
    `allow_unknown` 为真时不认得的列只提醒不报错；`read` 为假的表（总览、说明）只写不读。
    """

    title: str
    columns: tuple[Column, ...]
    header_rows: int = 1
    name_prefix: str = ""
    allow_unknown: bool = True
    repeated: bool = False
    read: bool = True
    optional: bool = False

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def owns(self, title: str) -> bool:
        """名为 `title` 的工作表是否就是这张表。"""
        if self.name_prefix and cleaning.key(title).startswith(cleaning.key(self.name_prefix)):
            return True
        return cleaning.key(title) == cleaning.key(self.title)


@dataclass(frozen=True)
class WorkbookSpec:
    """一种工作簿：`kind` 与命令行的 KIND 一致，`label` 中文名，`version` 随列的增删而变。"""

    kind: str
    label: str
    version: str
    sheets: tuple[SheetSpec, ...]
