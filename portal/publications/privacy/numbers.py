"""成串的数字里，哪些是身份证号、银行卡号、手机号。输入是归一后的文字。"""

import re
from collections.abc import Iterator

from portal.core import creditcode, personal

Found = tuple[str, int, int, str]

SEPARATOR = r"[ \-·•._/]"
RUN = re.compile(rf"\d(?:{SEPARATOR}{{0,4}}\d){{9,}}(?:{SEPARATOR}{{0,4}}[Xx](?![A-Za-z0-9]))?")
BLOCK = re.compile(r"\d+[Xx]?|[Xx]")
GLUE = re.compile(r"[^0-9Xx]+")
JOINED = re.compile(r"[\-._/]$")
# 索引号、网址、邮箱、小数、日期时刻：里面的数字不是个人号码。
INDEX_NUMBER = r"[0-9A-Z]{18}/\d{6}-\d{5}"
URL = re.compile(
    r"(?:https?|ftp)://[!-~]+|www\.[!-~]+|(?<![A-Za-z0-9_.+-])[A-Za-z0-9+][A-Za-z0-9_.+-]{0,63}@[\w.-]+"
)
PLAIN_SHIELD = re.compile(
    rf"{INDEX_NUMBER}|(?<![\d.])\d+\.\d{{1,3}}(?![\d.])|\d{{4}}([-/.])\d{{1,2}}\1\d{{1,2}} +\d{{1,2}}:\d{{2}}(:\d{{2}})?"
)
PHONE_PARAMETER = re.compile(r"(?:tel|phone|mobile|sjh?)[=:/](\+?\d{11,13})", re.IGNORECASE)
LONG_ID = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])")
# 紧挨在前面的说法：这是编号，不是电话、卡号。
SERIAL = re.compile(
    r"(?:编号|编码|代码|流水|流水号|序列号|单号|订单号?|运单号?|发票号?码?|票号|合同号?|文号|条码|条形码|证号|证书号?码?|"
    r"许可证?号?|备案号?|登记号|注册号|税号|批号|档案号|工单号?|受理号?|回执号?|案号|项目号|设备号|资产号|图斑号|地块号?|宗地号?|"
    r"不动产单元号|IMEI|SN|S/N|NO\.?|No\.?|ID|QQ|第)(?:为|是)?[ :(]{0,3}[A-Za-z\-_#]{0,12}$"
)
PERSONAL_LABEL = re.compile(
    r"(?:身份证|证件|手机|电话|联系|卡号|账号|帐号|银行|微信|tel|phone|mobile|mob|cell|wechat|vx|wx)[^ ]{0,6}$",
    re.IGNORECASE,
)
ID_HEAD = re.compile("身份证|证件号")
BLURRED = re.compile(r"\d{6}(?:19|20)\d{8}00")
UNIT = re.compile(r" ?(?:元|万元|亿|亩|平方米|公里|千米|吨|公斤|人次?|户|个|件|条|%|kg|m2|m3|km)")
CARD = re.compile(r"(?:62|81|60[13])\d{13,17}|955[89]\d{14,15}|(?:4\d|5[1-5]|2[2-7]|35)\d{14}")
ASCII_LETTER = re.compile(r"[A-Za-z]")


def find(plain: str, head: str = "") -> list[Found]:
    """各处号码：（种类, 起, 止, 去掉分隔的号码）。"""
    shielded = URL.sub(lambda m: _shield(m[0]), plain)
    shielded = PLAIN_SHIELD.sub(lambda m: "#" * len(m[0]), shielded)
    prefix = f"{head}:" if head else ""
    return [hit for run in RUN.finditer(shielded) for hit in _Run(shielded, run, prefix).hits()]


def _shield(word: str) -> str:
    """网址里的长编号换成等长的占位；直接写着有效身份证号的、标明是电话的、作为邮箱名的手机号，仍照原样检测。"""
    said = PHONE_PARAMETER.search(word)
    is_mailbox = "@" in word and personal.mobile_is_valid(word.partition("@")[0])
    has_id = any(is_id(number) for number in LONG_ID.findall(word))
    return word if said or is_mailbox or has_id else "#" * len(word)


def is_id(value: str) -> bool:
    """18 位的生日在 1900 至 2049 年；15 位的另看地区与顺序码像不像。"""
    if not personal.id_number_is_valid(value):
        return False
    if len(value) == 18:
        return "1900" <= value[6:10] < "2050" and value[2:6] != "0000"
    return value[2:4] not in ("00", "99") and value[4:6] != "00" and value[12:] != "000"


