"""读 xlsx 的子进程：自己先限住内存与时间，再去碰不可信的文件；崩溃只崩溃自己。

由 `reading` 以 `python -I child.py` 启动，不导入本项目任何模块。标准输入一行 JSON（限额、文件的字节数与含错误值的部件），
其后是文件字节；标准输出每行一个 JSON：
`{"sheets": [{"title", "hidden"}]}`，每张表 `{"sheet": i, "merges": [[r1, c1, r2, c2]]}`、若干 `{"rows": [[行号, [值]]]}`，
最后 `{"end": true}`；不能读则 `{"refused": 代号, "sheet", "detail"}`。行号从 1 起，列序从 0 起；日期写作 `{"$d": ISO}`。
"""

import datetime as dt
import gc
import json
import posixpath
import re
import resource
import sys
import zipfile
from io import BytesIO

import python_calamine
from defusedxml import ElementTree

BATCH = 2_000
ERROR_CELL = re.compile(
    rb"""<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>(?:(?!</c>).)*?<v>([^<]{1,20})</v>""",
    re.DOTALL,
)


class Limit(Exception):
    """超出限额：`args` 是（代号, 表名, 说明）。"""


def send(message: dict) -> None:
    sys.stdout.write(json.dumps(message, ensure_ascii=False, default=encode))
    sys.stdout.write("\n")


def encode(value):
    if isinstance(value, dt.date):
        return {"$d": value.isoformat()}
    return str(value)


def confine(limits: dict) -> None:
    for kind, amount in ((resource.RLIMIT_AS, limits["memory"]), (resource.RLIMIT_CPU, limits["seconds"])):
        resource.setrlimit(kind, (amount, amount))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def blank(value) -> bool:
    return value == "" or (isinstance(value, str) and not value.strip())


def trimmed(row: list) -> list:
    """去掉行尾的空白格。"""
    if row and not blank(row[-1]):
        return row
    end = len(row)
    while end and blank(row[end - 1]):
        end -= 1
    return row[:end]


def send_sheet(index: int, sheet, errors: dict, limits: dict) -> None:
    """送出一张表的合并区与非空行；空行跳过不计，故表尾的“幽灵行”无害。"""
    merges = [
        [top + 1, left, bottom + 1, right] for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
    ]
    if len(merges) > limits["merges"]:
        raise Limit("merges", sheet.name, str(len(merges)))
    send({"sheet": index, "merges": merges})
    batch, rows, cells, text = [], 0, 0, 0
    most, widest = limits["rows"], limits["columns"]
    for number, row in numbered(sheet, errors):
        lengths = [len(value) for value in row if type(value) is str]
        longest = max(lengths) if lengths else 0
        rows, cells, text = rows + 1, cells + len(row), text + sum(lengths)
        if (
            rows > most
            or len(row) > widest
            or cells > limits["cells"]
            or longest > limits["length"]
            or text > limits["text"]
        ):
            amounts = {"rows": rows, "columns": len(row), "cells": cells, "length": longest, "text": text}
            raise Limit(
                next(name for name in amounts if amounts[name] > limits[name]), sheet.name, str(number)
            )
        batch.append((number, row))
        if len(batch) == BATCH:
            send({"rows": batch})
            batch = []
    send({"rows": batch})


def numbered(sheet, errors: dict):
    """逐行给出（行号, 值）；读库按首个非空列起算，这里补齐左边的空列，并填回公式错误值。"""
    left = [""] * sheet.start[1] if sheet.start else []
    for number, values in enumerate(sheet.iter_rows(), start=1):
        row = left + values if left else values
        for column, text in errors.get(number, ()):
            row += [""] * (column + 1 - len(row))
            row[column] = text
        row = trimmed(row)
        if row:
            yield number, row


def part_titles(package: zipfile.ZipFile) -> dict[str, str]:
    """工作表部件名 → 表名。"""
    relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {item.get("Id"): posixpath.join("xl", item.get("Target")).lstrip("/") for item in relations}
    titles = {}
    for item in ElementTree.fromstring(package.read("xl/workbook.xml")).iter():
        if item.tag.endswith("}sheet"):
            relation = next(value for name, value in item.items() if name.endswith("}id"))
            titles[targets[relation]] = item.get("name")
    return titles


def error_values(data: bytes, parts: list[str]) -> dict[str, dict[int, list]]:
    """表名 → 行号 → [(列序, 错误值)]：读库把 #REF! 读成空白，空白会被当作“没填”，所以补回来。"""
    if not parts:
        return {}
    package = zipfile.ZipFile(BytesIO(data))
    titles, found = part_titles(package), {}
    for part in parts:
        rows = found.setdefault(titles.get(part, part), {})
        for letters, number, text in ERROR_CELL.findall(package.read(part)):
            column = 0
            for char in letters:
                column = column * 26 + char - 64
            rows.setdefault(int(number), []).append((column - 1, text.decode()))
    return found


def main() -> None:
    limits = json.loads(sys.stdin.buffer.readline())
    confine(limits)
    gc.disable()  # 用完即退的进程，几十万个小列表不必反复清点
    data = sys.stdin.buffer.read(limits["size"])
    errors = error_values(data, limits["faulty"])
    book = python_calamine.load_workbook(BytesIO(data))
    del data  # 读库自己抄了一份
    sheets = [item for item in book.sheets_metadata if item.typ == python_calamine.SheetTypeEnum.WorkSheet]
    if len(sheets) > limits["sheets"]:
        raise Limit("sheets", "", str(len(sheets)))
    visible = python_calamine.SheetVisibleEnum.Visible
    send({"sheets": [{"title": item.name, "hidden": item.visible != visible} for item in sheets]})
    for index, item in enumerate(sheets):
        sheet = book.get_sheet_by_name(item.name)
        if item is sheets[-1]:
            del book  # 读库抄的那份文件，最后一张表取出来就用不着了
        send_sheet(index, sheet, errors.get(item.name, {}), limits)
    send({"end": True})


if __name__ == "__main__":
    try:
        main()
    except python_calamine.PasswordError:
        send({"refused": "password", "sheet": "", "detail": ""})
    except (python_calamine.CalamineError, ElementTree.ParseError, KeyError, OSError, StopIteration) as error:
        send({"refused": "broken", "sheet": "", "detail": repr(error)})
    except MemoryError:
        send({"refused": "memory", "sheet": "", "detail": ""})
    except Limit as limit:
        code, title, detail = limit.args
        send({"refused": code, "sheet": title, "detail": detail})
