"""提醒的规矩：哪一天提醒、提醒到哪一级。日期与数字进，日期与数字出，不认识 Django。"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

OFFSETS = (-30, -7, -3, -1, 0, 1)
HEAD_AFTER, CITY_AFTER = 1, 3
CATCH_UP_DAYS = 3


class Level(StrEnum):
    """提醒到哪一级：升到上一级时，下面各级同时知道。"""

    OFFICER = "officer"
    HEAD = "head"
    CITY = "city"


LEVEL_LABELS = {Level.OFFICER: "经办人", Level.HEAD: "单位负责人", Level.CITY: "市政务公开办"}


@dataclass(frozen=True)
class Rhythm:
    """一次行动的提醒节奏：`offsets` 是相对截止日的天数；逾期 `head_after`、`city_after` 天升级。"""

    offsets: tuple[int, ...] = OFFSETS
    head_after: int = HEAD_AFTER
    city_after: int = CITY_AFTER

    @property
    def steps(self) -> tuple[int, ...]:
        """全部档次，从早到晚。"""
        return tuple(sorted({*self.offsets, self.head_after, self.city_after}))

    def step(self, due_on: dt.date, *, on: dt.date) -> int | None:
        """`on` 这天该提醒的档次。错过不超过三天的补，错过几档只补最近的一档；再久的不补。"""
        days = (on - due_on).days
        return max((s for s in self.steps if days - CATCH_UP_DAYS <= s <= days), default=None)

    def levels(self, step: int) -> tuple[Level, ...]:
        """这一档提醒哪几级。"""
        reached = {
            Level.OFFICER: True,
            Level.HEAD: step >= self.head_after,
            Level.CITY: step >= self.city_after,
        }
        return tuple(level for level, is_told in reached.items() if is_told)


def parse_offsets(text: str) -> tuple[int, ...]:
    """“-30,-7,0,1”→ 各档，去重，从早到晚。不是整数、超出前后一年、一档也没有的抛 `ValueError`（文字给人看）。"""
    parts = [part.strip() for part in text.replace("，", ",").replace("−", "-").split(",") if part.strip()]
    try:
        found = tuple(sorted({int(part) for part in parts}))
    except ValueError:
        raise ValueError("请只写整数，用逗号分开，如 -30,-7,-3,-1,0,1。") from None
    if not found or found[0] < -365 or found[-1] > 365:
        raise ValueError("请至少写一档，都在截止日前后 365 天之内。")
    return found


def when(due_on: dt.date, *, on: dt.date) -> str:
    """离截止还有几天，说给人听。"""
    days = (due_on - on).days
    return f"还有 {days} 天" if days > 0 else f"已逾期 {-days} 天" if days else "今天截止"
