"""读：工作簿或 CSV → 纯值。xlsx 由限住内存与时间的子进程读（实测启动约 30 毫秒）。"""

import csv
import datetime as dt
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.core import bulk
from portal.core.separated import delimiter_of
from portal.core.sheets import cleaning, gate
from portal.core.sheets.addresses import ERROR_SHEET, STAMP_SHEET, letter
from portal.core.sheets.archive import Refused, broken

MAX_ROWS = 200_000
MAX_COLUMNS = 256
LIMITS = {
    "memory": 1024 * 1024 * 1024,
    "seconds": 60,
    "sheets": 500,
    "merges": 50_000,
    "rows": MAX_ROWS,
    "columns": MAX_COLUMNS,
    "cells": 5_000_000,
    "text": 60_000_000,
    "length": 32_767,
}
# 管道够大，子进程写后面的，这里解前面的，两边不必互等；也是系统默认许可的上限。
PIPE = 1024 * 1024
# 大块内存用完当即还给系统，不留在子进程手里。
RETURN_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(1024 * 1024)}
SHORT = 8
REMEMBERED = 50_000
CHILD = Path(__file__).with_name("child.py")
COPY_OUT = "请只把需要的数据复制到新建的工作簿再上传"
REFUSALS = {
    "password": ("工作簿设有打开密码", "请取消密码后再上传"),
    "memory": ("工作表{sheet}的范围过大", "表格边缘可能有误填的单元格。" + COPY_OUT),
    "rows": (f"工作表{{sheet}}有内容的行超过 {MAX_ROWS} 行", "请分成几份上传"),
    "columns": (
        f"工作表{{sheet}}第 {{detail}} 行的内容超过 {MAX_COLUMNS} 列（{letter(MAX_COLUMNS - 1)} 列）",
        COPY_OUT,
    ),
    "cells": ("工作表{sheet}的单元格过多", "请分成几份上传"),
    "text": ("工作表{sheet}的文字过多", "请分成几份上传"),
    "length": ("工作表{sheet}第 {detail} 行有一格超过 32767 字", "请把这一格的内容精简或拆开"),
    "merges": ("工作表{sheet}有 {detail} 处合并单元格，过多", COPY_OUT),
    "sheets": ("工作簿有 {detail} 张工作表，过多", "请删去无关的工作表再上传"),
}

Merge = tuple[int, int, int, int]


@dataclass(frozen=True)
class Sheet:
    """一张工作表的纯值。

    `rows` 是（行号, 各列的值）的列表，只含非空行，行号从 1 起；值是 str、float、bool、date、datetime 或 ""；
    合并单元格的值已铺满所在的非空行，`covered` 是靠铺得值的（行号, 列序）。`merges` 是（首行, 首列, 末行, 末列）。
    """

    title: str
    rows: list[tuple[int, list]]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    covered: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Book:
    """一个工作簿的纯值；`data` 是原始字节，标错时用。"""

    name: str
    sheets: tuple[Sheet, ...]
    data: bytes

    @property
    def fingerprint(self) -> str:
        return gate.fingerprint(self.data)

    @property
    def visible(self) -> list[Sheet]:
        """可见且有内容的表，不含我们自己加的错误清单与签名表。"""
        ours = {ERROR_SHEET, STAMP_SHEET}
        return [sheet for sheet in self.sheets if not sheet.hidden and sheet.rows and sheet.title not in ours]

    def sheet(self, title: str) -> Sheet | None:
        """名为 `title` 的表（忽略空格与全半角），含隐藏的。"""
        wanted = cleaning.key(title)
        return next((sheet for sheet in self.sheets if cleaning.key(sheet.title) == wanted), None)


def read(data: bytes | Path, name: str) -> Book:
    """读出全部工作表；文件不能接收时抛 `Refused`。CSV 读作一张以文件名为名的表。"""
    checked = gate.check(data, name)
    with bulk.without_collection():
        sheets = _csv_sheets(checked) if checked.format == "csv" else _xlsx_sheets(checked)
    return Book(name, tuple(sheets), checked.data)


def _xlsx_sheets(checked: gate.Checked) -> list[Sheet]:
    titles, sheets, once = [], [], {}
    for message in _child_messages(checked):
        if "refused" in message:
            raise _refusal(message)
        if "sheets" in message:
            titles = message["sheets"]
        elif "sheet" in message:
            head = titles[message["sheet"]]
            sheets.append((head["title"], head["hidden"], [tuple(merge) for merge in message["merges"]], []))
        elif "rows" in message:
            sheets[-1][3].extend((number, _lean(row, once)) for number, row in message["rows"])
    return [_filled(title, rows, merges, hidden) for title, hidden, merges, rows in sheets]


