"""看哪一天：网址里的 `on`。只看得到今天为止的事实，明天的还没有发生。"""

import datetime as dt
from collections.abc import Mapping

from django.utils.dateparse import parse_date

from portal.core.rules import Denied


def day_in(query: Mapping[str, str], *, today: dt.date) -> dt.date:
    """`?on=2026-09-30`；没有写为今天。抛 `Denied`：不是日期，或在今天之后。"""
    written = query.get("on", "").strip()
    if not written:
        return today
    day = read(written)
    if day is None:
        raise Denied(f"“{written[:20]}”不是日期，请写成 {today:%Y-%m-%d} 这样。")
    if day > today:
        raise Denied(f"{day:%Y年%-m月%-d日}还没有到，只能看今天（{today:%Y-%m-%d}）和以前的情况。")
    return day


def read(written: str) -> dt.date | None:
    """写得对的日期；不是日期为 None。"""
    try:
        return parse_date(written)
    except ValueError:
        return None
