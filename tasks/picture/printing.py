"""总表印成 PDF：A4 横排，灯写作图形加字，数与屏幕相同。"""

import datetime as dt
from collections.abc import Iterator

from django.template.loader import render_to_string

from portal.core import clock, pdf
from portal.core.printing import Table
from tasks.models import Campaign
from tasks.picture.board import Board, Line
from tasks.sheets import picture as sheets
from tasks.standing import Light, Tally

# 黑白打印也分得清：圆、三角、方、圈。
SHAPES = {Light.GREEN: "●", Light.AMBER: "▲", Light.RED: "■", Light.GREY: "○"}
CSS = """td { white-space: pre-line; padding: 0.3mm 1mm; line-height: 11pt }
h1 { margin-bottom: 2mm; font-size: 18pt; line-height: 24pt }
table { margin: 2mm 0 }
table + table { break-before: page }"""
# 一页放得下的县区数。
PER_PAGE = 12


def board_pdf(campaign: Campaign, found: Board, *, by, at: dt.datetime) -> bytes:
    """一页十来个县区，最后一行合计，后面是各方面的规则与出处。"""
    content = [sheets.line_cells(line) for line in found.lines]
    context = {
        "campaign": campaign,
        "board": found,
        "tables": list(_tables(found)),
        "rules": _rules(found),
        "origin": f"截至 {found.on:%Y-%m-%d}；{by.name}于 {clock.local_time(at)} 生成；"
        f"内容指纹 {sheets.fingerprint(content)}",
    }
    html = render_to_string("print/picture.html", context)
    footer = f"{campaign}推进情况 · 截至 {found.on:%Y-%m-%d}"
    return pdf.render_document([html], footer=footer, css=(CSS,))


def _rules(found: Board) -> list[tuple[str, str]]:
    """规则一样的方面写在一处，一页放得下。"""
    named: dict[str, list[str]] = {}
    for column in found.columns:
        named.setdefault(column.rule.sentence, []).append(column.area.name)
    return [("、".join(names), sentence) for sentence, names in named.items()]


def _tables(found: Board) -> Iterator[Table]:
    headers = ("县区", *(column.area.name for column in found.columns), "合计")
    last = 100 - 10 - 10 * len(found.columns)
    widths = (10, *[10] * len(found.columns), max(10, last))
    lines = [_row(line) for line in found.lines]
    lines.append(("合计", *(_cell(_lights(c), c.tally) for c in found.columns), _cell("", found.tally)))
    for start in range(0, len(lines), PER_PAGE):
        yield Table("", headers, tuple(lines[start : start + PER_PAGE]), widths)


def _row(line: Line) -> tuple[str, ...]:
    cells = (_cell(f"{SHAPES[cell.light]}{cell.word}", cell.tally) for cell in line.cells)
    return (line.county.short_name, *cells, _cell(_lights(line), line.tally))


def _lights(counted) -> str:
    return f"■{counted.reds} ▲{counted.ambers}"


def _cell(light: str, tally: Tally) -> str:
    if not tally.total:
        return light
    return f"{light}\n超{tally.overdue} 临{tally.soon}\n{tally.done}/{tally.total}".strip()
