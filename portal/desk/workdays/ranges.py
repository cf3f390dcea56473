"""放假通知里的日期：一天，或“2027-10-01至2027-10-07”“2027年10月1日至7日”这样的一段。"""

import datetime as dt
import re
from dataclasses import dataclass

from portal.core.sheets import cleaning
from portal.core.sheets.columns import day
from portal.core.sheets.parsers import as_text
from portal.core.sheets.problems import CellProblem

MOST_DAYS = 31
UNTIL = re.compile(r"\s*(?:至|到|—+|–|~|～|\s-\s|--)\s*")
MONTH_DAY = re.compile(r"(?:(\d{1,2})月)?(\d{1,2})[日号]?")
_day = day()


@dataclass(frozen=True)
class DayRange:
    """一天或一段日期；单元格写成日期的仍是日期，一段的写成文字。"""

    number_format: str = "@"
    options: tuple[str, ...] = ()

    def __call__(self, raw) -> tuple[dt.date, ...]:
        """每一天，由早到晚。"""
        parts = UNTIL.split(cleaning.halfwidth(as_text(raw)).strip()) if isinstance(raw, str) else [raw]
        if len(parts) > 2:
            raise CellProblem("一格只写一段日期", "如 2027-10-01至2027-10-07；另一段请另起一行")
        first = _day(parts[0])
        last = _last(parts[1], first) if len(parts) == 2 else first
        if last < first:
            raise CellProblem(f"止日 {last} 早于起日 {first}", "请核对这一段日期")
        if (last - first).days >= MOST_DAYS:
            raise CellProblem(
                f"这一段有 {(last - first).days + 1} 天", f"一段最多 {MOST_DAYS} 天，请核对年月"
            )
        return tuple(first + dt.timedelta(days=n) for n in range((last - first).days + 1))

    def show(self, value):
        return value.isoformat() if isinstance(value, dt.date) else value


def _last(text: str, first: dt.date) -> dt.date:
    """止日；只写了“7日”“10月7日”的，年月随起日。"""
    found = MONTH_DAY.fullmatch(text.strip())
    if found is None:
        return _day(text)
    month, number = int(found[1] or first.month), int(found[2])
    try:
        return dt.date(first.year + (month < first.month), month, number)
    except ValueError:
        raise CellProblem(f"没有 {month}月{number}日 这一天", "请核对止日") from None
