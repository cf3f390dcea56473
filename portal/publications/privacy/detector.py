import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from portal.core import creditcode, personal

VERSION = "1"
SEPARATORS = " -\u3000\u00a0·.,_/|"
RUN = re.compile(r"[0-9Xx][0-9Xx \-\u00a0\u3000·._]{9,40}[0-9Xx]")
GLUE = re.compile(r"[ \-\u00a0\u3000·._]+")
WORDS = re.compile(r"[0-9A-Za-z/]*[0-9A-Za-z]{18}/\d{6}-\d{5}|https?://\S+|[\w.+-]+@[\w.-]+")
CARD_HEADS = ("62", "60", "4", "51", "52", "53", "54", "55", "35", "9", "81")
GROUPED = re.compile(r"\d{4}([ \-])\d{4}(\1\d{4})+(\1\d{1,4})?$")


@dataclass(frozen=True)
class Hit:
    """一处疑似个人号码；`start`、`end` 是归一后文字中的位置，`value` 是去掉分隔的号码。"""

    kind: str
    start: int
    end: int
    value: str


def detect(text: str) -> list[Hit]:
    """`text` 中的身份证号、银行卡号、手机号。全角、空格、连字符、零宽字符隔开的都认得。"""
    plain = normalise(text)
    masked = WORDS.sub(lambda m: _shield(m[0]), plain)
    return [hit for run in RUN.finditer(masked) for hit in _in_run(run)]


def normalise(text: str) -> str:
    """全角转半角，去掉零宽与控制字符。"""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(
        " " if c in "\t\r\n" else c for c in folded if c in "\t\r\n" or unicodedata.category(c) != "Cf"
    )


def _shield(word: str) -> str:
    """索引号里的信用代码、网址里的长编号不是个人号码：换成等长的占位，免得误报。

    网址里若直接写着有效的身份证号或手机号，仍照原样检测。
    """
    if "://" in word or "@" in word:
        parts = re.findall(r"(?<!\d)\d{11}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)", word)
        if any(personal.id_number_is_valid(part) or _is_mobile(part) for part in parts):
            return word
    return "#" * len(word)


def _in_run(run: re.Match) -> Iterator[Hit]:
    raw = run[0]
    for start, end, value in _pieces(raw):
        kind = classify(value, raw[start:end])
        if kind:
            yield Hit(kind, run.start() + start, run.start() + end, value.upper())


def _pieces(raw: str) -> Iterator[tuple[int, int, str]]:
    """先按整段看，再看各个连写的块，最后看相邻块拼成的：最长的优先，互不重叠。"""
    blocks = [(m.start(), m.end()) for m in re.finditer(r"[0-9Xx]+", raw)]
    taken = -1
    for i, (start, _) in enumerate(blocks):
        if start <= taken:
            continue
        for j in range(len(blocks) - 1, i - 1, -1):
            end = blocks[j][1]
            value = GLUE.sub("", raw[start:end])
            if len(value) <= 19 and classify(value, raw[start:end]):
                yield start, end, value
                taken = end
                break


def classify(value: str, raw: str) -> str:
    """去掉分隔后的号码是哪一种；不是个人号码为空。"""
    if len(value) in (15, 18) and personal.id_number_is_valid(value) and _is_id_shaped(value, raw):
        return "id_number"
    if _is_mobile(value) and _is_mobile_shaped(raw):
        return "mobile"
    if value.isdigit() and 15 <= len(value) <= 19 and value.startswith(CARD_HEADS):
        joined = value == raw or GROUPED.match(raw)
        if joined and personal.luhn_is_valid(value) and not creditcode.is_valid(value):
            return "bank_card"
    return ""


def _is_id_shaped(value: str, raw: str) -> bool:
    return len(value) == 18 or value == raw


def _is_mobile(value: str) -> bool:
    digits = value.removeprefix("86") if len(value) == 13 else value
    return personal.mobile_is_valid(digits)


def _is_mobile_shaped(raw: str) -> bool:
    """连写，或 3-4-4、86 开头的常见写法；金额、编号偶然凑成的不算。"""
    blocks = [len(block) for block in re.findall(r"\d+", raw)]
    return blocks in ([11], [13], [3, 4, 4], [2, 11], [2, 3, 4, 4], [3, 8], [7, 4])
