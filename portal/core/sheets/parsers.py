"""单元格的识读：每种值一个类，可调用（原值 → 值，不合要求抛 `CellProblem`），`show` 反过来给出写进表格的值。

原值是 str、float、int、bool、date、datetime 之一；空白在 `Column.read` 里已处理，不会到这里。
"""

import datetime as dt
import difflib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from portal.core import clock
from portal.core.sheets import cleaning
from portal.core.sheets.problems import CellProblem

EXACT = 10**15  # Excel 的数字只有 15 位有效，更长的编号已经失真
NOISE = Decimal("1e-9")  # 表格算出的小数带二进制尾差（95.10000000000001），不是人多填了位数
EPOCH = dt.date(1899, 12, 30)
FIRST_DAY, LAST_DAY = dt.date(1949, 10, 1), dt.date(2199, 12, 31)
PLAIN = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?|[+-]?\.\d+")
DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]\s*[\d:.]+)?",
        r"((?:19|20|21)\d{2})(\d{2})(\d{2})",
    )
)
MINUS = str.maketrans("−–—", "---")
EXCEL_ERRORS = {"#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!", "#CALC!"}
YES = ("是", "√", "✓", "✔", "■", "●", "☑", "☒", "▲", "1", "y", "yes", "true", "有", "对")
NO = ("否", "×", "✕", "✗", "□", "○", "☐", "△", "0", "n", "no", "false", "无", "错", "-")


def whole_text(number: float | int) -> str:
    """数字形式的编号还原成文字：1.0 → "1"。超过 15 位的已经失真，拒绝。"""
    if isinstance(number, float) and not math.isfinite(number):
        raise CellProblem("不是有效的数字", "请重新填写这一格")
    if abs(number) >= EXACT:
        raise CellProblem(
            "超过 15 位的编号以数字格式保存，末尾几位已经失真", "请把单元格改为“文本”格式后重新填写"
        )
    return str(int(number)) if number == int(number) else repr(number)


def as_text(raw) -> str:
    """任何原值的文字形式，供文字列与选项列使用。"""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, int | float):
        return whole_text(raw)
    if isinstance(raw, dt.datetime):
        return raw.isoformat(" ") if raw.time() != dt.time() else raw.date().isoformat()
    return raw.isoformat() if isinstance(raw, dt.date) else str(raw)


def shown(raw) -> str:
    """原值在错误清单里的样子，至多 80 字。"""
    if raw is None:
        return ""
    try:
        text = as_text(raw)
    except CellProblem:
        text = repr(raw)
    text = cleaning.line(text)
    return text if len(text) <= 80 else text[:79] + "…"


def guess(text: str, options) -> str:
    """最像 `text` 的选项；没有像的则为空。"""
    return next(iter(difflib.get_close_matches(text[:40], list(options), n=1, cutoff=0.5)), "")


def _refuse_excel_error(text: str) -> None:
    if text.startswith("#") and text.strip().upper() in EXCEL_ERRORS:
        raise CellProblem(f"公式出错（{text.strip()}）", "请改正公式，或直接填写结果")


@dataclass(frozen=True)
class Text:
    """文字，至多 `max_length` 字；`multiline` 保留换行；`narrow` 用于代码、电话，全角转半角并去掉空格。"""

    max_length: int
    multiline: bool = False
    narrow: bool = False
    number_format = "@"
    options = ()

    def __call__(self, raw) -> str:
        text = as_text(raw)
        _refuse_excel_error(text)
        text = self.clean(text)
        if len(text) > self.max_length:
            raise CellProblem(
                f"共 {len(text)} 字，超过 {self.max_length} 字", f"请精简到 {self.max_length} 字以内"
            )
        return text

    def clean(self, text: str) -> str:
        if self.narrow:
            return cleaning.halfwidth(text).replace(" ", "")
        return cleaning.lines(text) if self.multiline else cleaning.line(text)

    def show(self, value):
        return value


