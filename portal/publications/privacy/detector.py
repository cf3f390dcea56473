import re
from dataclasses import dataclass

from portal.core import personal
from portal.publications.privacy import addresses, names, numbers
from portal.publications.privacy.normal import normalise

VERSION = "4"
SHORTEST = 11  # 手机号；住址与姓名总有汉字
WORTH = re.compile(r"\d(?:\D{0,4}\d){9}")


@dataclass(frozen=True)
class Hit:
    """一处疑似个人信息；`start`、`end` 是归一后文字中的位置，`value` 是去掉分隔的号码或原文。"""

    kind: str
    start: int
    end: int
    value: str

    @property
    def masked(self) -> str:
        return personal.mask(self.kind, self.value)


def detect(text: str, head: str = "") -> list[Hit]:
    """`text` 中的身份证号、银行卡号、手机号、住址、名单；`head` 是所在列的表头。"""
    if len(text) < SHORTEST and text.isascii():
        return []
    plain = normalise(text)
    found = numbers.find(plain, head) if WORTH.search(plain) else []
    if not plain.isascii():
        found = [*found, *addresses.find(plain, head), *names.find(plain)]
    return [Hit(*item) for item in found]


def redact(text: str) -> str:
    """打码后的 `text`：位置里写着表名、文件名，其中的号码也不能露出来。"""
    hits = sorted(detect(text), key=lambda hit: -hit.start)
    if not hits:
        return text
    plain = normalise(text)
    for hit in hits:
        plain = plain[: hit.start] + hit.masked + plain[hit.end :]
    return plain
