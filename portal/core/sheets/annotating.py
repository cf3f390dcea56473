"""标错：把错误标回用户自己的工作簿，版式不动；首张表是错误清单，点一下跳到那一格。"""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook

from portal.core.sheets import gate, marking, reading
from portal.core.sheets.addresses import safe_title
from portal.core.sheets.problems import Problem

ROOT = Path(__file__).resolve().parents[3]
# 改写要把全表放进内存，解压后超过此数的只给清单。
MAX_INFLATED = 60 * 1024 * 1024
LIMITS = {"memory": 1536 * 1024 * 1024, "seconds": 60}


def annotate(data: bytes, problems: Iterable[Problem], name: str = "upload.xlsx") -> bytes:
    """`data` 加上标记后的 xlsx：错误格标红并带批注（原因与改法），首张表为错误清单。

    改不动的文件（别家软件的怪异结构、过大）得到只有清单的新工作簿；CSV 先转成工作簿再标。文件本身不能接收则抛 `Refused`。
    """
    found = list(problems)
    checked = gate.check(data, name)
    if checked.format == "csv":
        return marking.finish(_from_csv(data, name), found)
    marked = _marked(data, found) if checked.inflated <= MAX_INFLATED else b""
    return marked or marking.finish(marking.empty(), found)


def _marked(data: bytes, problems: list[Problem]) -> bytes:
    """子进程改好的字节；改不动为空。"""
    order = LIMITS | {"problems": [problem.as_dict() for problem in problems]}
    done = subprocess.run(  # noqa: S603 命令固定，不含用户输入
        [sys.executable, "-m", marking.__name__],
        input=json.dumps(order).encode() + b"\n" + data,
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    return done.stdout if done.returncode == 0 else b""


def _from_csv(data: bytes, name: str) -> Workbook:
    book = Workbook()
    source = reading.read(data, name).sheets[0]
    book.active.title = safe_title(source.title)
    for number, row in source.rows:
        for index, value in enumerate(row, start=1):
            marking.put_text(book.active.cell(number, index), value)
    return book
