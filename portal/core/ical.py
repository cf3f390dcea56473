"""iCalendar（RFC 5545）：整日事项一件一个 VEVENT。icalendar 的门；折行与转义由它负责。"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import icalendar

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//gkts//政务公开//ZH-CN"
ONE = dt.timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """一件整日事项，起止两天都含。`uid` 在本站唯一而且不变，再次导入才是更新而不是又添一件。"""

    uid: str
    title: str
    first: dt.date
    last: dt.date
    text: str = ""
    url: str = ""


def calendar(title: str, events: Iterable[Event], *, host: str, at: dt.datetime) -> bytes:
    """一份日历。`host` 使标识在各站之间也不重；`at` 是生成的时刻。"""
    made = icalendar.Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", title)
    made.add("x-wr-timezone", "Asia/Shanghai")
    for event in events:
        made.add_component(_event(event, host, at))
    return made.to_ical()


def _event(event: Event, host: str, at: dt.datetime) -> icalendar.Event:
    """整日事项的止日不含当天，所以加一天。"""
    made = icalendar.Event()
    made.add("uid", f"{event.uid}@{host}")
    made.add("dtstamp", at.astimezone(dt.UTC))
    made.add("dtstart", event.first)
    made.add("dtend", event.last + ONE)
    made.add("summary", event.title)
    made.add("transp", "TRANSPARENT")
    if event.text:
        made.add("description", event.text)
    if event.url:
        made.add("url", event.url)
    return made
