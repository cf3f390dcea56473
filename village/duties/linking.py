"""有效衔接的建议与缺口：标识相同的就是同一事项，其余按名称相像给出建议，由人确认。纯函数。"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalogs.entries import plain

ALIKE = 0.34
SHOWN = 3


@dataclass(frozen=True)
class Name:
    """一个事项的标识与名称。"""

    key: str
    name: str


def likeness(one: str, other: str) -> float:
    """两个名称相像的程度，0 至 1：共有的相邻两字，对短的一个算；名称互相含有的为 1。"""
    one, other = plain(one.replace("/", "")), plain(other.replace("/", ""))
    short, long = sorted((one, other), key=len)
    if len(short) < 2:
        return 0.0
    if short in long:
        return 1.0
    pairs, others = _pairs(short), _pairs(long)
    return len(pairs & others) / len(pairs)


def suggestions(item: Name, targets: Sequence[Name]) -> list[Name]:
    """最像的几个，像的在前；都不像则没有。"""
    scored = [(likeness(item.name, target.name), target) for target in targets]
    alike = [pair for pair in scored if pair[0] >= ALIKE]
    return [target for _, target in sorted(alike, key=lambda pair: -pair[0])[:SHOWN]]


def unmatched(targets: Iterable[Name], linked: set[str]) -> list[Name]:
    """没有村级事项对应的。"""
    return [target for target in targets if target.key not in linked]


def _pairs(text: str) -> set[str]:
    return {text[index : index + 2] for index in range(len(text) - 1)}
