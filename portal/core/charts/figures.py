from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from portal.core.charts import palette as p

ROW, GAP, LABEL, WIDTH = 26, 8, 92, 640
CELL_W, CELL_H, HEAD = 46, 24, 96


@dataclass(frozen=True)
class Chart:
    """一张图：标题、说明、SVG 文本，以及等值的表（表头与各行文字）。"""

    title: str
    description: str
    svg: str
    width: int
    height: int
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def ranking_bars(rows, *, title: str, full: Decimal = Decimal(100), unit: str = "分") -> Chart:
    """排名条形图。`rows` 是（名称, 数值或 None, 附注），自上而下；条长与数值成正比，从零起。"""
    rows = list(rows)
    height = len(rows) * (ROW + GAP) + 12
    room = WIDTH - LABEL - 120
    parts = [_bar(index, label, value, note, full, room) for index, (label, value, note) in enumerate(rows)]
    axis = f'<line x1="{LABEL}" y1="4" x2="{LABEL}" y2="{height - 8}" stroke="{p.LINE}" stroke-width="1"/>'
    known = [value for _, value, _ in rows if value is not None]
    text = f"{len(rows)} 项，最高 {max(known)} {unit}，最低 {min(known)} {unit}" if known else "尚无数值"
    table = tuple((label, "—" if value is None else f"{value}", note) for label, value, note in rows)
    return Chart(
        title,
        text,
        _svg(WIDTH, height, title, text, [axis, *parts]),
        WIDTH,
        height,
        ("名称", f"数值（{unit}）", "附注"),
        table,
    )


def _bar(index: int, label: str, value, note: str, full: Decimal, room: int) -> str:
    y = index * (ROW + GAP) + 6
    middle = y + ROW / 2 + 5
    name = _text(LABEL - 8, middle, short(label, 6), anchor="end")
    if value is None:
        return name + _text(LABEL + 8, middle, "— 成绩未齐", fill=p.MUTED)
    width = float(room * min(value, full) / full)
    bar = f'<rect x="{LABEL}" y="{y}" width="{width:.1f}" height="{ROW}" fill="{p.BLUE}"/>'
    return name + bar + _text(LABEL + width + 8, middle, f"{value}　{note}".strip())


def heat_map(rows, columns, values, *, title: str, bands=(60, 70, 80, 90)) -> Chart:
    """热力图。`values` 是 {(行键, 列键): 数值或 None}；`rows`、`columns` 是（键, 名称）。缺的画斜线，不当零。"""
    rows, columns = list(rows), list(columns)
    left, width = 84, 84 + CELL_W * len(columns) + 8
    height = HEAD + CELL_H * len(rows) + 34
    parts = [_column_label(left + CELL_W * (i + 0.5), name) for i, (_, name) in enumerate(columns)]
    for j, (row_key, name) in enumerate(rows):
        y = HEAD + CELL_H * j
        parts.append(_text(left - 8, y + 16, short(name, 6), anchor="end", size=12))
        for i, (column_key, _) in enumerate(columns):
            parts.append(_heat_cell(left + CELL_W * i, y, values.get((row_key, column_key)), bands))
    parts += _legend(left, HEAD + CELL_H * len(rows) + 12, bands)
    headers = ("", *(name for _, name in columns))
    table = tuple(
        (name, *("—" if values.get((key, c)) is None else f"{values[(key, c)]}" for c, _ in columns))
        for key, name in rows
    )
    text = f"{len(rows)} 行 {len(columns)} 列，颜色越深分数越高，斜线为没有成绩"
    return Chart(title, text, _svg(width, height, title, text, parts), width, height, headers, table)


def _heat_cell(x: float, y: float, value, bands) -> str:
    box = f'x="{x}" y="{y}" width="{CELL_W - 1}" height="{CELL_H - 1}"'
    if value is None:
        line = f'<line x1="{x}" y1="{y + CELL_H - 1}" x2="{x + CELL_W - 1}" y2="{y}" stroke="{p.LINE}" stroke-width="1"/>'
        return f'<rect {box} fill="{p.PAPER}" stroke="{p.LINE}" stroke-width="0.5"/>{line}'
    fill = p.HEAT[sum(value >= bound for bound in bands)]
    return f'<rect {box} fill="{fill}"/>' + _text(
        x + CELL_W / 2, y + 16, f"{value:.1f}", anchor="middle", size=10.5
    )


def _column_label(x: float, name: str) -> str:
    """列名竖排，每字一行，至多七字。"""
    letters = short(name, 7)
    start = HEAD - 6 - 12.5 * (len(letters) - 1)
    return "".join(_text(x, start + 12.5 * i, c, anchor="middle", size=11) for i, c in enumerate(letters))


def _legend(x: float, y: float, bands) -> list[str]:
    names = [f"<{bands[0]}", *(f"{a}–{b}" for a, b in zip(bands, bands[1:], strict=False)), f"≥{bands[-1]}"]
    parts = []
    for index, (fill, name) in enumerate(zip(p.HEAT, names, strict=True)):
        at = x + index * 78
        parts.append(f'<rect x="{at}" y="{y}" width="14" height="14" fill="{fill}"/>')
        parts.append(_text(at + 19, y + 11.5, name, size=11))
    return parts


def short(text: str, length: int) -> str:
    """过长的名称截短。"""
    return text if len(text) <= length else text[: length - 1] + "…"


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", size: float = 13, fill: str = p.INK
) -> str:
    family = quoteattr(p.FONT)
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family={family} font-size="{size}" fill="{fill}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def _svg(width: float, height: float, title: str, description: str, parts) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" role="img">'
    return f"{head}<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(parts)}</svg>"
