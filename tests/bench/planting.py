"""埋进各种写法的个人信息，与长得像却不是的：种子固定，供检出率与误报率的测试和基准用。全部是编造的。"""

import datetime as dt
import random
from collections.abc import Callable

from portal.core import creditcode, personal

SEED = 20261124
EACH = 1_300
INNOCENT_EACH = 240
AREAS = (
    "110105",
    "320583",
    "330106",
    "370102",
    "420106",
    "440305",
    "510104",
    "610113",
    "130402",
    "530124",
    "659001",
)
HEADS = ("622202", "621700", "622848", "621661", "623058", "625956", "955880", "436742", "518718", "601382")
SURNAMES, GIVEN = (
    "王李张刘陈杨黄赵周吴徐孙马胡朱郭何罗高林欧阳",
    "建国秀英桂兰志强海燕明军丽华小红玉梅德福永康春生文博雅静",
)
VILLAGES = ("青石村", "李家庄村", "柳林社区", "大湾村", "下坪村", "王家屯", "红旗村")
ROADS = ("人民路", "东湖大道", "建设街", "解放巷", "滨河路")
ESTATES = ("东湖花园", "阳光小区", "锦绣家园", "滨江公寓")
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"

Case = tuple[str, str]


def planted(seed: int = SEED) -> list[Case]:
    """（种类, 文字）：每一句都应当被认出这一种。"""
    chance = random.Random(seed)
    makers = {"id_number": id_number, "bank_card": bank_card, "mobile": mobile, "address": address}
    found = [(kind, make(chance)) for kind, make in makers.items() for _ in range(EACH)]
    return found + [("name_list", name_list(chance)) for _ in range(EACH // 4)]


def innocent(seed: int = SEED) -> list[Case]:
    """（名目, 文字）：一句也不该报。"""
    chance = random.Random(seed + 1)
    return [(name, make(chance)) for name, make in LOOK_ALIKES.items() for _ in range(INNOCENT_EACH)]


# 真的


def id_number(chance: random.Random) -> str:
    number = id_15(chance) if chance.random() < 0.2 else id_18(chance)
    groups = [(6, 6, 3), (15,)] if len(number) == 15 else [(6, 8, 4), (6, 4, 4, 4), (3, 3, 4, 4, 4), (18,)]
    return _within(
        chance,
        _written(chance, number, groups),
        ("身份证号", "身份证号码：", "证件号码", "公民身份号码:", ""),
    )


def id_18(chance: random.Random) -> str:
    born = dt.date(1930, 1, 1) + dt.timedelta(days=chance.randrange(34_000))
    first = f"{chance.choice(AREAS)}{born:%Y%m%d}{chance.randrange(1, 1000):03d}"
    return first + personal.id_check_character(first)


def id_15(chance: random.Random) -> str:
    born = dt.date(1930, 1, 1) + dt.timedelta(days=chance.randrange(25_000))
    return f"{chance.choice(AREAS)}{born:%y%m%d}{chance.randrange(1, 1000):03d}"


def bank_card(chance: random.Random) -> str:
    head = chance.choice(HEADS)
    length = (
        chance.choice((16, 17, 18, 19)) if head.startswith("62") else 19 if head.startswith("955") else 16
    )
    number = with_luhn(head + digits(chance, length - len(head) - 1))
    by_four = tuple(4 for _ in range(len(number) // 4)) + ((len(number) % 4,) if len(number) % 4 else ())
    return _within(
        chance,
        _written(chance, number, [by_four, by_four, (6, len(number) - 6)]),
        ("卡号", "账号：", "银行卡", ""),
    )


def with_luhn(body: str) -> str:
    return next(body + last for last in "0123456789" if personal.luhn_is_valid(body + last))


def mobile(chance: random.Random) -> str:
    number = f"1{chance.randrange(3, 10)}{digits(chance, 9)}"
    text = _written(chance, number, [(3, 4, 4), (4, 4, 3), (11,)])
    country = chance.choice(("", "", "+86", "+86 ", "86-", "0086 ", "(+86)", "＋８６"))
    return _within(chance, country + text, ("手机", "联系电话：", "电话", "手机号码 ", ""))


def address(chance: random.Random) -> str:
    number, room = chance.randrange(1, 300), chance.randrange(101, 2700)
    group = f"{chance.choice('一二三四五六七八九')}组"
    home = chance.choice(
        (
            f"{chance.choice(VILLAGES)}{group}{number}号",
            f"{chance.choice(VILLAGES)}{number}号",
            f"{chance.choice(VILLAGES)}第{chance.randrange(1, 9)}村民小组{number}户",
            f"{chance.choice(ESTATES)}{chance.randrange(1, 30)}栋{chance.randrange(1, 5)}单元{room}室",
            f"{chance.choice(ESTATES)}{chance.randrange(1, 30)}号楼{room}室",
            f"{chance.choice(ROADS)}{number}号{chance.randrange(1, 9)}幢{room}室",
        )
    )
    tied = chance.choice(
        (
            f"{chance.choice(ROADS)}{number}号",
            f"{chance.choice(VILLAGES)}{group}",
            f"望山区城关镇{chance.choice(VILLAGES)}{group}",
        )
    )
    if chance.random() < 0.5:
        text = f"{person(chance)}{chance.choice(('，', '（', '住', '，住', '家住', ' '))}{home}"
    else:
        text = f"{chance.choice(('家庭住址：', '住址：', '户籍地址：', '现住', '家住', '居住地：'))}{tied}"
    return _wide(chance, text) if chance.random() < 0.2 else text


def name_list(chance: random.Random) -> str:
    people = chance.choice("、，").join(person(chance, (2, 3)) for _ in range(chance.randrange(3, 9)))
    return f"{chance.choice(('受益人：', '低保对象有', '户主：', '补贴对象名单：', '受助人为'))}{people}"


def person(chance: random.Random, lengths=(2, 3)) -> str:
    return chance.choice(SURNAMES[:-2]) + "".join(
        chance.choice(GIVEN) for _ in range(chance.choice(lengths) - 1)
    )


def digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def _written(chance: random.Random, number: str, groups: list[tuple[int, ...]]) -> str:
    """同一个号码的各种写法：分组、全角、零宽字符、小写 x。"""
    glue = chance.choice(("", "", " ", "-", "\u3000", "\u00a0", "－", "  ", "–"))
    pieces, at = [], 0
    for size in chance.choice(groups):
        pieces.append(number[at : at + size])
        at += size
    text = glue.join(pieces)
    style = chance.random()
    if style < 0.2:
        text = _wide(chance, text)
    elif style < 0.4:
        text = "".join(char + (chance.choice(ZERO_WIDTH) if chance.random() < 0.3 else "") for char in text)
    return text.lower() if chance.random() < 0.3 else text


def _wide(_chance: random.Random, text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def _within(chance: random.Random, text: str, labels: tuple[str, ...]) -> str:
    before = chance.choice(("", "", f"{person(chance)}，", "1. ", "附：", f"（{person(chance)}）"))
    after = chance.choice(("", "", "。", "，请核对", "（本人）", f" {chance.randrange(1, 9)}"))
    return f"{before}{chance.choice(labels)}{text}{after}"


# 像的


def credit_code(chance: random.Random) -> str:
    org = digits(chance, 8) if chance.random() < 0.5 else "MA" + digits(chance, 6)
    head = chance.choice(("11", "12", "51", "52", "91", "92", "93"))
    return creditcode.make(head + chance.choice(AREAS) + org + chance.choice("0123456789"))


def _amount(chance: random.Random) -> str:
    return chance.choice(
        (
            f"共{chance.randrange(10**10, 10**11)}元",
            f"￥{chance.randrange(10**9, 10**12):,}.00",
            f"{chance.randrange(10**10, 2 * 10**10)}.{chance.randrange(100):02d}",
            f"面积{chance.randrange(13_000_000_000, 19_000_000_000)}平方米",
            f"合计 {chance.randrange(1000, 9999)} {chance.randrange(1000, 9999)} {chance.randrange(1000, 9999)}",
        )
    )


def _serial(chance: random.Random) -> str:
    day = dt.date(2015, 1, 1) + dt.timedelta(days=chance.randrange(4000))
    return chance.choice(
        (
            f"流水号：{day:%Y%m%d}{digits(chance, chance.choice((6, 8, 10, 11)))}",
            f"受理编号 {chance.randrange(13, 20)}{digits(chance, 9)}",
            f"合同编号：HT-{day:%Y}-{digits(chance, 11)}",
            f"设备序列号SN{digits(chance, 15)}",
            f"发票号码：{day:%y}{digits(chance, 18)}",
            f"订单号{digits(chance, 16)}",
            f"项目代码：{day:%Y}-{chance.choice(AREAS)}-{chance.randrange(10, 99)}-01-{digits(chance, 6)}",
            f"条码 69{digits(chance, 11)}",
            f"{day:%Y%m%d%H%M%S}{digits(chance, 3)}",
            digits(chance, chance.choice((20, 22, 24, 28))),
        )
    )


def _url(chance: random.Random) -> str:
    return chance.choice(
        (
            f"https://www.wangshan.example/art/2026/11/{chance.randrange(1, 28)}/art_{digits(chance, 4)}_{digits(chance, 11)}.html",
            f"https://zwgk.yunchuan.example/index?id={digits(chance, 18)}&t={digits(chance, 13)}",
            f"http://www.yunchuan.example/t20261124_1{chance.randrange(3, 10)}{digits(chance, 9)}.html",
            f"公开网址www.wangshan.example/zc/{digits(chance, 16)}，可下载",
        )
    )


def _office(chance: random.Random) -> str:
    road, number = chance.choice(ROADS), chance.randrange(1, 400)
    return chance.choice(
        (
            f"办公地址：望山区{road}{number}号",
            f"受理地点：{road}{number}号政务服务中心3楼302室",
            f"望山区财政局（{road}{number}号）",
            f"地址：云川市望山区{road}{number}号",
            f"请到{road}{number}号市民中心窗口办理",
            f"邮寄地址：云川市{road}{number}号，邮编650000",
        )
    )


def _village(chance: random.Random) -> str:
    village = chance.choice(VILLAGES)
    return chance.choice(
        (
            f"{village}共有{chance.randrange(100, 900)}户{chance.randrange(300, 3000)}人",
            f"城关镇{village}、{chance.choice(VILLAGES)}发放补贴{digits(chance, 5)}元",
            f"{village}{chance.randrange(2, 9)}个村民小组完成公示",
            f"{village}村民委员会第{chance.randrange(1, 30)}号公告",
            f"{village}党群服务中心办公地点：{village}{chance.randrange(1, 90)}号",
            f"{village}{chance.choice('一二三四五')}组道路硬化工程",
        )
    )


def _document(chance: random.Random) -> str:
    return chance.choice(
        (
            f"云政办发〔{chance.randrange(2010, 2027)}〕{chance.randrange(1, 300)}号",
            f"依据国务院令第{chance.randrange(100, 800)}号第{chance.randrange(1, 60)}条",
            f"GB/T {chance.randrange(10000, 40000)}.{chance.randrange(1, 9)}-20{chance.randrange(10, 26)}",
            f"ISBN 978-7-{digits(chance, 3)}-{digits(chance, 5)}-{chance.randrange(10)}",
        )
    )


def _dated(chance: random.Random) -> str:
    return chance.choice(
        (
            f"2026-11-{chance.randrange(10, 28)} 10:{chance.randrange(10, 59)}:{chance.randrange(10, 59)}",
            f"2026年{chance.randrange(1, 12)}月1日至2026年12月31日",
            f"2026/01/{chance.randrange(10, 28)} 2026/12/{chance.randrange(10, 28)}",
            f"2021 2022 2023 2024 {chance.randrange(1000, 9999)}",
        )
    )


def _invalid_id(chance: random.Random) -> str:
    right = id_18(chance)
    return f"{right[:17]}{chance.choice([c for c in '0123456789' if c != right[17]])}"


def _masked(chance: random.Random) -> str:
    number = id_18(chance)
    return chance.choice(
        (
            f"{number[:6]}********{number[-4:]}",
            f"1{chance.randrange(3, 10)}{digits(chance, 1)}****{digits(chance, 4)}",
            f"{person(chance)[:1]}**、{person(chance)[:1]}*、{person(chance)[:1]}**",
            f"尾号{digits(chance, 4)}",
        )
    )


def _bad_card(chance: random.Random) -> str:
    right = with_luhn(chance.choice(HEADS) + digits(chance, 12))
    return f"账号{right[:-1]}{(int(right[-1]) + chance.randrange(1, 9)) % 10}"


LOOK_ALIKES: dict[str, Callable[[random.Random], str]] = {
    "索引号": lambda c: f"索引号：{credit_code(c)}/{c.randrange(2015, 2027)}{c.randrange(1, 13):02d}-{digits(c, 5)}",
    "统一社会信用代码": lambda c: f"{c.choice(('统一社会信用代码', '信用代码：', ''))}{credit_code(c)}",
    "金额与面积": _amount,
    "流水与编号": _serial,
    "长数字串": lambda c: digits(c, c.choice((12, 13, 14, 17, 20))),
    "区划与村代码": lambda c: f"{c.choice(('区划代码', '', '村代码：'))}{c.choice(AREAS)}{digits(c, 6)}",
    "座机": lambda c: f"{c.choice(('电话：', ''))}{c.choice(('010', '0871', '021'))}{c.choice('- ')}{c.randrange(2, 9)}{digits(c, 7)}",
    "热线": lambda c: c.choice(("12345", "400-820-8820", "95588", "010-12345", "800 830 8855")) + c.choice(("", "转1", "热线")),
    "网址": _url,
    "邮箱": lambda c: f"zwgk{digits(c, 4)}@yunchuan.example",
    "文号与标准号": _document,
    "日期时刻": _dated,
    "办公地址": _office,
    "村名与公示": _village,
    "错一位的身份证号": _invalid_id,
    "错一位的卡号": _bad_card,
    "打过码的": _masked,
    "注册号": lambda c: f"营业执照注册号：{c.choice(AREAS)}{digits(c, 9)}",
    "不动产单元号": lambda c: f"不动产单元号{c.choice(AREAS)}{digits(c, 6)}GB{digits(c, 5)}F{digits(c, 8)}",
    "机构列举": lambda c: "、".join(c.sample(("财政局", "民政局", "教育局", "水利局", "林业局", "住建局"), 4)),
    "材料与类别": lambda c: f"{c.choice(('申请人：', '保障对象：', '村民：'))}{'、'.join(c.sample(('身份证', '户口簿', '申请表', '低保户', '农民工', '高中生'), 4))}",
    "百分比": lambda c: f"完成率{c.randrange(100)}.{c.randrange(100):02d}%，同比增长{c.randrange(10)}.{digits(c, 4)}%",
}  # fmt: skip
