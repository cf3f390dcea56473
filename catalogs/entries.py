"""目录事项的纯值：对比、合并、配对都只认这个形状，不碰数据库。"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

NOISE = re.compile(r"[\s\u3000，,。；;、：:（）()《》“”\"'·.]+")
NAMES = ("item_1", "item_2", "item_3")


@dataclass(frozen=True)
class Entry:
    """一个事项：`key` 标识，`field` 领域编号，`values` 内容项（文字、列表或字典）。"""

    key: str
    field: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return " / ".join(str(self.values[part]) for part in NAMES if self.values.get(part))

    @property
    def plain_name(self) -> tuple[str, ...]:
        """配对用的名称：不计空白与标点。"""
        return tuple(plain(self.values.get(part, "")) for part in NAMES)


def plain(value: object) -> str:
    """去掉空白与标点的文字：换行、全角空格、标点不同不算不同。"""
    return NOISE.sub("", str(value or ""))


def shown(value: object) -> str:
    """内容项给人看的样子。"""
    if isinstance(value, Mapping):
        return "\n".join(f"{name}：{text}" for name, text in value.items())
    if isinstance(value, list | tuple):
        return "、".join(str(part) for part in value)
    return "" if value is None else str(value)
