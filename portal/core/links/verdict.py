"""一次核验算什么状态：纯函数。

“失效”只凭对方的答复：404、410，或连续三个不同日子都是 5xx。连不上、超时、证书不对、本系统不许访问，
以及拒绝自动核验（401、403、412、429、521 等，多半是防护设备），都是“核验失败（网络）”，由人打开看。
"""

import datetime as dt
from dataclasses import dataclass

from portal.core.models.links import LinkState

GONE = {404, 410}
REFUSED_BY_SHIELD = {521}  # 国内防护设备以它下发脚本校验，浏览器里打得开
ERROR_DAYS = 3


@dataclass(frozen=True)
class Before:
    """上一次知道的：正文摘要、此前连续出 5xx 的日子、多少天不更新算久。"""

    text_hash: str = ""
    error_days: frozenset[dt.date] = frozenset()
    stale_after_days: int | None = None


@dataclass(frozen=True)
class Found:
    """这一次得到的；`failure` 不空则没有得到答复。"""

    on: dt.date
    status_code: int | None = None
    failure: str = ""
    text_hash: str = ""
    page_date: dt.date | None = None


def verdict(before: Before, found: Found) -> str:
    """这一次的状态。久未更新先于有变化：内容动了而日期仍旧，还是久未更新。"""
    if found.failure or found.status_code is None:
        return LinkState.UNREACHABLE
    if found.status_code in GONE:
        return LinkState.DEAD
    if is_server_error(found.status_code):
        days = before.error_days | {found.on}
        return LinkState.DEAD if len(days) >= ERROR_DAYS else LinkState.UNREACHABLE
    if not 200 <= found.status_code < 300:
        return LinkState.UNREACHABLE
    if is_stale(before, found):
        return LinkState.STALE
    return LinkState.CHANGED if is_changed(before, found) else LinkState.ALIVE


def is_server_error(status_code: int | None) -> bool:
    return status_code is not None and 500 <= status_code < 600 and status_code not in REFUSED_BY_SHIELD


def is_changed(before: Before, found: Found) -> bool:
    return bool(before.text_hash and found.text_hash and before.text_hash != found.text_hash)


def is_stale(before: Before, found: Found) -> bool:
    if before.stale_after_days is None or found.page_date is None:
        return False
    return (found.on - found.page_date).days > before.stale_after_days
