"""以什么身份办的：代理岗位的，时间线上姓名之后写明代什么、代到哪天。

本层不认识任职，由 `portal.organisations` 登记怎样说；记的是办理当时的样子，任期后来改了也不改。
"""

from collections.abc import Callable

Describe = Callable[[object], str]
_describe: list[Describe] = []


def register(describe: Describe) -> None:
    """登记怎样说一个人此刻的身份；没有特别身份的为空。"""
    if describe not in _describe:
        _describe.append(describe)


def capacity_of(person) -> str:
    """此人此刻的身份；系统办的为空。"""
    return "，".join(filter(None, (describe(person) for describe in _describe))) if person else ""
