"""一次核验给人看的结果：打得开、空白、跳走、失效、被拦、没有答复，各是什么意思。"""

from portal.core.models.links import LinkState

REFUSED = (401, 403, 412, 429, 521)
UNCHECKED, REACHABLE, EMPTY, MOVED = "未核验", "打得开", "打得开但空白", "跳回首页"
DEAD, BLOCKED, NO_ANSWER, WAITING, OFFLINE = "已失效", "拒绝自动核验", "没有答复", "待后台权限", "线下"
WORDS = (REACHABLE, EMPTY, MOVED, DEAD, BLOCKED, NO_ANSWER, WAITING, UNCHECKED, OFFLINE)
RED, OK = (DEAD,), (REACHABLE, EMPTY, MOVED)


def finding(state: str, status_code: int | None, note: str, *, has_text: bool) -> str:
    """一次核验的结果。`has_text`：网页上有可见的文字。"""
    if state == LinkState.UNCHECKED:
        return UNCHECKED
    if state == LinkState.DEAD:
        return DEAD
    if state == LinkState.UNREACHABLE:
        return BLOCKED if status_code in REFUSED or "robots" in note else NO_ANSWER
    if "首页" in note:
        return MOVED
    return REACHABLE if has_text else EMPTY
