"""公示单的版面与排版：A3 贴在公开栏上，一米外看得清；A4 存档、入户。"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from portal.core import pdf, qr
from portal.core.titling import title_lines
from village.board import Board
from village.models import Notice

TEMPLATE, CSS = "print/board.html", "css/print/board.css"
# A3 单栏排得下的户数，约两页；再多就分左右两栏，字仍不小于 14 磅，少贴一半的纸。
ONE_COLUMN = 60
# 姓名、组折行前至少占的字宽；其余各栏不折行。
FOLDS = {1: 4.0, 2: 6.0}
# 单元格左右留白，字宽；拉丁字母与数字约占半个汉字多一点。
PADDING, HALF = 0.8, 0.6


@dataclass(frozen=True)
class Layout:
    """一种版面：`name` 是样式类，`room` 是一栏表格能排的字宽（栏宽除以字号），

    `headline` 是标题一行的字数；都与 board.css 一致。
    """

    name: str
    columns: int
    room: float
    headline: int


A3_TALL = Layout("a3", 1, 41.0, 24)
A3_TWO = Layout("a3 columns-2", 2, 24.0, 24)
A3_TURNED = Layout("a3 columns-2 landscape", 2, 35.5, 36)
A4_TALL = Layout("a4", 1, 46.0, 25)


def layout(board: Board, paper: str) -> Layout:
    """户少用单栏大字；A3 上户多分两栏，竖排写不下一行的横排。"""
    if paper == Notice.Paper.A4:
        return A4_TALL
    if len(board.rows) <= ONE_COLUMN:
        return A3_TALL
    return A3_TWO if sum(lengths(board, A3_TWO)) <= A3_TWO.room else A3_TURNED


def lengths(board: Board, chosen: Layout) -> list[float]:
    """各栏不折行时的字宽。分两栏时合计行另占整行，不算。"""
    rows = [*zip(*board.headers, strict=True), *board.rows]
    if chosen.columns == 1:
        rows.append(board.total)
    return [max(_length(row[place]) for row in rows) + PADDING for place in range(len(board.headers))]


def widths(board: Board, chosen: Layout) -> list[float]:
    """各栏占比（%）：写得下就按字宽分；写不下时姓名与组折行，数字不折。"""
    wanted = lengths(board, chosen)
    excess = sum(wanted) - chosen.room
    for place in sorted(FOLDS, key=lambda place: -wanted[place]):
        given = min(max(excess, 0), max(wanted[place] - FOLDS[place], 0))
        wanted[place] -= given
        excess -= given
    return [round(100 * length / sum(wanted), 2) for length in wanted]


def _length(text: str) -> float:
    return sum(1 if unicodedata.east_asian_width(char) in "WFA" else HALF for char in text)


def headline(board: Board, chosen: Layout) -> list[str]:
    """标题的各截：村与项目各自成行，长的再匀开。"""
    return [
        line
        for part in (board.village, f"{board.subject}公示")
        for line in title_lines(part, most=chosen.headline)
    ]


def html(board: Board, paper: str) -> str:
    """印一张公示单的 HTML。"""
    code = qr.svg(board.address, label="本村补贴公开信息的网址")
    chosen = layout(board, paper)
    context = {
        "board": board,
        "title": headline(board, chosen),
        "layout": chosen,
        "widths": widths(board, chosen),
        "code": mark_safe(code),  # noqa: S308 自己画的
    }
    return render_to_string(TEMPLATE, context)


def typeset(
    boards: Iterable[tuple[object, Board, str]], *, workers: int = 2
) -> Iterator[tuple[object, bytes]]:
    """（键, 内容, 纸张）→（键, PDF），先排完的先交；用到才取。"""
    pages = ((key, html(board, paper)) for key, board, paper in boards)
    return pdf.render_each(pages, css=CSS, workers=workers)