def plain_number(raw) -> Decimal:
    """原值 → 精确的 Decimal；文字允许全角数字、千分位逗号与空格，不允许单位与说明。"""
    if isinstance(raw, bool | dt.date):
        raise CellProblem("不是数字", "请把单元格改为“数值”格式，只填数字")
    if isinstance(raw, int | float):
        if not math.isfinite(raw):
            raise CellProblem("不是有效的数字", "请重新填写这一格")
        return Decimal(repr(raw))
    _refuse_excel_error(str(raw))
    text = cleaning.halfwidth(str(raw)).replace(" ", "").translate(MINUS)
    if not PLAIN.fullmatch(text):
        raise CellProblem(f"“{shown(raw)}”不是数字", "只填数字，不带单位和说明；没有数值请留空")
    return Decimal(text.replace(",", ""))


def check_range(value, minimum, maximum) -> None:
    if minimum is not None and value < minimum:
        raise CellProblem(f"{value} 小于下限 {minimum}", f"请填写不小于 {minimum} 的数")
    if maximum is not None and value > maximum:
        raise CellProblem(f"{value} 超过上限 {maximum}", f"请填写不大于 {maximum} 的数")


@dataclass(frozen=True)
class Number:
    """小数，至多 `places` 位，闭区间 [minimum, maximum]；得到 Decimal。"""

    places: int
    minimum: Decimal | int | None = None
    maximum: Decimal | int | None = None
    step: Decimal = field(init=False, repr=False, compare=False)
    options = ()

    def __post_init__(self):
        object.__setattr__(self, "step", Decimal(1).scaleb(-self.places))

    def __call__(self, raw) -> Decimal:
        exact = plain_number(raw)
        if exact.adjusted() > 20:
            raise CellProblem("数字过大", "请核对是否多填了位数")
        value = exact.quantize(self.step, ROUND_HALF_UP)
        if value != exact and abs(value - exact) > NOISE:
            raise CellProblem(f"{exact:f} 多于 {self.places} 位小数", f"请保留 {self.places} 位小数")
        check_range(value, self.minimum, self.maximum)
        return value

    @property
    def number_format(self) -> str:
        return "0." + "0" * self.places if self.places else "0"

    def show(self, value):
        return value


@dataclass(frozen=True)
class Whole:
    """整数，闭区间 [minimum, maximum]；得到 int。"""

    minimum: int | None = None
    maximum: int | None = None
    number_format = "0"
    options = ()

    def __call__(self, raw) -> int:
        exact = plain_number(raw)
        if exact.adjusted() > 20 or exact != exact.to_integral_value():
            raise CellProblem(f"“{shown(raw)}”不是整数", "请填写整数")
        value = int(exact)
        check_range(value, self.minimum, self.maximum)
        return value

    def show(self, value):
        return value


def _calendar_day(year: int, month: int, day: int, raw) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise CellProblem(f"“{shown(raw)}”不是存在的日期", "请核对月份和日子，如 2026-06-30") from None


def _day_of_number(number: float | int) -> dt.date:
    if not math.isfinite(number) or number != int(number) and number > 100_000:
        raise CellProblem("不是日期", "请填写日期，如 2026-06-30")
    if DATES[1].fullmatch(str(int(number))):
        return _day_of_text(str(int(number)), number)
    if not 1 <= number < 110_000:
        raise CellProblem(f"“{shown(number)}”不是日期", "请填写日期，如 2026-06-30")
    return EPOCH + dt.timedelta(days=int(number))


def _day_of_text(text: str, raw) -> dt.date:
    for pattern in DATES:
        if found := pattern.fullmatch(text):
            return _calendar_day(*(int(part) for part in found.groups()), raw)
    raise CellProblem(f"“{shown(raw)}”不是完整的日期", "请写明年月日，如 2026-06-30")


@dataclass(frozen=True)
class Day:
    """日期：Excel 日期、序列号，或 2026-6-30、2026年6月30日、2026.6.30、20260630 等文字。"""

    minimum: dt.date = FIRST_DAY
    maximum: dt.date = LAST_DAY
    number_format = "yyyy-mm-dd"
    options = ()

    def __call__(self, raw) -> dt.date:
        value = self.read(raw)
        if not self.minimum <= value <= self.maximum:
            raise CellProblem(f"{value} 不在 {self.minimum} 至 {self.maximum} 之间", "请核对年份")
        return value

    def read(self, raw) -> dt.date:
        if isinstance(raw, dt.datetime):
            return raw.date()
        if isinstance(raw, dt.date):
            return raw
        if isinstance(raw, bool):
            raise CellProblem("不是日期", "请填写日期，如 2026-06-30")
        if isinstance(raw, int | float):
            return _day_of_number(raw)
        return _day_of_text(cleaning.halfwidth(str(raw)), raw)

    def show(self, value):
        return value


