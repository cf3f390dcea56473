"""读一份发放清单：找表头，分出户、合计与旁注，按列识读，逐户核对。"""

from dataclasses import dataclass

from portal.core import bulk
from portal.core.sheets import headers
from portal.core.sheets.addresses import STAMP_SHEET, address, split
from portal.core.sheets.parsers import shown
from portal.core.sheets.problems import Problem
from portal.core.sheets.reading import Book, Sheet
from village.listing import checking, columns, veiling
from village.listing.columns import IGNORED, TITLES
from village.listing.lines import Listing
from village.listing.places import Places
from village.listing.table import Table, tabulate

MISSING_HINT = "表头应有：乡镇、村（居）、户主姓名、身份证号码、数量、标准、金额。请从平台下载模板填写"


@dataclass(frozen=True)
class Terms:
    """这项补贴的规矩：`rate` 是全县统一的标准（万分之一元），没有则不核对；`period` 是没有期次列时的期次。"""

    rate: int | None = None
    period: str = ""


@bulk.without_collection()
def read(book: Book, places: Places, terms: Terms) -> Listing:
    """核对整本；有错误也读到底，一次列出全部。"""
    listing = Listing()
    tables = _tables(book, listing)
    for table in tables:
        checking.check(table, places, terms, listing)
    checking.check_households(listing, tables)
    _in_order(listing, book)
    listing.problems = [veiling.problem(problem) for problem in listing.problems]
    listing.doubts = [veiling.problem(doubt) for doubt in listing.doubts]
    listing.rows = sum(len(table.numbers) for table in tables)
    if tables and not listing.rows and not listing.problems:
        listing.problems.append(Problem(tables[0].sheet, "", "", "表头下面没有发放记录", "请确认选对了文件"))
    return listing


def _tables(book: Book, listing: Listing) -> list[Table]:
    """各张清单。没有户主姓名、身份证号的汇总表，有别的清单时不读；隐藏的表不读，都说一声。"""
    tables, summaries = [], []
    for sheet in book.visible:
        header = columns.find(sheet)
        if header and _is_summary(header):
            summaries.append((sheet, header))
        elif table := _table(sheet, header, listing):
            tables.append(table)
    for sheet, header in summaries:
        if tables:
            message = "没有户主姓名、身份证号，当作汇总表，没有读"
            listing.doubts.append(Problem(sheet.title, address(header.last, 0), "", message))
        else:
            _table(sheet, header, listing)
    if not tables and not listing.problems:
        listing.problems.append(Problem("", "", "", "没有找到发放清单的表头", MISSING_HINT))
    for sheet in book.sheets:
        if sheet.hidden and len(sheet.rows) > 1 and sheet.title != STAMP_SHEET:
            message = f"隐藏的工作表“{sheet.title}”没有读"
            listing.doubts.append(Problem(sheet.title, "", "", message, "里面有要发放的，请取消隐藏再上传"))
    return tables


def _is_summary(header: headers.Header) -> bool:
    return not {"name", "id_number"} & header.matching.mapping.keys() and "amount" in header.matching.mapping


def _in_order(listing: Listing, book: Book) -> None:
    """错误按表、行、列排，好逐行对着改。"""
    order = {sheet.title: place for place, sheet in enumerate(book.sheets)}

    def place(problem: Problem) -> tuple:
        found = split(problem.cell) if problem.cell else None
        return order.get(problem.sheet, -1), *(found or (0, 0))

    listing.problems.sort(key=place)
    listing.doubts.sort(key=place)


def _table(sheet: Sheet, header: headers.Header | None, listing: Listing) -> Table | None:
    """一张表；封面、说明之类没有表头的跳过并说明，表头缺列的报错。"""
    found = header.matching.mapping if header else {}
    if not {"name", "amount"} & found.keys() or len(found) < 2:
        listing.doubts.append(Problem(sheet.title, "", "", "这张表没有认出表头，没有读", MISSING_HINT))
        return None
    lacking = [TITLES[key] for key in ("name", "amount") if key not in found]
    if lacking:
        cell = address(header.last, 0)
        message = f"缺少必需的列“{'”“'.join(lacking)}”"
        listing.problems.append(Problem(sheet.title, cell, "", message, MISSING_HINT))
        return None
    listing.doubts += [*_guessed(sheet, header), *_doubled(sheet, header), *_strange(sheet, header)]
    return tabulate(sheet, header)


def _guessed(sheet: Sheet, header: headers.Header) -> list[Problem]:
    """表头不是现成的写法、按字面认出来的列：读了，说明白。"""
    return [
        Problem(
            sheet.title, address(header.last, index), shown(title),
            f"“{title}”当作“{TITLES[key]}”读", "不对请把表头改成平台模板里的写法",
        )
        for key, index, title in columns.guessed(header)
    ]  # fmt: skip


def _doubled(sheet: Sheet, header: headers.Header) -> list[Problem]:
    """同一列出现两次：用第一列，说明白。"""
    return [
        Problem(
            sheet.title, address(header.last, indexes[1]), column.title,
            f"“{column.title}”出现了 {len(indexes)} 列，读的是第一列", "不对请改表头，只留一列",
        )
        for column, indexes in header.matching.doubled
    ]  # fmt: skip


def _strange(sheet: Sheet, header: headers.Header) -> list[Problem]:
    """不认得而又有内容的列：不读，说明白；内容不展示，免得带出号码。"""
    if not header.matching.unknown:
        return []
    filled = {i for number, row in sheet.rows if number > header.last for i, v in enumerate(row) if v != ""}
    return [
        Problem(
            sheet.title, address(header.last, unknown.index), shown(unknown.title),
            f"不认得的列“{unknown.title}”，没有读",
            f"您是否指“{unknown.suggestion}”？是则请改表头" if unknown.suggestion else "",
        )
        for unknown in header.matching.unknown
        if unknown.index in filled and headers.bare(unknown.title) not in IGNORED
    ]  # fmt: skip
