"""路线图：任务按方面分组，一行一项，横轴是日子；阶段铺成底色的带，今天一道竖线，字在线脚。

宽屏与纸上名称在左；手机上放不下，另画一张窄的，名称写在各自的横道上面。
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from portal.core.charts import palette
from portal.core.charts.drawing import Chart, box, chart, room, shortened, stroke, words

HEAD, PHASES, GROUP, BAR, FOOT = 20, 22, 24, 12, 20
ONE = dt.timedelta(days=1)
FILLS = {
    "done": palette.GREEN_SOFT,
    "working": palette.BLUE_SOFT,
    "overdue": palette.RED_SOFT,
    "waiting": palette.LINE,
}
BANDS = ("#f6f7f9", "#eaf1fb")


@dataclass(frozen=True)
class Bar:
    """一项任务：起止两天都算在内；`marks` 是按期任务各期的最后一天；`tone` 见 `FILLS`，`state` 是它的说法。"""

    group: str
    name: str
    first: dt.date
    last: dt.date
    tone: str
    state: str
    marks: tuple[dt.date, ...] = ()


@dataclass(frozen=True)
class Frame:
    """一种画法的尺寸：横轴左右留多少，一行多高，名称（基线）与横道（上边）各在行里什么位置。"""

    width: int
    left: int
    right: int
    row: int
    name_x: int
    name_y: int
    name_room: int
    bar_y: int


DESK = Frame(width=980, left=300, right=16, row=22, name_x=20, name_y=15, name_room=268, bar_y=5)
PHONE = Frame(width=336, left=4, right=4, row=38, name_x=4, name_y=15, name_room=328, bar_y=21)


def gantt(
    bars: Sequence[Bar],
    phases: Sequence[tuple[str, dt.date, dt.date]],
    *,
    today: dt.date,
    title: str,
) -> Chart:
    """`bars` 已按方面排好，同一方面的相邻；`phases` 是（名称, 起, 止）。横轴从最早画到最晚。"""
    wide, narrow = (_drawn(frame, bars, phases, today, title) for frame in (DESK, PHONE))
    return replace(wide, phone=narrow.svg)


def _drawn(frame: Frame, bars: Sequence[Bar], phases, today: dt.date, title: str) -> Chart:
    first = min([b.first for b in bars] + [p[1] for p in phases])
    last = max([b.last for b in bars] + [p[2] for p in phases])
    axis = Axis(first, last, frame)
    rows = _rows(bars)
    bottom = HEAD + PHASES + sum(GROUP if isinstance(row, str) else frame.row for row in rows) + 4
    parts = [*_bands(phases, axis, bottom), *_months(axis, bottom)]
    y = HEAD + PHASES
    for row in rows:
        if isinstance(row, str):
            parts.append(words(min(8, frame.name_x), y + 17, row, size=13, weight="bold"))
            y += GROUP
        else:
            parts += _bar(row, axis, y)
            y += frame.row
    if first <= today <= last:
        parts += _today(axis, today, bottom)
    return chart(
        title=title,
        description=f"{len(bars)} 项任务，{_day(first)}至{_day(last)}，今天{_day(today)}",
        width=frame.width,
        height=bottom + FOOT,
        parts=parts,
        headers=("任务", "方面", "开始", "完成时限", "进展"),
        rows=((b.name, b.group, f"{b.first}", f"{b.last}", b.state) for b in bars),
    )


@dataclass(frozen=True)
class Axis:
    """日子 → 横坐标；一天占一格。"""

    first: dt.date
    last: dt.date
    frame: Frame

    def x(self, day: dt.date) -> float:
        """`day` 零点的位置。"""
        frame = self.frame
        scale = (frame.width - frame.left - frame.right) / ((self.last - self.first).days + 1)
        return frame.left + (day - self.first).days * scale

    def end(self, day: dt.date) -> float:
        """`day` 结束的位置。"""
        return self.x(day + ONE)


def _rows(bars: Sequence[Bar]) -> list:
    """方面的名字与它的各项，依次排开。"""
    rows, group = [], None
    for bar in bars:
        if bar.group != group:
            rows.append(bar.group)
            group = bar.group
        rows.append(bar)
    return rows


def _bands(phases, axis: Axis, bottom: float) -> list[str]:
    parts = []
    for index, (name, start, end) in enumerate(phases):
        x, width = axis.x(start), axis.end(end) - axis.x(start)
        parts.append(box(x, HEAD, width, bottom - HEAD, BANDS[index % 2]))
        label = shortened(name, width - 8, 12)
        parts.append(words(x + width / 2, HEAD + 15, label, anchor="middle", size=12, fill=palette.MUTED))
    return parts


def _months(axis: Axis, bottom: float) -> list[str]:
    parts, day = [], axis.first
    while day <= axis.last:
        x = axis.x(day)
        parts.append(stroke(x, HEAD + PHASES, x, bottom, palette.GRID))
        parts.append(words(x + 2, 14, f"{day.month}月", size=11, fill=palette.MUTED))
        day = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return parts


def _bar(bar: Bar, axis: Axis, y: float) -> list[str]:
    """一天的也看得见。按期的在各期最后一天画一个菱形。"""
    frame, top = axis.frame, y + axis.frame.bar_y
    x, width = axis.x(bar.first), max(axis.end(bar.last) - axis.x(bar.first), 3)
    parts = [
        words(frame.name_x, y + frame.name_y, shortened(bar.name, frame.name_room, 12), size=12),
        box(x, top, width, BAR, FILLS[bar.tone]),
    ]
    return parts + [_mark(axis.end(day), top + BAR / 2) for day in bar.marks]


def _mark(x: float, y: float) -> str:
    points = f"{x - 4:.1f},{y:.1f} {x:.1f},{y - 4:.1f} {x + 4:.1f},{y:.1f} {x:.1f},{y + 4:.1f}"
    return f'<polygon points="{points}" fill="{palette.BLUE}"/>'


def _today(axis: Axis, today: dt.date, bottom: float) -> list[str]:
    """竖线只穿过横道，不碰上面的月份与阶段名；说明写在线脚下，靠边时往里让。"""
    x, text = (axis.x(today) + axis.end(today)) / 2, f"今天 {_day(today)}"
    half = room(text, 12) / 2
    middle = min(max(x, axis.frame.left + half), axis.frame.width - half)
    line = stroke(x, HEAD + PHASES, x, bottom, palette.RED, width=1.5)
    return [line, words(middle, bottom + 14, text, anchor="middle", size=12, fill=palette.RED)]


def _day(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"