class _Run:
    """一串由分隔符连着的数字块。最长的拼法优先，互不重叠。"""

    def __init__(self, plain: str, run: re.Match, prefix: str):
        self.plain, self.at, self.raw, self.prefix = plain, run.start(), run[0], prefix
        self.blocks = [(m.start(), m.end()) for m in BLOCK.finditer(self.raw)]

    def hits(self) -> Iterator[Found]:
        first, taken = 0, False
        while first < len(self.blocks):
            last, kind, value = self._longest(first, after_hit=taken)
            taken = bool(kind)
            if kind:
                start, end = self.blocks[first][0], self.blocks[last][1]
                yield kind, self.at + start, self.at + end, _bare(kind, value)
            first = last + 1

    def _longest(self, first: int, *, after_hit: bool) -> tuple[int, str, str]:
        """从第 `first` 块起最长的一个号码：（末块, 种类, 号码）；没有则种类为空。"""
        candidates, value = [], ""
        for last in range(first, len(self.blocks)):
            value += self.raw[slice(*self.blocks[last])]
            if len(value) > 19:
                break
            candidates.append((last, value))
        for last, value in reversed(candidates):
            if len(value) >= 11 and (kind := self._kind(first, last, value, after_hit)):
                return last, kind, value
        return first, "", ""

    def _kind(self, first: int, last: int, value: str, after_hit: bool) -> str:
        sizes = [end - start for start, end in self.blocks[first : last + 1]]
        is_valid = len(value) in (15, 18) and (is_id(value) or self._is_blurred_id(value))
        if is_valid and (len(value) == 18 or (_is_15_shaped(sizes) and not self._is_serial(first))):
            return "id_number"
        if not value.isdigit():
            return ""
        if self._is_mobile(first, last, value, sizes, after_hit):
            return "mobile"
        return "bank_card" if self._is_card(first, last, value, sizes) else ""

    def _is_mobile(self, first: int, last: int, value: str, sizes: list[int], after_hit: bool) -> bool:
        digits = _bare("mobile", value)
        if not personal.mobile_is_valid(digits) or not _is_mobile_shaped(sizes):
            return False
        if not after_hit and first and JOINED.search(self._gap(first)) and self._size(first - 1) > 2:
            return False
        return not (UNIT.match(self._after(last)) or self._is_money(first) or self._is_serial(first))

    def _is_card(self, first: int, last: int, value: str, sizes: list[int]) -> bool:
        if not (16 <= len(value) <= 19 and CARD.fullmatch(value) and _is_card_shaped(sizes)):
            return False
        if not personal.luhn_is_valid(value) or UNIT.match(self._after(last)):
            return False
        return value.startswith("62") or not (creditcode.is_valid(value) or self._is_serial(first))

    def _is_blurred_id(self, value: str) -> bool:
        """身份证号列里被电子表格抹去末几位的：地区、生日、大半的顺序码都还在。"""
        is_said = ID_HEAD.search(self.prefix)
        return bool(
            is_said
            and BLURRED.fullmatch(value)
            and value[:2] in personal.PROVINCES
            and personal.is_date(value[6:14])
        )

    def _gap(self, block: int) -> str:
        return self.raw[self.blocks[block - 1][1] : self.blocks[block][0]]

    def _size(self, block: int) -> int:
        return self.blocks[block][1] - self.blocks[block][0]

    def _after(self, block: int) -> str:
        end = self.at + self.blocks[block][1]
        return self.plain[end : end + 6]

    def _is_money(self, block: int) -> bool:
        start = self.at + self.blocks[block][0]
        return self.plain[:start].rstrip().endswith(("¥", "￥"))

    def _is_serial(self, block: int) -> bool:
        """前面写明是编号，或紧接着字母：不是电话、卡号。"""
        start = self.at + self.blocks[block][0]
        before = (self.prefix + self.plain[max(0, start - 24) : start])[-24:]
        if PERSONAL_LABEL.search(before.rstrip(" :(")):
            return False
        return bool(SERIAL.search(before)) or bool(ASCII_LETTER.match(before[-1:]))


def _bare(kind: str, value: str) -> str:
    """手机号去掉国家代码，身份证末位大写。"""
    if kind == "mobile" and len(value) in (13, 15):
        return value.removeprefix("00").removeprefix("86")
    return value.upper()


def _is_15_shaped(sizes: list[int]) -> bool:
    return sizes in ([15], [6, 6, 3], [6, 9], [12, 3], [3] * 5, [5] * 3, [1] * 15)


def _is_mobile_shaped(sizes: list[int]) -> bool:
    """连写，或 3-4-4、4-4-3、86 开头的常见写法；金额、编号偶然凑成的不算。"""
    country = sum(sizes) - 11
    body = sizes[1:] if sizes[0] == country else [sizes[0] - country, *sizes[1:]]
    return body in ([11], [3, 4, 4], [4, 4, 3], [4, 3, 4], [3, 8], [7, 4], [5, 3, 4], [1] * 11, [3, 3, 5])


def _is_card_shaped(sizes: list[int]) -> bool:
    """连写、四位一组、六位加其余，或逐位隔开。"""
    if len(sizes) == 1 or set(sizes) == {1}:
        return True
    by_four = set(sizes[:-1]) == {4} and sizes[-1] <= 4
    return (
        by_four or (len(sizes) == 2 and sizes[0] in (4, 6, 8)) or sizes in ([6, 6, 4], [6, 6, 7], [4, 6, 6])
    )