MOMENT = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?[T ]*(\d{1,2})\s*[:时]\s*(\d{1,2})(?::\d+|\s*分)?"
)


@dataclass(frozen=True)
class Moment:
    """时刻，北京时间，到分钟：Excel 日期时间，或 2026-06-30 14:30、2026年6月30日14时30分 等文字。"""

    number_format = "@"
    options = ()

    def __call__(self, raw) -> dt.datetime:
        if isinstance(raw, dt.datetime):
            return raw.replace(second=0, microsecond=0, tzinfo=clock.TZ)
        found = MOMENT.fullmatch(cleaning.halfwidth(str(raw)).strip())
        if not found:
            raise CellProblem(f"“{shown(raw)}”不是日期和时间", "请写明年月日时分，如 2026-06-30 14:30")
        year, month, day, hour, minute = map(int, found.groups())
        if hour > 23 or minute > 59:
            raise CellProblem(f"“{shown(raw)}”不是存在的时间", "小时 0 至 23，分钟 0 至 59")
        on = _calendar_day(year, month, day, raw)
        return dt.datetime(on.year, on.month, on.day, hour, minute, tzinfo=clock.TZ)

    def show(self, value):
        return clock.local_time(value) if value else None


@dataclass(frozen=True)
class Choice:
    """选项：`labels` 是 {显示文字: 值}，`aliases` 是 {别的写法: 值}；下拉列表取自 `labels`。"""

    labels: Mapping[str, object]
    aliases: Mapping[str, object] = field(default_factory=dict)
    number_format = "@"
    known: Mapping[str, object] = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        pairs = (*self.aliases.items(), *self.labels.items())
        object.__setattr__(self, "known", {cleaning.key(label): value for label, value in pairs})

    @property
    def options(self) -> tuple[str, ...]:
        return tuple(self.labels)

    def __call__(self, raw):
        text = cleaning.key(as_text(raw))
        if text in self.known:
            return self.known[text]
        near = guess(text, self.known)
        label = (
            next((label for label in self.labels if self.known[near] == self.labels[label]), "")
            if near
            else ""
        )
        listed = "、".join(self.options[:12]) + ("等" if len(self.options) > 12 else "")
        meant = f"您是否指“{label}”？" if label else ""
        raise CellProblem(f"“{shown(raw)}”不在可选项中", f"{meant}可填：{listed}")

    def show(self, value):
        return next((label for label, known in self.labels.items() if known == value), value)


@dataclass(frozen=True)
class Flag:
    """是否：是/否、√/×、■/□、●/○、TRUE/FALSE、1/0。"""

    number_format = "@"
    options = ("是", "否")

    def __call__(self, raw) -> bool:
        if isinstance(raw, bool):
            return raw
        text = cleaning.key(as_text(raw))
        if text in YES or text in NO:
            return text in YES
        raise CellProblem(f"“{shown(raw)}”既不是“是”也不是“否”", "请填“是”或“否”")

    def show(self, value):
        return "是" if value else "否"


URL = re.compile(r"https?://[^\s/$.?#][^\s<>\"']*", re.IGNORECASE)


@dataclass(frozen=True)
class Url:
    """网址：http 或 https 开头，一格一个。"""

    max_length: int = 500
    number_format = "@"
    options = ()

    def __call__(self, raw) -> str:
        text = cleaning.line(as_text(raw))
        if not URL.fullmatch(text):
            found = URL.search(text)
            hint = (
                f"只保留网址，如 {found[0][:60]}" if found else "请填写以 http:// 或 https:// 开头的完整网址"
            )
            raise CellProblem(f"“{shown(raw)}”不是网址", hint)
        if len(text) > self.max_length:
            raise CellProblem(f"网址共 {len(text)} 字，超过 {self.max_length} 字", "请改用较短的网址")
        return text

    def show(self, value):
        return value
