"""网址里的“截至哪天”。"""

import datetime as dt

from django.utils import timezone
from django.utils.dateparse import parse_date

from portal.core import clock


def day_in(request, *, future: bool = False) -> dt.date:
    """`?on=2026-06-01`；没有写或写错的为今天。`future` 时才可以是将来。"""
    today = clock.local_date(timezone.now())
    try:
        chosen = parse_date(request.GET.get("on", "")) or today
    except ValueError:
        return today
    return chosen if future else min(chosen, today)
