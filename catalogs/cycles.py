"""公开周期：由公开时限的文字认出及时、每月、每季度、每半年、每年，排出某段日子里的各期。纯函数。

周期的事项到每一期的最后一天为止应公开一次；时限里写明了日子的（每月10日前、每季度首月15日前、
每年1月31日前）以那一天为准。及时公开的由事情引起，没有固定的期次。文字认不准的不猜，请人定。
"""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from catalogs import limits


class Cycle(StrEnum):
    """公开周期；存库的是英文，屏幕上是 `label`。"""

    PROMPT = "prompt"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def months(self) -> int:
        """一期几个月；及时的为 0。"""
        return MONTHS[self]


LABELS = {
    Cycle.PROMPT: "及时",
    Cycle.MONTH: "每月",
    Cycle.QUARTER: "每季度",
    Cycle.HALF: "每半年",
    Cycle.YEAR: "每年",
}
MONTHS = {Cycle.PROMPT: 0, Cycle.MONTH: 1, Cycle.QUARTER: 3, Cycle.HALF: 6, Cycle.YEAR: 12}
UNKNOWN = "待定"

# 先认长的说法：“每半年”里有“年”，“季度”里没有“月”，“首月”不是每月。
SAID = (
    (Cycle.HALF, r"每半年|半年度?|按半年|一年两次|每年两次"),
    (Cycle.QUARTER, r"每个?季度?|按季度?|逐季|季度|(?<![^、/，或])季(?![^、/，或])"),
    (Cycle.MONTH, r"每个?月|按月|逐月|月度|(?<![^、/，或])月(?![^、/，或])"),
    (Cycle.YEAR, r"每年|按年|逐年|年度|年底|年末|年终|一年一次|(?<![^、/，或])年(?![^、/，或])"),
)
PROMPT = re.compile(
    "及时|实时|随时|即时|立即|动态|同步|第一时间|当[日天]|长期|永久|常年|事[前中后]|发生|变[更动]之日|形成之日"
)
ANCHORED = re.compile(
    r"(?P<which>首|第?一|第?二|第?三|末|最后一)个?月(?:的|份)?(?P<at>\d{1,2})[日号]"
    r"|(?<!\d)(?P<month>\d{1,2})月(?:份)?(?:(?P<day>\d{1,2})[日号]|(?P<end>底|末))"
    r"|(?<!\d)(?P<only>\d{1,2})[日号](?:之?前|以前|前后)?"
)
PLACE = {"首": 1, "一": 1, "第一": 1, "二": 2, "第二": 2, "三": 3, "第三": 3, "末": 3, "最后一": 3}
# 起算的说法，不是期限：“信息形成之日起20个工作日内”“20日内”。
LENGTH = re.compile(r"\d+\s*个?(?:工作日|自然日|日|天)(?:内|以内|之内)")


@dataclass(frozen=True)
class Rhythm:
    """一个事项怎样公开。`month`（一期中的第几个月）、`day` 是写明的日子，没有写则为期末。

    `certain` 为假：文字里有几种周期、或周期是推断的，请人看一眼。`cycle` 为 None 是没有认出。
    """

    cycle: Cycle | None = None
    month: int | None = None
    day: int | None = None
    certain: bool = True

    @property
    def is_dated(self) -> bool:
        """有固定的期次。"""
        return bool(self.cycle and self.cycle.months)

    @property
    def label(self) -> str:
        return self.cycle.label if self.cycle else UNKNOWN


@dataclass(frozen=True)
class Period:
    """一期：`starts_on` 至 `ends_on`（含），最迟 `due_on` 公开。"""

    cycle: Cycle
    starts_on: dt.date
    ends_on: dt.date
    due_on: dt.date

    @property
    def label(self) -> str:
        """2026年3月、2026年第一季度、2026年上半年、2026年。"""
        return named(self.cycle, self.starts_on)


