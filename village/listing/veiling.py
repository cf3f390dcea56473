"""号码只在该在的列里：错误清单、备注、表名、文件名里的一律打码。"""

import re
from dataclasses import replace

from portal.core.sheets.problems import Problem
from portal.publications import privacy

# 错列的身份证号、账号、电话：带不带空格与短横、全角半角都算。
IN_CELL = re.compile(r"\d[\d \-\u200b]{6,}[\dXxＸｘ]")
# 话里的金额可以有九位、十位，再长的就是号码。
IN_WORDS = re.compile(r"\d(?:[ \-\u200b]?\d){10,}[XxＸｘ]?")
UNBROKEN = re.compile(r"\d{15,}[XxＸｘ]?")
MAY_HOLD = re.compile(r"\d(?:\D{0,4}\d){9}")


def masked(text: str) -> str:
    """留头两位、末两位。"""
    return f"{text[:2]}{'*' * max(len(text) - 4, 0)}{text[-2:]}"


def cell(text: str) -> str:
    """一格原值里的长号码打码。"""
    return IN_CELL.sub(lambda found: masked(found[0]), text)


def words(text: str) -> str:
    """说明、表名里的长号码打码。"""
    return IN_WORDS.sub(lambda found: masked(found[0]), text)


def kept(text: str) -> str:
    """要存的文字（备注、组、期次、文件名）：认得出的号码打码，位数像身份证号、账号的也打码；日期、金额照旧。"""
    if not MAY_HOLD.search(text):
        return text
    return UNBROKEN.sub(lambda found: masked(found[0]), privacy.redact(text))


def problem(found: Problem) -> Problem:
    """错误清单要存库、要展示，哪一项里都不能有号码。"""
    fields = {name: words(getattr(found, name)) for name in ("sheet", "value", "message", "hint")}
    return replace(found, **fields)
