"""评审标准的写法：一行一项，名称后面是满分，如“成效明显 40”。不认识 Django。"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

LINE = re.compile(r"(.+?)[\s:：]*(\d+(?:\.\d)?)\s*分?")
TENTH = Decimal("0.1")
MOST = 8


class Unclear(ValueError):
    """写法不对；文字说明哪一行、怎样改。"""


@dataclass(frozen=True)
class Criterion:
    """一项标准与它的满分。"""

    name: str
    points: Decimal


DEFAULT = (
    Criterion("针对性（解决什么问题）", Decimal(20)),
    Criterion("成效（有数据、可核对）", Decimal(40)),
    Criterion("创新", Decimal(20)),
    Criterion("可复制推广", Decimal(20)),
)


def read(text: str) -> tuple[Criterion, ...]:
    """各行 → 标准。抛 `Unclear`：没有一项、一行没有分值、分值为零、名称重复、太多。"""
    found = tuple(_read(line.strip()) for line in text.splitlines() if line.strip())
    if not 1 <= len(found) <= MOST:
        raise Unclear(f"评审标准须有 1 至 {MOST} 项，一行一项。")
    names = [one.name for one in found]
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        raise Unclear(f"“{'、'.join(repeated)}”重复了。")
    return found


def _read(line: str) -> Criterion:
    if not (match := LINE.fullmatch(line)):
        raise Unclear(f"“{line}”没有分值，请写成“名称 分值”，如“成效 40”。")
    name, points = match[1].strip(), Decimal(match[2])
    if not points:
        raise Unclear(f"“{name}”的分值不能是 0。")
    return Criterion(name, points)


def write(scale: tuple[Criterion, ...]) -> str:
    """标准 → 各行，`read` 读得回来。"""
    return "\n".join(f"{one.name} {one.points}" for one in scale)


def full(scale: tuple[Criterion, ...]) -> Decimal:
    """满分合计。"""
    return sum((one.points for one in scale), Decimal(0))


def average(totals: list[Decimal]) -> Decimal | None:
    """各评审人总分的平均，一位小数；没有人评的为 None，不是 0。"""
    if not totals:
        return None
    return (sum(totals, Decimal(0)) / len(totals)).quantize(TENTH, ROUND_HALF_UP)
