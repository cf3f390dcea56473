"""公开时限的读法：原文 → 数、单位、起算。认不出的、一格里写了几个的，标为不确定，从不猜。

单位是“工作日、日、月、季、年”之一；及时、实时、永久、某月某日前这类没有数的，只有 `anchor`。
"""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "廿": 20}
CHINESE = re.compile(
    r"[〇零一二两三四五六七八九十百廿]+(?=个?(?:工作日|自然日|日历日|日内|日以内|天|月内|个月|年内|季度))"
)
UNITS = {"自然日": "日", "日历日": "日", "天": "日", "季度": "季", "个月": "月", "周": "日"}
LENGTH = re.compile(
    r"(?<![\d月])(?P<value>\d{1,4})个?(?P<unit>工作日|自然日|日历日|日(?=内|以内|之内|前)|天|个月|月(?=内|以内|之内)|季度|年(?=内|以内|之内))"
)
EVERY = re.compile(r"每(?:个)?(?P<unit>半年|季度?|年度?|月度?|周|工作日|日|天)|按(?P<by>季|月|年)度?")
DAY = re.compile(r"(?<!\d)(?P<month>\d{1,2})月(?:份)?(?:(?P<day>\d{1,2})日|底|末)(?:之?前|以前)?")
CLAUSE = re.compile(r"[，,；;。、]|公开|发布|更新")
START = re.compile(r"(?:自|从|应当?自)?(?P<anchor>[^，,；;。、\n自从]{2,40}?)(?:起|开始)")
AFTER = re.compile(r"(?P<anchor>[^，,；;。、\n]{2,30}?(?:后|之日))(?=\D{0,4}$)")
WORDS = (
    "实时",
    "及时",
    "随时",
    "即时",
    "永久",
    "长期",
    "立即",
    "常年",
    "动态",
    "同步",
    "当日",
    "当天",
    "第一时间",
)
OTHERWISE = re.compile(
    r"[；;，,。]?(?:法律|行政法规|法规|国家).{0,20}另有规定.*$|[；;，,。]?(?:其他|另有规定).{0,12}从其规定.*$"
)
EVERY_UNIT = {"半年": (6, "月"), "周": (7, "日"), "工作日": (1, "工作日")}


@dataclass(frozen=True)
class TimeLimit:
    """`raw` 原文；`value` 数，没有则 None；`unit` 单位；`anchor` 起算或其他说法；`certain` 为假时请人看一眼。"""

    raw: str
    value: int | None = None
    unit: str = ""
    anchor: str = ""
    certain: bool = True


@lru_cache(4096)
def parse(text: str) -> TimeLimit:
    """读一格公开时限；空白是没有写，不算不确定。"""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))
    if not plain:
        return TimeLimit(text or "")
    plain = CHINESE.sub(lambda found: str(_number(found[0])), plain)
    body = OTHERWISE.sub("", plain) or plain
    found = _lengths(body) or _cycles(body) or _days(body) or _words(body)
    if not found:
        return TimeLimit(text, anchor=body[:60], certain=False)
    value, unit, anchor = found[0]
    return TimeLimit(text, value, unit, anchor[:60], certain=len(set(found)) == 1 and _is_whole(body, found))


def due(
    limit: TimeLimit, made_on: dt.date, add_workdays: Callable[[dt.date, int], dt.date]
) -> dt.date | None:
    """形成之日算起最迟哪天公开；没有数的（及时、永久、某日前）没有固定的天数，为 None。"""
    if limit.value is None:
        return None
    if limit.unit == "工作日":
        return add_workdays(made_on, limit.value)
    if limit.unit == "日":
        return made_on + dt.timedelta(days=limit.value)
    months = limit.value * {"月": 1, "季": 3, "年": 12}[limit.unit]
    return _add_months(made_on, months)


def _lengths(text: str) -> list[tuple[int | None, str, str]]:
    """“20个工作日内”一类；起算取它前面的“……之日起”。"""
    found = []
    for match in LENGTH.finditer(text):
        unit = UNITS.get(match["unit"], match["unit"])
        found.append((int(match["value"]), unit, _anchor(text[: match.start()])))
    values = {(value, unit) for value, unit, _ in found}
    return found[:1] if len(values) == 1 else found


def _cycles(text: str) -> list[tuple[int | None, str, str]]:
    """“每季度”“每年1月31日前”一类：周期是单位，整个说法留作起算。"""
    found = []
    for match in EVERY.finditer(text):
        name = (match["unit"] or match["by"]).removesuffix("度")
        value, unit = EVERY_UNIT.get(name, (1, "日" if name in ("天", "日") else name))
        found.append((value, unit, CLAUSE.split(text[match.start() :])[0]))
    return list(dict.fromkeys(found))


def _days(text: str) -> list[tuple[int | None, str, str]]:
    return [(None, "", match[0]) for match in DAY.finditer(text)]


def _words(text: str) -> list[tuple[int | None, str, str]]:
    found = [(None, "", word) for word in WORDS if word in text]
    return found[:1] if len(text) <= 20 else found


def _is_whole(text: str, found: list) -> bool:
    """除了认出的还剩什么：另有数字的，多半还有一个没认出的时限。"""
    if found[0][0] is None or not LENGTH.search(text):
        return True
    rest = LENGTH.sub("", text)
    return not re.search(r"\d+(?:小时|分钟|个)", rest) and not EVERY.search(rest)


def _anchor(before: str) -> str:
    """数之前的起算说法：“自信息形成或者变更之日起” → “信息形成或者变更之日”。"""
    matches = list(START.finditer(before)) or list(AFTER.finditer(before))
    return matches[-1]["anchor"] if matches else ""


def _number(text: str) -> int:
    """汉字数 → 整数：二十 → 20，一百二十 → 120，三〇 → 30。"""
    if not set(text) & set("十百"):
        return int("".join(str(DIGITS[char]) for char in text)) if "廿" not in text else _tens(text)
    return _tens(text)


def _tens(text: str) -> int:
    total = current = 0
    for char in text:
        if char == "百":
            total, current = total + (current or 1) * 100, 0
        elif char == "十":
            total, current = total + (current or 1) * 10, 0
        elif char == "廿":
            total, current = total + 20, 0
        else:
            current = DIGITS[char]
    return total + current


def _add_months(day: dt.date, months: int) -> dt.date:
    """同日；没有这一天的取月末。"""
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return dt.date(day.year + year, month + 1, min(day.day, last))