def _lean(row: list, once: dict) -> list:
    """短的文字（乡镇、村、组、姓名）与小数（面积、标准、金额）各只留一份：十万行省四十兆。整数多是序号，不留。

    末了的 `[:]` 另抄一份不多不少的列表：逐个添的列表都留着余地。
    """
    keep = once.setdefault if len(once) < REMEMBERED else once.get  # 记得够多了：只查，不再添
    return [
        keep(value, value)
        if (type(value) is str and len(value) <= SHORT) or (type(value) is float and value % 1)
        else value
        for value in row
    ][:]


def _child_messages(checked: gate.Checked) -> Iterator[dict]:
    """子进程送来的消息；中途死掉（超内存、超时）当作范围过大而拒绝。"""
    command = [sys.executable, "-I", str(CHILD)]
    with subprocess.Popen(  # noqa: S603 命令固定，不含用户输入
        command,
        env=os.environ | RETURN_MEMORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pipesize=PIPE,
    ) as child:
        try:
            _feed(child.stdin, checked)
            ended = False
            for line in child.stdout:
                message = json.loads(line, object_hook=_decode)
                ended = ended or "end" in message or "refused" in message
                yield message
        finally:
            child.kill()
    if not ended:
        raise _refusal({"refused": "memory", "sheet": "", "detail": ""})


def _feed(stdin, checked: gate.Checked) -> None:
    """写入限额与文件；子进程若已死，写不进去不是错，稍后按没有结束来拒绝。"""
    try:
        head = LIMITS | {"size": len(checked.data), "faulty": list(checked.faulty)}
        stdin.write(json.dumps(head).encode() + b"\n")
        stdin.write(checked.data)
        stdin.close()
    except BrokenPipeError:
        return


def _decode(item: dict):
    if "$d" not in item:
        return item
    text = item["$d"]
    return dt.date.fromisoformat(text) if len(text) == 10 else dt.datetime.fromisoformat(text)


def _refusal(message: dict) -> Refused:
    if message["refused"] not in REFUSALS:
        return broken()
    sentence, hint = REFUSALS[message["refused"]]
    title = f"“{message['sheet']}”" if message["sheet"] else ""
    return Refused(sentence.format(sheet=title, detail=message["detail"]), hint)


def _filled(title: str, rows: list[tuple[int, list]], merges: Iterable[Merge], hidden: bool) -> Sheet:
    """把合并单元格左上角的值铺到它所盖住的各非空行。"""
    if not merges:
        return Sheet(title, rows, hidden=hidden)
    by_number, covered, budget = dict(rows), set(), LIMITS["cells"]
    numbers = [number for number, _ in rows]
    width = max((len(row) for _, row in rows), default=0)
    for top, left, bottom, right in merges:
        value = _value(by_number.get(top), left)
        if value == "":
            continue
        inside = range(top, bottom + 1) if bottom - top < len(numbers) else numbers
        budget -= len(inside) + min(len(inside), bottom - top + 1) * (min(right + 1, width) - left)
        if budget < 0:
            raise _refusal({"refused": "merges", "sheet": title, "detail": str(len(merges))})
        for number in inside:
            if top <= number <= bottom and number in by_number:
                _spread(by_number[number], number, range(left, min(right + 1, width)), value, covered)
        covered.discard((top, left))
    return Sheet(title, rows, tuple(merges), hidden, frozenset(covered))


def _value(row: list | None, column: int):
    return row[column] if row and column < len(row) else ""


def _spread(row: list, number: int, columns: range, value, covered: set) -> None:
    for column in columns:
        if column >= len(row):
            row.extend([""] * (column + 1 - len(row)))
        if row[column] == "":
            covered.add((number, column))
            row[column] = value


def _csv_sheets(checked: gate.Checked) -> list[Sheet]:
    text = _csv_text(checked.data)
    lines, rows = io.StringIO(text, newline=""), []
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=delimiter_of(text)), start=1):
            if any(cell.strip() for cell in row):
                rows.append((number, [_unescaped(cell) for cell in row]))
            if len(rows) > MAX_ROWS:
                raise _refusal({"refused": "rows", "sheet": "", "detail": ""})
            if len(row) > MAX_COLUMNS:
                raise _refusal({"refused": "columns", "sheet": "", "detail": str(number)})
    except csv.Error as error:
        raise Refused(
            "CSV 的引号或分隔符不成对，读不下去", "请用 Excel 或 WPS 打开后另存为 .xlsx 再上传"
        ) from error
    return [Sheet(Path(checked.name).stem, rows)]


def _csv_text(data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("认不出文本的编码", "请另存为“CSV UTF-8”或 .xlsx 再上传")


def _unescaped(cell: str) -> str:
    """去掉导出 CSV 时为防公式注入加的单引号，与为了不让 Excel 把编号当作数字写的 ="…"。"""
    if cell.startswith('="') and cell.endswith('"'):
        return cell[2:-1]
    return cell[1:] if cell.startswith("'") and cell[1:2] in ("=", "+", "-", "@") else cell
