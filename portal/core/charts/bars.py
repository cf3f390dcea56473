"""条形图：排名与构成。条长与数值成正比，一律从零起。"""

from collections.abc import Sequence
from decimal import Decimal

from portal.core.charts import palette
from portal.core.charts.drawing import (
    WIDTH,
    Chart,
    box,
    chart,
    hatched,
    label,
    room,
    said,
    shortened,
    stroke,
    widest,
    words,
)

BAR, PITCH, TOP = 22, 32, 6
NOTE_ROOM, MISSING_WIDTH = 150, 56


def ranking_bars(
    rows, *, title: str, full: Decimal = Decimal(100), unit: str = "分", missing: str = "暂无成绩"
) -> Chart:
    """排名条形图。`rows` 是（名称, 数值或 None[, 附注]），自上而下；`full` 是满条的数值，有更大的以更大的为准。

    没有数值的画斜线框并写 `missing`，不画成零。行多时用 `in_pages` 分张。
    """
    rows = [(name, value, note[0] if note else "") for name, value, *note in rows]
    left = widest((name for name, _, _ in rows), 13, least=52, most=150) + 12
    known = [value for _, value, _ in rows if value is not None]
    scale = (WIDTH - left - NOTE_ROOM) / float(max([full, *known]))
    height = TOP * 2 + PITCH * len(rows)
    parts = [stroke(left, TOP, left, height - TOP)]
    for index, (name, value, note) in enumerate(rows):
        y = TOP + PITCH * index + (PITCH - BAR) / 2
        parts.append(label(left - 8, y + BAR / 2, name, left - 12))
        parts.append(_bar(left, y, value, note or ("" if value is not None else missing), scale))
    text = f"{len(rows)} 项，最高 {max(known)} {unit}，最低 {min(known)} {unit}" if known else "尚无数值"
    return chart(
        title=title,
        description=text,
        width=WIDTH,
        height=height,
        parts=parts,
        headers=("名称", f"数值（{unit}）", "附注"),
        rows=((name, said(value), note) for name, value, note in rows),
    )


def _bar(left: float, y: float, value, note: str, scale: float) -> str:
    base = y + BAR / 2 + 5
    if value is None:
        text = shortened(note, WIDTH - left - MISSING_WIDTH - 16, 12)
        return hatched(left, y, MISSING_WIDTH, BAR) + words(
            left + MISSING_WIDTH + 8, base, text, size=12, fill=palette.MUTED
        )
    length = max(0.0, float(value) * scale)
    number, at = f"{value}", left + length + 8
    shown = box(left, y, length, BAR, palette.BLUE) + words(at, base, number, weight="bold")
    at += room(number, 13) + 12
    return shown + words(at, base, shortened(note, WIDTH - at, 12), size=12, fill=palette.MUTED)


def stacked_bars(rows, series: Sequence[tuple[str, str]], *, title: str, unit: str = "个") -> Chart:
    """构成条形图：每行一条，各段依 `series`（名称, 色调）的次序相接，段长与数量成正比。

    `rows` 是（名称, [各段数量] 或 None）；色调为 blue、green、amber、red、grey。段里写得下才写数，全数在行尾。
    """
    rows = list(rows)
    left = widest((name for name, _ in rows), 13, least=52, most=150) + 12
    totals = [sum(values) for _, values in rows if values is not None]
    scale = (WIDTH - left - 90) / float(max([1, *totals]))
    height = TOP * 2 + PITCH * (len(rows) + 1)
    parts = [*_keys(left, series), stroke(left, TOP + PITCH, left, height - TOP)]
    for index, (name, values) in enumerate(rows, start=1):
        y = TOP + PITCH * index + (PITCH - BAR) / 2
        parts.append(label(left - 8, y + BAR / 2, name, left - 12))
        parts.append(_segments(left, y, values, series, scale, unit))
    return chart(
        title=title,
        description=f"{len(rows)} 项，合计 {sum(totals)} {unit}",
        width=WIDTH,
        height=height,
        parts=parts,
        headers=("名称", *(name for name, _ in series), f"合计（{unit}）"),
        rows=((name, *_counts(values, len(series))) for name, values in rows),
    )


def _keys(left: float, series) -> list[str]:
    """各段颜色是什么，写在最上一行。"""
    parts, x = [], left
    for name, tone in series:
        parts.append(box(x, TOP + 6, 12, 12, palette.TONES[tone]))
        parts.append(words(x + 17, TOP + 17, name, size=12, fill=palette.MUTED))
        x += 17 + room(name, 12) + 18
    return parts


def _segments(left: float, y: float, values, series, scale: float, unit: str) -> str:
    if values is None:
        return hatched(left, y, MISSING_WIDTH, BAR)
    parts, x = [], left
    for value, (_, tone) in zip(values, series, strict=True):
        length = float(value) * scale
        if length:
            parts.append(box(x, y, length, BAR, palette.TONES[tone]))
        if value and room(f"{value}", 12) + 4 <= length:
            parts.append(words(x + length / 2, y + BAR / 2 + 4.5, f"{value}", anchor="middle", size=12))
        x += length
    total = words(x + 8, y + BAR / 2 + 5, f"{sum(values)} {unit}", weight="bold")
    return "".join(parts) + total


def _counts(values, length: int) -> tuple[str, ...]:
    if values is None:
        return ("—",) * (length + 1)
    return (*(f"{value}" for value in values), f"{sum(values)}")
