"""时间：时刻一律带时区存储，日期一律按 Asia/Shanghai 解读，区间一律左闭右开。"""

import datetime as dt
from zoneinfo import ZoneInfo

TZ = ZoneInfo("Asia/Shanghai")


def local_date(at: dt.datetime) -> dt.date:
    """时刻 `at` 在北京时间的日期。"""
    return at.astimezone(TZ).date()


def day_start(day: dt.date) -> dt.datetime:
    """`day` 零点（北京时间）。"""
    return dt.datetime.combine(day, dt.time.min, tzinfo=TZ)


def day_end(day: dt.date) -> dt.datetime:
    """`day` 结束、次日零点：整日期限的（不含）终点。"""
    return day_start(day + dt.timedelta(days=1))


def local_time(at: dt.datetime | None) -> str:
    """给人看的北京时间，到分钟；没有则为“—”。"""
    return at.astimezone(TZ).strftime("%Y-%m-%d %H:%M") if at else "—"
