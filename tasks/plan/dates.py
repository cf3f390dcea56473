"""方案里的日期写法，如“6月底前”“11月5日前”“7月—10月”“上半年”，连同没有写年份时怎样补。"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from tasks.plan import festivals
from tasks.plan.proposals import Period

NUM = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
DASH = r"(?:—+|-+|~|至|到)"
BEFORE = r"(?P<before>以前|之前|前|止|截止|内|完成|结束)?"


def _year_part(prefix: str) -> str:
    return (
        rf"(?:(?P<{prefix}year>\d{{4}}|二[〇零○O][一二三四五六七八九〇零○]{{2}})[年.\-/]"
        rf"|(?P<{prefix}rel>今年|本年|当年|次年|明年|翌年|第二年)度?)?"
    )


def _moment(prefix: str) -> str:
    return (
        rf"{_year_part(prefix)}(?P<{prefix}month>{NUM})月份?"
        rf"(?:(?P<{prefix}day>{NUM})[日号]|(?P<{prefix}tail>底|末|上旬|中旬|下旬|初|中)?)"
    )


RANGE = re.compile(_moment("a") + rf"(?:起|开始)?{DASH}" + _moment("b") + BEFORE)
DAYS = re.compile(_moment("a") + rf"{DASH}(?P<bday>{NUM})[日号]" + BEFORE)
SHORT_RANGE = re.compile(
    _year_part("a") + rf"(?P<amonth>\d{{1,2}}){DASH}(?P<bmonth>\d{{1,2}})月份?(?P<btail>底|末)?" + BEFORE
)
POINT = re.compile(
    r"(?P<lead>截至|截止到?|(?:自|从)?即日起?(?:至|到|—+|-+)|自|从)?"
    + _moment("a")
    + r"(?P<since>起|以来|开始|后)?"
    + BEFORE
)
NUMERIC = re.compile(
    r"(?P<y>20\d{2})[.\-/](?P<m>\d{1,2})[.\-/](?P<d>\d{1,2})(?P<before>以前|之前|前|止|截止|内)?"
)
YEAR_END = re.compile(
    _year_part("a") + r"(?P<end>年底|年末|年终|年内|底|末|内)(?P<before>以?之?前)?(?!考核|考评|综合|评|绩效)"
)
HALF = re.compile(_year_part("a") + r"(?P<half>上半年|下半年)(?:底|末)?(?P<before>以?之?前|内)?")
QUARTER = re.compile(_year_part("a") + r"第?(?P<quarter>[一二三四1-4])季度(?:底|末)?(?P<before>以?之?前|内)?")
FESTIVAL = re.compile(
    _year_part("a")
    + rf"[“\"]?(?P<name>{'|'.join(festivals.NAMES)})[”\"]?节?(?:放?假)?(?P<before>以前|之前|前)(?!夕)"
)
EVERY = re.compile(
    r"(?P<month>每个?月|按月|逐月|月度)|(?P<quarter>每个?季度?|按季度?|逐季|季度(?=[^）]{0,4}(?:通报|调度|报送|自查)))"
)
STANDING = re.compile(
    r"长期坚持|长期推进|长期(?=$|[；。，）])|持续推进|常态化(?:推进|开展|坚持)|全年(?=$|[；。，）])"
)
DIGITS = {**{c: n for n, c in enumerate("〇一二三四五六七八九")}, "零": 0, "○": 0, "O": 0, "0": 0}


@dataclass(frozen=True)
class Context:
    """补年份的依据：方案年度、成文日期、所在阶段的起止。"""

    year: int | None = None
    written_on: dt.date | None = None
    period: Period | None = None


@dataclass(frozen=True)
class Found:
    """一处日期：在文字中的位置、起止；`is_due` 是写明了期限（前、底、起止），不只是提到。

    `is_broad` 是半年、季度：“上半年的于6月中旬完成”说的是六月中旬。
    """

    at: int
    end: int
    period: Period
    is_due: bool
    has_year: bool = True
    is_broad: bool = False

    def is_narrowed_by(self, other: "Found", text: str) -> bool:
        """同一小句里后面还有落在其中的更确切的期限。"""
        inside = self.period.start_on and self.period.start_on <= other.period.end_on <= self.period.end_on
        beside = other.at >= self.end and not re.search(r"[，；。]", text[self.end : other.at])
        return bool(self.is_broad and other.is_due and inside and beside)


def number(text: str) -> int:
    """阿拉伯数字或中文数字，至九十九。"""
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)
    return int("".join(str(DIGITS[c]) for c in text))


def year_number(text: str) -> int:
    return int(text) if text.isdigit() else int("".join(str(DIGITS[c]) for c in text))


def recurrence(text: str) -> str:
    """once、monthly、quarterly 或 standing。"""
    if match := EVERY.search(text):
        return "monthly" if match["month"] else "quarterly"
    return "standing" if STANDING.search(text) else "once"


def find(text: str, context: Context) -> list[Found]:
    """文字中的各处日期，按先后；年份补不出来的不算。"""
    taken: list[Found] = []
    for pattern, build in BUILDERS:
        for match in pattern.finditer(text):
            if any(match.start() < f.end and f.at < match.end() for f in taken):
                continue
            try:
                found = build(match, context, _earlier(taken, match.start()))
            except ValueError:
                continue
            if found:
                taken.append(found)
    exact = [f for f in taken if not any(f.is_narrowed_by(other, text) for other in taken)]
    return sorted(exact, key=lambda f: f.at)


def last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _earlier(taken: list[Found], at: int) -> Found | None:
    before = [f for f in taken if f.end <= at]
    return max(before, key=lambda f: f.at) if before else None


def _year(match, prefix: str, month: int, context: Context, earlier: Found | None) -> int:
    """写明的年份；没有写的，按阶段、前一个日期、成文日期推定。抛 `ValueError`：推不出。"""
    if match[f"{prefix}year"]:
        return year_number(match[f"{prefix}year"])
    base = earlier.period.end_on.year if earlier and not context.year else context.year
    if base is None:
        raise ValueError("没有年份")
    if match[f"{prefix}rel"]:
        return base + (match[f"{prefix}rel"] not in ("今年", "本年", "当年"))
    return _guessed_year(base, month, context, earlier)


def _guessed_year(base: int, month: int, context: Context, earlier: Found | None) -> int:
    period = context.period
    if period and period.start_on:
        for year in range(period.start_on.year, period.end_on.year + 1):
            if period.start_on <= last_day(year, month) and dt.date(year, month, 1) <= period.end_on:
                return year
    if earlier and month <= 3 and earlier.period.end_on.month >= 10:
        return earlier.period.end_on.year + 1
    written = context.written_on
    if written and base == written.year and month < written.month - 1:
        return base + 1
    return base


def _end(year: int, month: int, match, prefix: str, *, strictly_before: bool) -> dt.date:
    groups = match.groupdict()
    if groups.get(f"{prefix}day"):
        return dt.date(year, month, number(groups[f"{prefix}day"]))
    tail = groups.get(f"{prefix}tail")
    if tail in ("上旬", "初"):
        return dt.date(year, month, 10)
    if tail in ("中旬", "中"):
        return dt.date(year, month, 20)
    if strictly_before and not tail:
        return dt.date(year, month, 1) - dt.timedelta(days=1)
    return last_day(year, month)


def _start(year: int, month: int, match, prefix: str) -> dt.date:
    groups = match.groupdict()
    tail = groups.get(f"{prefix}tail")
    day = {"中旬": 11, "中": 11, "下旬": 21, "底": 21, "末": 21}.get(tail, 1)
    return dt.date(year, month, number(groups[f"{prefix}day"]) if groups.get(f"{prefix}day") else day)


def _range(match, context, earlier):
    groups = match.groupdict()
    first, last = number(match["amonth"]), number(match["bmonth"])
    has_year = bool(groups.get("ayear") or groups.get("byear"))
    if groups.get("ayear") or not groups.get("byear"):
        start_year = _year(match, "a", first, context, earlier)
    else:
        start_year = year_number(match["byear"]) - (last < first)
    end_year = start_year + (last < first)
    if groups.get("byear"):
        end_year = year_number(match["byear"])
    elif groups.get("brel"):
        end_year = start_year + (match["brel"] in ("次年", "明年", "翌年", "第二年"))
    period = Period(
        _start(start_year, first, match, "a"), _end(end_year, last, match, "b", strictly_before=False)
    )
    return Found(match.start(), match.end(), period, True, has_year)


def _days(match, context, earlier):
    month = number(match["amonth"])
    year = _year(match, "a", month, context, earlier)
    start, end = number(match["aday"] or "1"), number(match["bday"])
    period = Period(dt.date(year, month, start), dt.date(year, month, end))
    return Found(match.start(), match.end(), period, True, bool(match["ayear"]))


def _point(match, context, earlier):
    if match["since"] or (match["lead"] in ("自", "从")):
        return None
    month = number(match["amonth"])
    year = _year(match, "a", month, context, earlier)
    strictly = match["before"] in ("前", "之前", "以前")
    end = _end(year, month, match, "a", strictly_before=strictly)
    lead = match["lead"] or ""
    is_due = bool(
        match["before"]
        or match["atail"] in ("底", "末", "上旬", "中旬", "下旬")
        or lead.startswith("截止")
        or "即日" in lead
    )
    if lead == "截至" and not match["before"]:
        is_due = False
    start = context.written_on if "即日" in lead and context.written_on else None
    return Found(match.start(), match.end(), Period(start, end), is_due, bool(match["ayear"]))


def _numeric(match, context, earlier):
    day = dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
    return Found(match.start(), match.end(), Period(None, day), bool(match["before"]))


def _year_end(match, context, earlier):
    if match["end"] in ("底", "末", "内") and not match["ayear"] and not match["arel"]:
        return None
    if match.string[max(0, match.start() - 2) : match.start()].endswith("截至"):
        return None
    year = _year(match, "a", 12, context, None)
    return Found(match.start(), match.end(), Period(None, dt.date(year, 12, 31)), True, bool(match["ayear"]))


def _festival(match, context, earlier):
    """“国庆节前”：节日的前一天；没有写年份而今年的已经过去，是明年的。"""
    year = _year(match, "a", 12, context, earlier)
    day = festivals.day_of(match["name"], year)
    if day and not match["ayear"] and _has_passed(day, context, earlier):
        day = festivals.day_of(match["name"], year + 1)
    if day is None:
        return None
    end = day - dt.timedelta(days=1)
    return Found(match.start(), match.end(), Period(None, end), True, bool(match["ayear"]))


def _has_passed(day: dt.date, context: Context, earlier: Found | None) -> bool:
    written = context.written_on
    is_after = earlier and earlier.period.end_on.month >= 10 and day < earlier.period.end_on
    return bool(is_after or (written and day <= written))


def _half(match, context, earlier):
    is_first = match["half"] == "上半年"
    year = _year(match, "a", 6 if is_first else 12, context, None)
    start, end = ((1, 1), (6, 30)) if is_first else ((7, 1), (12, 31))
    period = Period(dt.date(year, *start), dt.date(year, *end))
    return Found(match.start(), match.end(), period, True, bool(match["ayear"]), is_broad=True)


def _quarter(match, context, earlier):
    last = number(match["quarter"]) * 3
    year = _year(match, "a", last, context, None)
    period = Period(dt.date(year, last - 2, 1), last_day(year, last))
    return Found(match.start(), match.end(), period, True, bool(match["ayear"]), is_broad=True)


BUILDERS = (
    (RANGE, _range),
    (DAYS, _days),
    (SHORT_RANGE, _range),
    (NUMERIC, _numeric),
    (POINT, _point),
    (FESTIVAL, _festival),
    (HALF, _half),
    (QUARTER, _quarter),
    (YEAR_END, _year_end),
)
