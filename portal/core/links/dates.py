"""从文字里认日期：网页、订阅源里的各种写法。"""

import datetime as dt
import re
from email.utils import parsedate_to_datetime

from portal.core import clock

EARLIEST = 1990
ZONED = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})")
DAY = r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?"
WRITTEN = re.compile(DAY)
COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")


def find_date(text: str) -> dt.date | None:
    """文字里第一个说得通的日期，按北京时间；没有则为 None。"""
    return _zoned(text) or first_written(text) or _rfc822(text) or _first(COMPACT, text)


def first_written(text: str) -> dt.date | None:
    """“2026-07-01”“2026年7月1日”“2026/7/1”“2026.7.1”。"""
    return _first(WRITTEN, text)


def valid(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if year >= EARLIEST else None
    except ValueError:
        return None


def _first(pattern: re.Pattern, text: str) -> dt.date | None:
    found = (valid(*map(int, match.groups()[:3])) for match in pattern.finditer(text))
    return next((day for day in found if day), None)


def _zoned(text: str) -> dt.date | None:
    """带时区的时刻先换算成北京时间再取日期。"""
    match = ZONED.search(text)
    try:
        return clock.local_date(dt.datetime.fromisoformat(match[0])) if match else None
    except (ValueError, OverflowError):
        return None


def _rfc822(text: str) -> dt.date | None:
    """RSS 的写法：Wed, 01 Jul 2026 09:00:00 +0800。"""
    try:
        moment = parsedate_to_datetime(text.strip())
        return clock.local_date(moment) if moment.tzinfo else moment.date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
