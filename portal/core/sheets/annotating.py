"""标错：把错误标回用户自己的工作簿，版式不动；首张表是错误清单，点一下跳到那一格。"""

import io
import warnings
import zipfile
from collections.abc import Iterable
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from portal.core.sheets import gate, reading
from portal.core.sheets.addresses import quoted, split
from portal.core.sheets.problems import Problem
from portal.core.sheets.reading import ERROR_SHEET
from portal.core.sheets.writing import RISKY, written_text

AUTHOR = "校验"
RED = PatternFill("solid", start_color="FFFF9999", end_color="FFFF9999")
PLAIN = PatternFill(fill_type=None)
TITLES = ("序号", "工作表", "单元格", "原值", "错误", "怎么改")
WIDTHS = (6, 18, 10, 30, 50, 50)
# 改写要把全表放进内存，解压后超过此数的只给清单。
MAX_INFLATED = 60 * 1024 * 1024
MAX_MARKED = 5_000
# 别家软件存的文件，openpyxl 会以这些方式打不开或存不下。
UNWRITABLE = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OSError,
    zipfile.BadZipFile,
    ParseError,
    InvalidFileException,
)


def annotate(data: bytes, problems: Iterable[Problem], name: str = "upload.xlsx") -> bytes:
    """`data` 加上标记后的 xlsx：错误格标红并带批注（原因与改法），首张表为错误清单。

    改不动的文件（别家软件的怪异结构、过大）得到只有清单的新工作簿；CSV 先转成工作簿再标。
    """
    found = list(problems)
    checked = gate.check(data, name)
    if checked.format == "csv":
        return _finish(_from_csv(data, name), found)
    if checked.inflated > MAX_INFLATED:
        return _finish(_empty(), found)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl 对不认得的扩展逐条告警，与标错无关
            return _finish(load_workbook(io.BytesIO(data)), found)
    except UNWRITABLE:
        return _finish(_empty(), found)


def _empty() -> Workbook:
    book = Workbook()
    book.remove(book.active)
    return book


def _from_csv(data: bytes, name: str) -> Workbook:
    book = Workbook()
    source = reading.read(data, name).sheets[0]
    book.active.title = source.title[:31]
    for number, row in source.rows:
        for index, value in enumerate(row, start=1):
            _text(book.active.cell(number, index), value)
    return book


def _finish(book: Workbook, problems: list[Problem]) -> bytes:
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


def _list(book: Workbook, problems: list[Problem]) -> None:
    sheet = book.create_sheet(ERROR_SHEET, 0)
    sheet["A1"] = f"共 {len(problems)} 处错误，改好后把这份工作簿重新上传即可（本表不会被导入）"
    sheet["A1"].font = Font(bold=True, size=12)
    for index, (title, width) in enumerate(zip(TITLES, WIDTHS, strict=True), start=1):
        sheet.cell(3, index, title).font = Font(bold=True)
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
    sheet.cell(row, 1, number)
    texts = (problem.sheet, problem.cell, problem.value, problem.message, problem.hint)
    for index, text in enumerate(texts, start=2):
        cell = sheet.cell(row, index)
        _text(cell, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if linked:
        link = sheet.cell(row, 3)
        link.hyperlink = f"#{quoted(problem.sheet)}!{problem.cell}"
        link.font = Font(color="FF0563C1", underline="single")


def _text(cell, text: str) -> None:
    """写成文字，以 = 开头的也是文字。"""
    cell.value = written_text(text)
    cell.data_type = "s"
    if text.startswith(RISKY):
        cell.quotePrefix = True
