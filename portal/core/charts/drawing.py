"""画图的基本件：文字量宽、折行、线、块，以及一张图的样子。坐标与尺寸都是 CSS 像素。"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from portal.core.charts import palette

WIDTH = 640
# 西文字宽占字号的比例，宁宽勿窄；W 一类最宽的字母另算也不值得。
NARROW = 0.62


@dataclass(frozen=True)
class Chart:
    """一张图：标题、一句说明、SVG 文本，以及等值的表（表头与各行文字）；`phone` 是窄屏上换用的 SVG，没有则同一张。"""

    title: str
    description: str
    svg: str
    width: int
    height: int
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    phone: str = ""

    @property
    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """等值的表：（表头, 各行）。"""
        return self.headers, self.rows


def chart(*, title: str, description: str, width: float, height: float, parts, headers, rows) -> Chart:
    """拼成一张图。图的角色是一幅画，读屏软件读标题与说明。"""
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    told = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    svg = f"{head}{told}{''.join(parts)}</svg>"
    return Chart(
        title, description, svg, round(width), round(height), tuple(headers), tuple(map(tuple, rows))
    )


def words(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    size: float = 13,
    fill: str = palette.INK,
    weight: str = "normal",
) -> str:
    """一行字，`y` 是基线。"""
    look = f'font-family={quoteattr(palette.FONT)} font-size="{size:g}" font-weight="{weight}" fill="{fill}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look} text-anchor="{anchor}">{escape(text)}</text>'


def box(x: float, y: float, width: float, height: float, fill: str, *, stroke: str = "none") -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="1"/>'
    )


def stroke(
    x1: float, y1: float, x2: float, y2: float, colour: str = palette.LINE, *, width: float = 1
) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{colour}" stroke-width="{width:g}"/>'
    )


def hatched(x: float, y: float, width: float, height: float) -> str:
    """没有数值的地方：空框加斜线，中间一个“—”，与零分不会认错。"""
    lines, at = [], 8.0
    while at < width + height:
        start, end = max(0.0, at - height), min(at, width)
        lines.append(stroke(x + start, y + at - start, x + end, y + at - end, palette.GRID))
        at += 8
    frame = box(x, y, width, height, palette.PAPER, stroke=palette.LINE)
    dash = words(x + width / 2, y + height / 2 + 4, "—", anchor="middle", size=11, fill=palette.MUTED)
    return frame + "".join(lines) + dash


def room(text: str, size: float) -> float:
    """一行字大约多宽：汉字一字一格，西文按比例。"""
    return sum(size if unicodedata.east_asian_width(c) in "WFA" else size * NARROW for c in text)


def shortened(text: str, width: float, size: float) -> str:
    """超过 `width` 的截短，末尾加省略号。"""
    if room(text, size) <= width:
        return text
    kept = text
    while kept and room(kept + "…", size) > width:
        kept = kept[:-1]
    return kept + "…"


def folded(text: str, width: float, size: float, *, lines: int = 2) -> list[str]:
    """折成至多 `lines` 行，末行仍放不下才截短。"""
    if lines == 1 or room(text, size) <= width:
        return [shortened(text, width, size)]
    cut = len(text)
    while cut > 1 and room(text[:cut], size) > width:
        cut -= 1
    return [text[:cut], *folded(text[cut:], width, size, lines=lines - 1)]


def label(x: float, middle: float, text: str, width: float, *, size: float = 13, anchor: str = "end") -> str:
    """上下居中于 `middle` 的名称，放不下折两行。"""
    rows = folded(text, width, size)
    small = size if len(rows) == 1 else size - 2
    rows = folded(text, width, small)
    pitch = small + 2
    top = middle - pitch * (len(rows) - 1) / 2 + small * 0.36
    return "".join(words(x, top + pitch * i, row, anchor=anchor, size=small) for i, row in enumerate(rows))


def widest(labels: Iterable[str], size: float, *, least: float, most: float) -> float:
    """名称一栏的宽：够最长的用，但不超过 `most`。"""
    return min(most, max([least, *(room(text, size) for text in labels)]))


def said(value) -> str:
    """表里的一格；没有则“—”。"""
    return "—" if value is None else f"{value}"
