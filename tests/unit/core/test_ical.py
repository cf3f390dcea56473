"""iCalendar：整日事项、折行、转义、不变的标识；读得回来。"""

import datetime as dt

import icalendar  # noqa: TID251 用它的读法核对写法
from hypothesis import given
from hypothesis import strategies as st

from portal.core.ical import Event, calendar

AT = dt.datetime(2026, 9, 10, 1, 0, tzinfo=dt.UTC)
DUE = dt.date(2026, 9, 30)
TEXT = st.text(alphabet="一二报送方案,;\\\n ABC:", min_size=1, max_size=120)


def written(*events) -> bytes:
    return calendar("任务时间表", events, host="yc.gkts", at=AT)


def test_an_all_day_event_ends_the_day_after_and_keeps_its_identity():
    [event] = icalendar.Calendar.from_ical(written(Event("task-7-", "报送名单", DUE, DUE))).walk("VEVENT")
    assert (event["uid"], event.decoded("dtstart"), event.decoded("dtend")) == (
        "task-7-@yc.gkts",
        DUE,
        DUE + dt.timedelta(days=1),
    )
    assert b"DTSTART;VALUE=DATE:20260930" in written(Event("a", "b", DUE, DUE))


def test_lines_are_folded_at_75_octets_and_end_in_crlf():
    data = written(Event("a", "落实" * 60, DUE, DUE, text="一；二，三\\四\n五"))
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines) and b"\n" not in data.replace(b"\r\n", b"")


def test_the_same_content_gives_the_same_bytes():
    event = Event("a", "报送", DUE, DUE)
    assert written(event) == written(event)


@given(TEXT, TEXT)
def test_whatever_is_written_is_read_back(title, text):
    event = Event("a", title, DUE, DUE, text=text)
    [found] = icalendar.Calendar.from_ical(written(event)).walk("VEVENT")
    assert (str(found["summary"]), str(found["description"])) == (title, text)