@lru_cache(4096)
def read(text: str) -> Rhythm:
    """读一格公开时限。写了几种周期的取最短的一种，标为不确定。"""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))
    if not plain:
        return Rhythm(certain=False)
    found = _said(plain)
    is_prompt = bool(PROMPT.search(plain) or LENGTH.search(plain))
    if not found:
        return _undated(plain, is_prompt)
    cycle = min(found, key=lambda one: one.months)
    month, day = _day(plain, cycle)
    if not _is_real(cycle, month, day):
        return Rhythm(cycle, certain=False)
    days = len(ANCHORED.findall(LENGTH.sub("", plain)))
    return Rhythm(cycle, month, day, certain=len(found) == 1 and not is_prompt and days <= 1)


def periods(rhythm: Rhythm, first: dt.date, last: dt.date) -> Iterator[Period]:
    """与 `first` 至 `last`（都含）有重叠的各期，先后为序；没有固定期次的一期也没有。"""
    if not rhythm.is_dated or first > last:
        return
    months = rhythm.cycle.months
    index = (first.year * 12 + first.month - 1) // months * months
    while (start := dt.date(index // 12, index % 12 + 1, 1)) <= last:
        index += months
        yield _period(rhythm, start)


def period_at(rhythm: Rhythm, starts_on: dt.date) -> Period | None:
    """从 `starts_on` 开始的一期；这一天不是期初则为 None。"""
    found = next(periods(rhythm, starts_on, starts_on), None)
    return found if found and found.starts_on == starts_on else None


def named(cycle: Cycle, starts_on: dt.date) -> str:
    """一期的名称。"""
    year, month = starts_on.year, starts_on.month
    names = {
        Cycle.MONTH: f"{year}年{month}月",
        Cycle.QUARTER: f"{year}年第{'一二三四'[(month - 1) // 3]}季度",
        Cycle.HALF: f"{year}年{'上' if month == 1 else '下'}半年",
        Cycle.YEAR: f"{year}年",
    }
    return names[cycle]


def _period(rhythm: Rhythm, start: dt.date) -> Period:
    last = _month_end(start, rhythm.cycle.months)
    if rhythm.day is None and rhythm.month is None:
        return Period(rhythm.cycle, start, last, last)
    end = _month_end(start, rhythm.month or 1)
    due = end if rhythm.day is None else end.replace(day=min(rhythm.day, end.day))
    return Period(rhythm.cycle, start, last, due)


def _month_end(start: dt.date, months: int) -> dt.date:
    """从 `start` 所在的月数起第 `months` 个月的最后一天。"""
    index = start.year * 12 + start.month - 1 + months - 1
    year, month = index // 12, index % 12 + 1
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _said(plain: str) -> list[Cycle]:
    found = []
    for cycle, pattern in SAID:
        plain, count = re.subn(pattern, "，", plain)
        if count:
            found.append(cycle)
    return found


def _undated(plain: str, is_prompt: bool) -> Rhythm:
    """没有写周期：及时一类，或只写了某月某日前（当作每年，请人看一眼），其余不认。"""
    if is_prompt or limits.parse(plain).unit in ("工作日", "日"):
        return Rhythm(Cycle.PROMPT)
    month, day = _day(plain, Cycle.YEAR)
    if month:
        return Rhythm(Cycle.YEAR, month, day, certain=False)
    return Rhythm(certain=False)


def _day(plain: str, cycle: Cycle) -> tuple[int | None, int | None]:
    """写明的日子：（一期中的第几个月, 日）；月底的日为 None，没有写则都为 None。"""
    match = ANCHORED.search(LENGTH.sub("", plain))
    if match is None:
        return None, None
    if match["which"] and cycle != Cycle.MONTH:
        return PLACE[match["which"]], int(match["at"])
    if match["month"] and cycle == Cycle.YEAR:
        return int(match["month"]), int(match["day"]) if match["day"] else None
    if match["only"] and cycle == Cycle.MONTH:
        return 1, int(match["only"])
    return None, None


def _is_real(cycle: Cycle, month: int | None, day: int | None) -> bool:
    return (month is None or 1 <= month <= cycle.months) and (day is None or 1 <= day <= 31)
