"""生成预填的评分表：26 份工作簿，每份总览之外 8 张县区表，带样式、下拉、保护与活公式。"""

import io
import json
import random
from pathlib import Path

import openpyxl
import python_calamine
import xlsxwriter

from assessments.models import Round
from assessments.sheets import scores as sheets
from portal.desk.demo import campaign
from portal.desk.demo.load import SEED
from tests.bench import seeding

TITLE = "生成预填的评分表：26 份工作簿"
GOAL = "≤ 同一个库只写同样各格的 1.3 倍"


def prepare(folder: Path) -> None:
    books, chance, at = [], random.Random(SEED), campaign.moment(seeding.YEAR, 10, 20)
    for item in seeding.rounds():
        data = sheets.workbook(item.round, at=at, scores=seeding.scores(item.round, chance))
        book = python_calamine.load_workbook(io.BytesIO(data))
        books.append({name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names})
    (folder / "cells.json").write_text(json.dumps(books, default=str))


def bare_write(folder: Path) -> None:
    """极限：XlsxWriter 只写各格的值，没有样式、下拉、保护与公式，也不查库。"""
    for book in json.loads((folder / "cells.json").read_text()):
        workbook = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
        for title, rows in book.items():
            sheet = workbook.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        workbook.close()


def openpyxl_write(folder: Path) -> None:
    """对照：openpyxl 只写方式写同样各格的值。"""
    for book in json.loads((folder / "cells.json").read_text()):
        workbook = openpyxl.Workbook(write_only=True)
        for title, rows in book.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(row)
        workbook.save(io.BytesIO())


def ours(_folder: Path) -> None:
    """从数据库取方案与县区，写成可直接填报的工作簿。"""
    at, chance = campaign.moment(seeding.YEAR, 10, 20), random.Random(SEED)
    for round_ in Round.objects.select_related("scheme__campaign", "scheme__field").order_by("pk"):
        sheets.workbook(round_, at=at, scores=seeding.scores(round_, chance))


def allowed(medians: dict[str, float]) -> float:
    return 1.3 * medians["limit"]


CASES = {
    "limit": ("XlsxWriter 只写值", bare_write),
    "peer": ("openpyxl 只写值", openpyxl_write),
    "ours": ("查库，写值、样式、下拉、保护、活公式", ours),
}
