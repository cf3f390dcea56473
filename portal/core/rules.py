"""规则：允许就什么也不做，不允许就带着一句人能照办的话拒绝。"""

from collections.abc import Callable


class Denied(Exception):
    """一次被拒绝的操作；`reason` 是给人看的中文原因。"""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def refusal(rule: Callable[..., None], *args) -> str | None:
    """规则 `rule(*args)` 拒绝的原因；允许则为 None。按钮变灰时就显示这句话。"""
    try:
        rule(*args)
    except Denied as denied:
        return denied.reason
    return None
