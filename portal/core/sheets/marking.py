"""标错的子进程：自己先限住内存与时间，再用 openpyxl 改写不可信的工作簿。

由 `annotating` 以 `python -m portal.core.sheets.marking` 启动。标准输入一行 JSON（限额与错误），其后是文件字节；
标准输出是改好的 xlsx。打不开、存不下、超限则以非零状态退出，由 `annotating` 改给只有清单的工作簿。
"""

import io
import json
import resource
import sys
import warnings
from collections.abc import Sequence

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink

from portal.core.sheets import cleaning
from portal.core.sheets.addresses import ERROR_SHEET, quoted, split
from portal.core.sheets.problems import Problem

AUTHOR = "校验"
RED = PatternFill("solid", start_color="FFFF9999", end_color="FFFF9999")
HEAD = PatternFill("solid", start_color="FFDCE6F1", end_color="FFDCE6F1")
THIN = Side(style="thin", color="FFA6A6A6")
LINE = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
PLAIN = PatternFill(fill_type=None)
TITLES = ("序号", "工作表", "单元格", "原值", "错误", "怎么改")
WIDTHS = (6, 18, 10, 30, 50, 50)
MAX_MARKED = 5_000


def empty() -> Workbook:
    book = Workbook()
    book.remove(book.active)
    return book


def finish(book: Workbook, problems: Sequence[Problem]) -> bytes:
    """标上错误、加上清单后的字节。"""
    _clear(book)
    for problem in problems[:MAX_MARKED]:
        _mark(book, problem)
    _list(book, problems)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _clear(book: Workbook) -> None:
    """去掉上一轮留下的清单与标记，改好的格子不再是红的。"""
    if ERROR_SHEET in book.sheetnames:
        for row in book[ERROR_SHEET].iter_rows(min_row=4, max_col=3, values_only=True):
            cell = _cell(book, str(row[1] or ""), str(row[2] or ""))
            if cell is not None and cell.comment and cell.comment.author == AUTHOR:
                cell.comment, cell.fill = None, PLAIN
        book.remove(book[ERROR_SHEET])


def _cell(book: Workbook, title: str, place: str):
    """可写的那一格；合并区里的格子换成左上角那一格。找不到为 None。"""
    spot = split(place)
    if title not in book.sheetnames or spot is None or not hasattr(book[title], "merged_cells"):
        return None
    sheet = book[title]
    cell = sheet.cell(spot[0], spot[1] + 1)
    if isinstance(cell, MergedCell):
        area = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
        return sheet.cell(area.min_row, area.min_col)
    return cell


def _mark(book: Workbook, problem: Problem) -> None:
    cell = _cell(book, problem.sheet, problem.cell)
    if cell is None:
        return
    text = "\n".join(part for part in (problem.message, problem.hint) if part)
    if cell.comment and cell.comment.author == AUTHOR:
        text = f"{cell.comment.text}\n{text}"
    cell.fill = RED
    cell.comment = Comment(text, AUTHOR, height=120, width=280)


def _list(book: Workbook, problems: Sequence[Problem]) -> None:
    sheet = book.create_sheet(ERROR_SHEET, 0)
    sheet["A1"] = f"共 {len(problems)} 处错误，改好后把这份工作簿重新上传即可（本表不会被导入）"
    sheet["A1"].font = Font(bold=True, size=12)
    for index, (title, width) in enumerate(zip(TITLES, WIDTHS, strict=True), start=1):
        head = sheet.cell(3, index, title)
        head.font, head.fill, head.border = Font(bold=True), HEAD, LINE
        sheet.column_dimensions[chr(64 + index)].width = width
    for number, problem in enumerate(problems, start=1):
        _list_row(sheet, number, problem, linked=_cell(book, problem.sheet, problem.cell) is not None)
    sheet.freeze_panes = "A4"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0


def _list_row(sheet, number: int, problem: Problem, *, linked: bool) -> None:
    row = number + 3
    sheet.cell(row, 1, number).border = LINE
    texts = (problem.sheet, problem.cell, problem.value, problem.message, problem.hint)
    for index, text in enumerate(texts, start=2):
        cell = sheet.cell(row, index)
        put_text(cell, text)
        cell.alignment, cell.border = Alignment(wrap_text=True, vertical="top"), LINE
    if linked:
        link = sheet.cell(row, 3)
        link.hyperlink = Hyperlink(link.coordinate, location=f"{quoted(problem.sheet)}!{problem.cell}")
        link.font = Font(color="FF0563C1", underline="single")


def put_text(cell, text: str) -> None:
    """写成文字，以 = 开头的也是文字。"""
    cell.value = cleaning.written(text)
    cell.data_type = "s"
    if cleaning.is_risky(text):
        cell.quotePrefix = True


def main() -> None:
    order = json.loads(sys.stdin.buffer.readline())
    resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")  # openpyxl 对不认得的扩展逐条告警，与标错无关
    book = load_workbook(io.BytesIO(sys.stdin.buffer.read()))
    sys.stdout.buffer.write(finish(book, [Problem(**item) for item in order["problems"]]))


if __name__ == "__main__":
    main()
