"""免打扰：夜里和非工作日不往外发，等到能发的时候。站内消息不受限制。"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.core import clock, workdays

LONGEST = 60  # 连着这么多天都不是工作日，必是调整表写错了，不再往后推


@dataclass(frozen=True)
class Quiet:
    """每天 `start` 起至 `end`（不含）不外发，可以跨零点；两者相同则不分昼夜。"""

    start: dt.time = dt.time(20)
    end: dt.time = dt.time(8)
    workdays_only: bool = True

    def opens_at(self, at: dt.datetime, overrides: workdays.Overrides | None = None) -> dt.datetime:
        """`at` 起最早可以外发的时刻；现在就可以的，就是 `at`。"""
        for _ in range(2 * LONGEST):
            later = self._later(at, overrides)
            if later is None:
                break
            at = later
        return at

    def _later(self, at: dt.datetime, overrides) -> dt.datetime | None:
        """此刻不宜外发时，下一个可以再看看的时刻。"""
        today = clock.local_date(at)
        if self.workdays_only and not workdays.is_workday(today, overrides):
            return clock.day_end(today)
        now = at.astimezone(clock.TZ).time()
        if self.start == self.end:
            return None
        if self.start < self.end:
            return self._at(today) if self.start <= now < self.end else None
        if now < self.end:
            return self._at(today)
        return self._at(today + workdays.ONE) if now >= self.start else None

    def _at(self, day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, self.end, tzinfo=clock.TZ)

    def as_dict(self) -> dict:
        return {
            "start": f"{self.start:%H:%M}",
            "end": f"{self.end:%H:%M}",
            "workdays_only": self.workdays_only,
        }


def from_dict(saved: Mapping) -> Quiet | None:
    """`Quiet.as_dict` 的逆；空的为 None，即随时可发。"""
    if not saved:
        return None
    start, end = (dt.time.fromisoformat(saved[name]) for name in ("start", "end"))
    return Quiet(start, end, saved["workdays_only"])


_hours: list[Callable[[], Quiet | None]] = []


def follow(hours: Callable[[], Quiet | None]) -> None:
    """由知道本站免打扰时段的应用登记；问一次答此刻的设置。"""
    _hours[:] = [hours]


def current() -> Quiet | None:
    """本站此刻的免打扰时段；没有人设定过，随时可发。"""
    return _hours[0]() if _hours else None
