"""数量与金额印出来的样子：千分位，没有的写“—”，零就是 0。"""

from collections.abc import Iterable
from decimal import Decimal

NONE = "—"
# 库里的数量、标准存到四位小数。
MOST = 4


def places(values: Iterable[Decimal | None], *, least: int = 0) -> int:
    """写全这些数要几位小数，不少于 `least`。"""
    needed = (-_exponent(value) for value in values if value is not None)
    return min(MOST, max((least, *needed)))


def text(value: Decimal | None, decimals: int) -> str:
    return NONE if value is None else f"{value:,.{decimals}f}"


def money(value: Decimal) -> str:
    return text(value, 2)


def with_unit(value: Decimal | None, unit: str) -> str:
    """如“1,234.5 亩”。"""
    return NONE if value is None else f"{text(value, places([value]))} {unit}".rstrip()


def _exponent(value: Decimal) -> int:
    """最后一位非零数字的位置：3.50 是 -1，300 是 0 以上。"""
    exponent = value.normalize().as_tuple().exponent
    return min(0, exponent) if isinstance(exponent, int) else 0
