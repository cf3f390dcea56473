"""成列识读数与个人号码：绝大多数单元格一步判定，不合的才走慢路并说明原因。"""

import re
from decimal import Decimal

from portal.core import personal
from portal.core.sheets import cleaning, parsers
from portal.core.sheets.problems import CellProblem

LIMIT = 10**14
UNIT = re.compile(
    r"(元整?|圆整?|亩|人|户|头|台|只|株|公斤|斤|个月|月|平方米|㎡)(/.{1,4}|每.{1,4})?([·.]?年|正)?$"
)
LABEL = re.compile(r"^(人民币|RMB|CNY|每(亩|人|户|头|台|株|月)|[￥¥$])+", re.IGNORECASE)
# 记账的负数写在括号里。
IN_BRACKETS = re.compile(r"[(]([\d,.]+)[)]")
TEN_THOUSAND = re.compile(r"([\d,.]+)万")
SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE][+]?\d{2}")
DIGITS = re.compile(r"\d+")
CARD = re.compile(r"62\d{14,17}")
ACCOUNT = re.compile(r"\d{9,30}|\d{3,}-\d[\d-]{4,26}")
SEVERAL = re.compile(r"[/、,;，；]")
COUNTRY = re.compile(r"^(\+86|0086|86(?=1\d{10}$))")
LANDLINE = re.compile(r"(0\d{2,3}-?)?[2-9]\d{6,7}(-\d{1,6})?")


class Scaled(dict):
    """原值 → 缩放 `scale` 位的整数；查过的直接得到。不合要求抛 `CellProblem`。"""

    def __init__(self, scale: int):
        super().__init__({"": None})
        self.scale, self.factor = scale, 10**scale

    def __missing__(self, raw):
        value = self._fast(raw) if type(raw) is float else None
        if value is None:
            value = self._slow(raw)
        self[raw] = value
        return value

    def _fast(self, raw: float) -> int | None:
        exact = raw * self.factor
        value = round(exact) if -LIMIT < exact < LIMIT else None
        return value if value is not None and abs(exact - value) < 1e-4 else None

    def _slow(self, raw) -> int:
        text = _bare(raw) if isinstance(raw, str) else raw
        if text == "":
            raise CellProblem(f"“{parsers.shown(raw)}”不是数字", "只填数字；没有数值请留空")
        exact = _exact(text)
        if exact.adjusted() > 12:
            raise CellProblem("数字过大", "请核对是否多填了位数")
        value = round(exact * self.factor)
        if abs(exact * self.factor - value) > Decimal("1e-4"):
            raise CellProblem(f"{exact:f} 多于 {self.scale} 位小数", f"请保留 {self.scale} 位小数")
        return int(value)


def _bare(raw: str) -> str:
    """去掉货币、单位与空格。"""
    text = cleaning.halfwidth(raw).replace(" ", "").replace("，", ",")
    return UNIT.sub("", LABEL.sub("", text))


def _exact(raw) -> Decimal:
    if isinstance(raw, str) and (negative := IN_BRACKETS.fullmatch(raw)):
        return -parsers.plain_number(negative[1])
    if isinstance(raw, str) and (large := TEN_THOUSAND.fullmatch(raw)):
        return parsers.plain_number(large[1]) * 10_000
    return parsers.plain_number(raw)


class _Areas(dict):
    """前六位 → 它对校验和的贡献；省份不对为 None。"""

    def __missing__(self, part: str) -> int | None:
        known = part.isdecimal() and part[:2] in personal.PROVINCES
        self[part] = _weigh(part, 0) if known else None
        return self[part]


class _Births(dict):
    """八位生日 → 贡献；不是存在的日子为 None。"""

    def __missing__(self, part: str) -> int | None:
        self[part] = _weigh(part, 6) if part.isdecimal() and personal.is_date(part) else None
        return self[part]


def _weigh(part: str, start: int) -> int:
    return sum(int(digit) * personal.ID_WEIGHTS[start + place] for place, digit in enumerate(part))


AREAS, BIRTHS = _Areas(), _Births()
SERIALS = {f"{number:03d}": _weigh(f"{number:03d}", 14) for number in range(1000)}


# “没有”的各种写法。
ABSENT = frozenset({"", "无", "暂无", "没有", "-", "--", "—", "——", "/", "\\"})


def id_number(raw) -> str:
    """规整的身份证号；空白为空。"""
    if type(raw) is str and len(raw) == 18:
        area, birth, serial = AREAS[raw[:6]], BIRTHS[raw[6:14]], SERIALS.get(raw[14:17])
        if None not in (area, birth, serial):
            check = personal.ID_CHECKS[(area + birth + serial) % 11]
            if check == raw[17]:
                return raw
    if raw in ABSENT:
        return ""
    text = _digits(raw, "身份证号").upper().replace("×", "X").replace("-", "")
    if len(text) not in (15, 18):
        raise CellProblem(f"身份证号是 {len(text)} 位，应为 18 位", "请与身份证核对")
    if not personal.id_number_is_valid(text):
        raise CellProblem("身份证号不对（省份、生日或校验位不合）", "请与身份证核对")
    return text


def account(raw) -> str:
    """规整的账号；62 开头的银行卡核对末位（Luhn）。"""
    if raw in ABSENT:
        return ""
    text = raw if type(raw) is str and raw.isdecimal() and raw.isascii() else _digits(raw, "账号")
    if CARD.fullmatch(text):
        if not personal.luhn_is_valid(text):
            raise CellProblem("银行卡号不对（末位校验不合）", "请与银行卡或存折核对")
    elif not ACCOUNT.fullmatch(text):
        raise CellProblem("银行账号应是 9 至 30 位数字", "请与银行卡或存折核对")
    return text


def phone(raw) -> str:
    """规整的电话：手机，或带不带区号的座机。"""
    if raw in ABSENT:
        return ""
    if type(raw) is str and personal.MOBILE.fullmatch(raw):
        return raw
    several = [_one_phone(text) for text in SEVERAL.split(_digits(raw, "电话")) if text]
    return "、".join(dict.fromkeys(several))


def _one_phone(text: str) -> str:
    digits = COUNTRY.sub("", text.replace("-", ""))
    if personal.mobile_is_valid(digits):
        return digits
    if not LANDLINE.fullmatch(text):
        raise CellProblem("电话号码不对", "请填 11 位手机号，或区号加座机号")
    return text


def _digits(raw, what: str) -> str:
    """去掉空格与全角；以数字格式保存而失真的拒绝。"""
    if not isinstance(raw, str):
        try:
            return parsers.as_text(raw)
        except CellProblem as problem:
            raise CellProblem(f"{what}{problem.message}", problem.hint) from None
    text = cleaning.halfwidth(raw).replace(" ", "").lstrip("'")
    if SCIENTIFIC.fullmatch(text):
        raise CellProblem(
            f"{what}以数字格式保存，成了科学记数，末尾几位已经失真", "请把单元格改为“文本”格式后重新填写"
        )
    return text
