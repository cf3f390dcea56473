"""数字的中文写法。"""

from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零一二三四五六七八九"
UNITS = ("", "十", "百", "千")


def chinese(number: int) -> str:
    """1 → 一，11 → 十一，105 → 一百零五；0 至 9999。"""
    if not 0 <= number <= 9999:
        raise ValueError("只写 0 至 9999")
    if number == 0:
        return DIGITS[0]
    places = [int(digit) for digit in str(number)]
    parts, pending_zero = [], False
    for index, digit in enumerate(places):
        if digit == 0:
            pending_zero = True
            continue
        parts.append(
            ("零" if pending_zero and parts else "") + DIGITS[digit] + UNITS[len(places) - 1 - index]
        )
        pending_zero = False
    text = "".join(parts)
    return text[1:] if text.startswith("一十") else text


def document_number(prefix: str, year: int, serial: int) -> str:
    """发文字号：云政公开办〔2026〕3号（GB/T 9704：六角括号，序号不加“第”，不补零）。"""
    return f"{prefix}〔{year}〕{serial}号"


def score_text(score: Decimal | None) -> str:
    """分数两位小数；没有则“—”。"""
    return "—" if score is None else f"{score.quantize(Decimal('0.01'), ROUND_HALF_UP):f}"


def filesize(count: int) -> str:
    """字节数给人看的写法，如 1.2 MB。"""
    if count < 1024:
        return f"{count} B"
    size, units = Decimal(count) / 1024, ["KB", "MB", "GB"]
    while size >= 1024 and len(units) > 1:
        size, units = size / 1024, units[1:]
    return f"{size.quantize(Decimal('0.1'))} {units[0]}"
