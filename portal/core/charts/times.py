"""与时间有关的图：阶段横道与走势线。"""

import datetime as dt
from collections.abc import Sequence

from portal.core.charts import palette
from portal.core.charts.drawing import (
    WIDTH,
    Chart,
    box,
    chart,
    label,
    room,
    said,
    shortened,
    stroke,
    widest,
    words,
)

ROW, BAR, HEAD, DATES = 34, 16, 30, 136
PLOT_TOP, PLOT_HEIGHT, LEFT, RIGHT = 16, 220, 44, 120


def phase_bar(phases: Sequence[tuple[str, dt.date, dt.date]], *, today: dt.date, title: str) -> Chart:
    """阶段横道图。`phases` 是（名称, 起, 止），起止两天都算在内；今天在范围内时画一道竖线。

    已过的深灰，正在的蓝，未到的浅；起止日期写在行尾。
    """
    first, last = min(p[1] for p in phases), max(p[2] for p in phases)
    left = widest((name for name, _, _ in phases), 13, least=60, most=170) + 12
    scale = (WIDTH - DATES - left) / ((last - first).days + 1)
    height, now = HEAD + ROW * len(phases) + 6, left + ((today - first).days + 0.5) * scale
    parts = []
    for index, (name, start, end) in enumerate(phases):
        y = HEAD + ROW * index
        parts.append(label(left - 12, y + ROW / 2, name, left - 12))
        x, length = left + (start - first).days * scale, ((end - start).days + 1) * scale
        parts.append(box(x, y + (ROW - BAR) / 2, length, BAR, _phase_fill(start, end, today)))
        dates = f"{_day(start)}—{_day(end)}"
        parts.append(words(WIDTH - DATES + 12, y + ROW / 2 + 4, dates, size=11, fill=palette.MUTED))
    if first <= today <= last:
        parts.append(_today(now, height, left, today))
    return chart(
        title=title,
        description=f"{len(phases)} 个阶段，{_day(first)}至{_day(last)}，今天{_day(today)}",
        width=WIDTH,
        height=height,
        parts=parts,
        headers=("阶段", "开始", "结束", "状态"),
        rows=((name, f"{a}", f"{b}", _phase_word(a, b, today)) for name, a, b in phases),
    )


def _today(x: float, height: float, left: float, today: dt.date) -> str:
    text = f"今天 {_day(today)}"
    half = room(text, 12) / 2
    middle = max(x, left + half)
    return stroke(x, 22, x, height - 4, palette.RED, width=1.5) + words(
        middle, 16, text, anchor="middle", size=12, fill=palette.RED
    )


def _phase_fill(start: dt.date, end: dt.date, today: dt.date) -> str:
    if end < today:
        return palette.LINE
    return palette.BLUE_SOFT if start <= today else palette.GRID


def _phase_word(start: dt.date, end: dt.date, today: dt.date) -> str:
    if end < today:
        return "已结束"
    return "进行中" if start <= today else "未开始"


def _day(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"


def trend(points: Sequence[str], series, *, title: str, full=100, unit: str = "分") -> Chart:
    """走势线，从零起。`points` 是横轴各点的名称，`series` 是（名称, [数值或 None]）；没有数值的点断开，不连成零。

    线的名称与末值直接写在线尾。
    """
    series = [(name, list(values)) for name, values in series]
    known = [value for _, values in series for value in values if value is not None]
    top = float(max([full, *known]))
    step = (WIDTH - LEFT - RIGHT) / max(1, len(points) - 1)
    foot = PLOT_TOP + PLOT_HEIGHT
    parts = [_level(share, top) for share in (0, 0.25, 0.5, 0.75, 1)]
    every = max(1, -(-64 // max(1, int(step))))
    for index in range(0, len(points), every):
        name = shortened(points[index], step * every - 6, 11)
        parts.append(
            words(LEFT + step * index, foot + 18, name, anchor="middle", size=11, fill=palette.MUTED)
        )
    ends = []
    for index, (name, values) in enumerate(series):
        colour = palette.STROKES[index % len(palette.STROKES)]
        places = [
            None if v is None else (LEFT + step * i, foot - PLOT_HEIGHT * float(v) / top)
            for i, v in enumerate(values)
        ]
        parts.append(_line(places, colour))
        ends.append((places, name, values, colour))
    return chart(
        title=title,
        description=f"{len(series)} 条线，{len(points)} 个点，断开处没有数值",
        width=WIDTH,
        height=foot + 28,
        parts=[*parts, *_ends(ends)],
        headers=("名称", *points),
        rows=((name, *(said(value) for value in values)) for name, values in series),
    )


def _level(share: float, top: float) -> str:
    y = PLOT_TOP + PLOT_HEIGHT * (1 - share)
    colour = palette.LINE if share == 0 else palette.GRID
    number = words(LEFT - 8, y + 4, f"{top * share:g}", anchor="end", size=11, fill=palette.MUTED)
    return stroke(LEFT, y, WIDTH - RIGHT, y, colour) + number


def _line(places, colour: str) -> str:
    """相邻两点都有才连；每点一个圆点，孤立的点也看得见。"""
    parts = [
        stroke(*a, *b, colour, width=2)
        for a, b in zip(places, places[1:], strict=False)
        if a is not None and b is not None
    ]
    dots = [f'<circle cx="{p[0]:.1f}" cy="{p[1]:.1f}" r="3" fill="{colour}"/>' for p in places if p]
    return "".join(parts + dots)


def _ends(ends) -> list[str]:
    """线尾的名称；挨得太近的依次往下让，放不下再整体往上提。"""
    tags = []
    for places, name, values, colour in ends:
        known = [(place, value) for place, value in zip(places, values, strict=True) if place]
        if known:
            tags.append((known[-1][0][1], f"{name} {known[-1][1]}", colour))
    tags.sort(key=lambda tag: tag[0])
    parts, floor = [], PLOT_TOP - 14.0
    spare = PLOT_TOP + PLOT_HEIGHT - 15.0 * (len(tags) - 1)
    for index, (y, text, colour) in enumerate(tags):
        floor = max(floor + 15, min(y, spare + 15 * index))
        x = WIDTH - RIGHT + 10
        parts.append(words(x, floor + 4, shortened(text, WIDTH - x, 12), size=12, fill=colour))
    return parts
