"""三方合并：标准旧版、标准新版、本级现有，逐项合并。纯函数。"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalogs.entries import shown


@dataclass(frozen=True)
class Merged:
    """`values` 是合并结果；`conflicts` 是两边都改且改得不同的内容项，结果里暂取本级的值，等人定。"""

    values: dict[str, object]
    conflicts: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        return not self.conflicts


def merge(
    base: Mapping[str, object], ours: Mapping[str, object], theirs: Mapping[str, object], names: Iterable[str]
) -> Merged:
    """只有一边改的取改了的一边，两边改得一样的取那个值，两边改得不同的是冲突。

    `base` 标准旧版，`ours` 本级，`theirs` 标准新版；`names` 是参与合并的内容项。
    """
    values, conflicts = {}, []
    for name in names:
        old, mine, new = (side.get(name) for side in (base, ours, theirs))
        if _same(mine, old) or _same(mine, new):
            values[name] = new
        elif _same(new, old):
            values[name] = mine
        else:
            values[name] = mine
            conflicts.append(name)
    return Merged(values, tuple(conflicts))


def _same(one: object, other: object) -> bool:
    return shown(one) == shown(other)
