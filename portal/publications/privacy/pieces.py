"""拆开写的号码：一格一位、分写在相邻的几格，或在段末、行末断开，接到下一段。"""

import re
from collections.abc import Iterator

from portal.core import personal
from portal.core.text import Passage
from portal.publications.privacy import numbers
from portal.publications.privacy.normal import normalise

Found = tuple[str, str, str]
WHOLE = re.compile(r"\d{1,17}[Xx]?|[Xx]")
TAIL = re.compile(r"\d{1,17}$")
LEAD = re.compile(r"\d{1,17}[Xx]?(?![\dA-Za-z])")
LONGEST = 19
SAYS_CARD = re.compile(r"卡号|账号|帐号|账户|银行")
SAYS_PHONE = re.compile(r"电话|手机|联系方式")


class Pieces:
    """顺着读，记住刚读过的几截数字；接得成一个号码的给出（种类, 起处, 号码）。

    身份证号有校验位，接得成就算；银行卡、手机号要写明是卡号、电话，金额连着金额偶然凑成的不算。
    """

    def __init__(self):
        self.pieces: list[tuple[str, str]] = []
        self.last: Passage | None = None
        self.label = ""

    def read(self, passage: Passage, head: str = "") -> Iterator[Found]:
        text = passage.text.strip()
        if not text:
            return
        if not text.isascii():
            text = normalise(text).strip()
        if not self._follows(passage):
            self.pieces, self.label = [], ""
        self.last = passage
        if WHOLE.fullmatch(text):
            self.label = self.label or head
            yield from self._add(text, passage.place)
            return
        if self.pieces and (found := LEAD.match(text)) and len(found[0]) < len(text):
            yield from self._add(found[0], passage.place)
        tail = TAIL.search(text)
        self.pieces = [(tail[0], passage.place)] if tail else []
        self.label = text[-LONGEST:]

    def _follows(self, passage: Passage) -> bool:
        """与上一段相接：都不在表格里；或同一格；或同一行紧挨着的下一格。"""
        before, now = self.last and self.last.cell, passage.cell
        if self.last is None or before is None or now is None:
            return before is now
        if before.table != now.table or before.row != now.row:
            return before.table == now.table == ""  # 一般文字一行一行地读，断行处也相接
        return now.left in (before.left, before.right)

    def _add(self, text: str, place: str) -> Iterator[Found]:
        self.pieces.append((text, place))
        value = ""
        for count, (piece, start) in enumerate(reversed(self.pieces), start=1):
            value = piece + value
            if len(value) > LONGEST:
                break
            if count > 1 and (kind := self._kind(value, count)):
                self.pieces = []
                yield kind, start, value.upper()
                return
        del self.pieces[:-LONGEST]

    def _kind(self, value: str, count: int) -> str:
        if len(value) == 18 and numbers.is_id(value):
            return "id_number"
        may_be_card = count == len(value) or SAYS_CARD.search(self.label)
        if may_be_card and numbers.CARD.fullmatch(value) and personal.luhn_is_valid(value):
            return "bank_card"
        return "mobile" if SAYS_PHONE.search(self.label) and personal.mobile_is_valid(value) else ""
