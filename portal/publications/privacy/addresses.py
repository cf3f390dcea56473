"""乡镇以下的住址：有门牌、户室号的，或写明是谁的住处的。村名、办公地址不算。"""

import re
from collections.abc import Iterator

from portal.publications.privacy import names

Found = tuple[str, int, int, str]

NUMBER = r"(?:\d{1,5}|[〇零一二三四五六七八九十百]{1,5})"
HAN = r"[\u4e00-\u9fff]"
VILLAGE = rf"{HAN}{{1,8}}?(?:行政村|自然村|新村|(?:村民|居民)委员会|村委会|居委会|村|社区|屯|庄|寨|嘎查|湾|堡|坪|组)"
GROUP = rf"(?:第? ?{NUMBER}|{HAN}{{1,3}}) ?(?:村民小组|小组|组|社|队|屯)"
HOUSE = rf"(?:附|新|老)?{NUMBER}(?:-{NUMBER})?(?:号|户)(?!楼|院|文|令|线|公告|通知|窗|桌|台|批|联系|项目|标段|地块|图)"
ROAD = rf"{HAN}{{1,8}}?(?:路|街|大道|道|巷|弄|胡同|里|坊)"
ROOM = rf"{NUMBER} ?(?:号楼|号院|栋|幢|座|#楼?|楼) ?(?:{NUMBER} ?单元 ?)?(?:{NUMBER} ?(?:层|楼) ?)?{NUMBER} ?(?:室|户|号(?!楼))"
ROOM_SHORT = rf"{NUMBER}-{NUMBER}-{NUMBER}(?:室|号)?"
PATTERNS = {
    "village": re.compile(rf"(?:{VILLAGE}) ?(?:{GROUP} ?)?(?:{ROAD} ?)?{HOUSE}"),
    "room": re.compile(
        rf"(?:{NUMBER}号 ?)?(?:{HAN}{{2,10}} ?)?{ROOM}|{NUMBER} ?单元 ?(?:{NUMBER} ?(?:室|号|户)|\d{{3,4}}(?![\d年]))"
    ),
    "road": re.compile(rf"{ROAD} ?{NUMBER} ?(?:号|弄|巷)(?!线|楼层)"),
    "group": re.compile(rf"(?:{VILLAGE}) ?{GROUP}"),
    "estate": re.compile(rf"{HAN}{{2,8}}(?:小区|花园|家园|公寓|苑|新村) ?{ROOM_SHORT}"),
}
ALONE = ("village", "room", "estate")
LABEL = re.compile(
    r"(?:家庭|户籍|常住|现|居|经常|身份证)?(?:住址|居住地址?|居住在|户籍所在地|户籍地址?|家住|现住|家庭地址|住在|住所地?|住于|住)"
    r"(?:为|是|在)?[ :,(]{0,3}(?:[\u4e00-\u9fff]{2,12}(?:省|市|县|区|旗|镇|乡|街道))*$"
)
# 标签后面一路写到门牌：“住址:安徽省阜阳市颍州区文峰街道颍河西”。
SPELLED = re.compile(
    rf"(?:住址|居住地址?|户籍所在地|户籍地址?|家庭地址|现住址?|家庭住所) ?:[ (]{{0,2}}{HAN}{{0,24}}$"
)
INSIDE = re.compile(r"户籍地|居住|家住|现住|住[址在于]|(?<=[\u4e00-\u9fff])住(?![房宅建院户保所改])")
HEADS = re.compile(r"住址|家庭地址|户籍地|居住地|现住|家庭住所")
NAMED = re.compile(
    r"(?:^|[^\u4e00-\u9fff])([\u4e00-\u9fff]{2,4})[ ,:;(、]{1,2}(?:男|女|汉族|[ ,])*(?:住|家住|现住)?$"
)
OFFICE = re.compile(
    r"办公|地点|受理|窗口|大厅|中心|办事|服务站|卫生室|政府|委员会|村委|居委|党群|局|厅|公司|学校|小学|中学|大学|医院|法院|检察|派出所|"
    r"银行|图书馆|博物馆|公园|车站|邮编|邮政编码|传真|寄送|寄往|监督电话|单位地址|通信地址|通讯地址|联系地址|机关|部门|大楼|会议室|项目"
)
REACH = 14


def find(plain: str, head: str = "") -> list[Found]:
    """各处住址：（"address", 起, 止, 原文），互不重叠。"""
    taken: list[tuple[int, int]] = []
    found = []
    for kind, match in _matches(plain):
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        if _is_home(plain, match, kind, head):
            taken.append(match.span())
            found.append(("address", match.start(), match.end(), match[0].strip()))
    return found


def _matches(plain: str) -> Iterator[tuple[str, re.Match]]:
    for kind, pattern in PATTERNS.items():
        yield from ((kind, match) for match in pattern.finditer(plain))


def _is_home(plain: str, match: re.Match, kind: str, head: str) -> bool:
    """写明是住处的都算；没有写明的，门牌、户室算，路名门牌与村组要紧跟着人名才算；办公地址不算。"""
    before, after = plain[: match.start()], plain[match.end() : match.end() + REACH]
    if (
        HEADS.search(head)
        or LABEL.search(before[-30:])
        or SPELLED.search(before[-36:])
        or INSIDE.search(plain[max(0, match.start() - 1) : match.end()])
    ):
        return True
    if OFFICE.search(head):
        return False
    clause = re.split(r"[。;；\n]", before[-40:])[-1]
    if OFFICE.search(clause) or OFFICE.search(match[0]) or OFFICE.search(re.split(r"[。;，,]", after)[0]):
        return False
    if kind in ALONE:
        return True
    person = NAMED.search(before[-12:])
    return person is not None and names.is_person(person[1])
