"""解读回应的算法：隔几天解读、几小时回应、中位数、率。纯函数，不认识 Django。"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

TENTH = Decimal("0.1")
NOT_WORDS = re.compile(r"[\W_]+")
ALIKE = 0.2


def days_between(published_on: dt.date, first_on: dt.date | None) -> int | None:
    """政策公布到首篇解读隔几天（日历日）；同日为 0，还没有解读为 None。"""
    return None if first_on is None else (first_on - published_on).days


def hours_taken(found_at: dt.datetime, first_at: dt.datetime | None) -> Decimal | None:
    """发现到首次回应用了几小时，一位小数，四舍五入；还没有回应为 None。"""
    if first_at is None:
        return None
    seconds = Decimal((first_at - found_at) // dt.timedelta(microseconds=1)) / 1_000_000
    return (seconds / 3600).quantize(TENTH, ROUND_HALF_UP)


def percent(part: int, whole: int) -> Decimal | None:
    """百分比，一位小数；没有分母为 None，不是 0。"""
    return (Decimal(100 * part) / whole).quantize(TENTH, ROUND_HALF_UP) if whole else None


def median(values: Iterable[int | Decimal]) -> Decimal | None:
    """中位数，一位小数；一个也没有为 None。"""
    found = sorted(Decimal(value) for value in values)
    if not found:
        return None
    middle = len(found) // 2
    value = found[middle] if len(found) % 2 else (found[middle - 1] + found[middle]) / 2
    return value.quantize(TENTH, ROUND_HALF_UP)


def pairs_of(text: str) -> frozenset[str]:
    """文字里相邻两字的集合，标点与空白不算；只有一个字的就是它自己。"""
    plain = NOT_WORDS.sub("", text.lower())
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1)) or frozenset(filter(None, [plain]))


def likeness(one: str, other: str) -> float:
    """两段文字的相似度：共有的相邻两字，占较短一段的多少，0 至 1。"""
    left, right = pairs_of(one), pairs_of(other)
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def most_alike(text: str, known: Sequence[tuple[int, str]], *, most: int = 5) -> list[int]:
    """`known` 里与 `text` 最像的几个编号，最像的在前；不够像的不算，一样像的先来的在前。"""
    scored = [(likeness(text, other), number) for number, other in known]
    close = [pair for pair in scored if pair[0] >= ALIKE]
    return [number for _, number in sorted(close, key=lambda pair: -pair[0])[:most]]
