"""统一社会信用代码（GB 32100-2015）：18 位，末位为校验码。"""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def check_character(first17: str) -> str:
    """前 17 位对应的校验码。抛 `ValueError`：长度不对或含标准之外的字符。"""
    if len(first17) != 17:
        raise ValueError("校验码由前 17 位算出")
    total = sum(
        ALPHABET.index(character) * weight for character, weight in zip(first17, WEIGHTS, strict=True)
    )
    return ALPHABET[-total % 31]


def problem(code: str) -> str | None:
    """代码有什么毛病（中文）；合格为 None。"""
    if len(code) != 18:
        return f"统一社会信用代码应为 18 位，现为 {len(code)} 位。"
    wrong = [character for character in code if character not in ALPHABET]
    if wrong:
        return f"统一社会信用代码不含字符“{wrong[0]}”（不用字母 I、O、S、V、Z 与小写字母）。"
    expected = check_character(code[:17])
    return None if code[17] == expected else f"统一社会信用代码校验不符：末位应为“{expected}”，请核对。"


def is_valid(code: str) -> bool:
    """是否合格。"""
    return problem(code) is None


def make(first17: str) -> str:
    """补上校验码，得到完整的代码。"""
    return first17 + check_character(first17)
