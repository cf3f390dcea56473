"""阶段条的排版：日期进，百分比出。横轴从最早的开始到最晚的结束，按天等分。"""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """一个阶段：左端与宽度是百分数，`state` 为 done、current 或 future。"""

    name: str
    start_on: dt.date
    end_on: dt.date
    left: float
    width: float
    state: str

    @property
    def middle(self) -> float:
        return round(self.left + self.width / 2, 2)


@dataclass(frozen=True)
class Mark:
    """轴上一点：月初、期限或今天。`end` 为真时文字写在点的左边，免得出界。"""

    name: str
    on: dt.date
    left: float

    @property
    def end(self) -> bool:
        return self.left > 75


@dataclass(frozen=True)
class PhaseBar:
    bars: list[Bar]
    months: list[Mark]
    dues: list[Mark]
    today: Mark | None


def lay_out(phases, deadlines, today: dt.date) -> PhaseBar | None:
    """`phases` 有 `name/start_on/end_on`，`deadlines` 有 `name/due_on`；没有阶段时为 None。"""
    phases = list(phases)
    if not phases:
        return None
    first, last = min(p.start_on for p in phases), max(p.end_on for p in phases)
    days = (last - first).days + 1

    def left(day: dt.date) -> float:
        return round(100 * (day - first).days / days, 2)

    bars = [
        Bar(p.name, p.start_on, p.end_on, left(p.start_on), _width(p, days), _state(p, today)) for p in phases
    ]
    dues = [Mark(d.name, d.due_on, left(d.due_on)) for d in deadlines if first <= d.due_on <= last]
    now = Mark("今天", today, left(today)) if first <= today <= last else None
    return PhaseBar(bars, [Mark(f"{d.month}月", d, left(d)) for d in _months(first, last)], dues, now)


def _width(phase, days: int) -> float:
    return round(100 * ((phase.end_on - phase.start_on).days + 1) / days, 2)


def _state(phase, today: dt.date) -> str:
    if phase.end_on < today:
        return "done"
    return "future" if today < phase.start_on else "current"


def _months(first: dt.date, last: dt.date) -> list[dt.date]:
    """首尾之间每个月的第一天，连同起点。"""
    days, day = [first], first
    while (day := (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)) <= last:
        days.append(day)
    return days
