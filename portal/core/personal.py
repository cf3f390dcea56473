"""个人号码：身份证、银行卡、手机的校验与打码。都是纯函数。"""

import datetime as dt
import re

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
# 每四位对模 10 校验的贡献：卡号成批核对时省去逐位相乘。
LUHN = {
    f"{number:04d}": sum(
        int(digit) if place % 2 else int(digit) * 2 - (9 if digit > "4" else 0)
        for place, digit in enumerate(f"{number:04d}")
    )
    for number in range(10_000)
}
MOBILE = re.compile(r"1[3-9]\d{9}")


def id_number_is_valid(text: str) -> bool:
    """公民身份号码（GB 11643-1999）：18 位含校验码，或旧制 15 位；省份与生日须合理。"""
    text = text.upper()
    if len(text) == 15 and text.isdigit():
        return text[:2] in PROVINCES and is_date("19" + text[6:12])
    if not re.fullmatch(r"\d{17}[\dX]", text) or text[:2] not in PROVINCES or not is_date(text[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, ID_WEIGHTS, strict=False))
    return ID_CHECKS[total % 11] == text[17]


def id_check_character(first17: str) -> str:
    """前 17 位对应的校验码。"""
    return ID_CHECKS[sum(int(d) * w for d, w in zip(first17, ID_WEIGHTS, strict=True)) % 11]


def as_18(text: str) -> str:
    """旧制 15 位换成 18 位，末位大写；须是有效的号码。"""
    text = text.upper()
    if len(text) == 15:
        first17 = f"{text[:6]}19{text[6:]}"
        return first17 + id_check_character(first17)
    return text


def luhn_is_valid(digits: str) -> bool:
    """银行卡号的模 10 校验（ISO/IEC 7812-1）。"""
    start, total = len(digits) % 4, 0
    if start:
        total = LUHN[digits[:start].zfill(4)]
    for place in range(start, len(digits), 4):
        total += LUHN[digits[place : place + 4]]
    return total % 10 == 0


def mobile_is_valid(digits: str) -> bool:
    """大陆手机号：1 开头十一位，第二位 3 至 9。"""
    return MOBILE.fullmatch(digits) is not None


def mask(kind: str, value: str) -> str:
    """打码：手机留前三后四，身份证留前二后三，银行卡留后四，住址留末字，姓名留姓，名单留第一人的姓与人数，其余全掩。"""
    if kind == "mobile":
        return f"{value[:3]}****{value[-4:]}"
    if kind == "id_number":
        return f"{value[:2]}{'*' * (len(value) - 5)}{value[-3:]}"
    if kind == "bank_card":
        return f"{'*' * (len(value) - 4)}{value[-4:]}"
    if kind == "address":
        return f"****{value[-1:]}"
    if kind == "name":
        return f"{value[:1]}**"
    if kind == "name_list":
        return f"{value[:1]}**等 {value.count('、') + 1} 人"
    return "*" * len(value)


def is_date(text: str) -> bool:
    """八位数字是不是存在的日子。"""
    try:
        dt.date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return True
