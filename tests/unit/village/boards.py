"""不经数据库的公示单，户数任意；姓名含生僻字与长名。"""

import random
from decimal import ROUND_HALF_UP, Decimal

from village import board as boards
from village import masking
from village.households import Household, totals

SURNAMES = "赵钱孙李周吴郑王冯陈"
GIVEN = ("建国", "丽华", "芳", "龘", "𠮷", "犇堃", "㛃")
LONG = "阿卜杜热合曼·买买提明"


def household(number: int, rng: random.Random, name: str = "") -> Household:
    quantity, rate = Decimal(rng.randint(5, 220)) / 20, Decimal("95.35")
    return Household(
        key=str(number),
        name=name or rng.choice(SURNAMES) + rng.choice(GIVEN),
        group=f"{number // 40 + 1}组",
        row=number,
        quantity=quantity,
        rate=rate,
        amount=(quantity * rate).quantize(Decimal("0.01"), ROUND_HALF_UP),
    )


def board(count: int, *, is_sensitive: bool = False, name: str = "") -> boards.Board:
    rng = random.Random(7)
    rows = [household(number, rng, name) for number in range(1, count + 1)]
    total = totals(rows)
    return boards.Board(
        title="青石镇东风村 2026 年耕地地力保护补贴公示",
        village="青石镇东风村",
        subject="2026 年耕地地力保护补贴",
        facts=(("补贴标准", "每亩 95.35 元"), ("政策依据", "《农业生产发展资金管理办法》")),
        headers=tuple(
            (label, unit or ("（亩）" if label == "数量" else "")) for label, unit in boards.HEADERS
        ),
        rows=boards._rows(rows, masking.mask_for(is_sensitive=is_sensitive)),
        total=boards._total(rows, total),
        summary=(("耕地地力保护补贴", str(count), "—", f"{total.amount:,.2f}"), ("合计", "", "", "")),
        note=boards.MASKED_NOTE if is_sensitive else "",
        contacts=(("监督举报电话", "0558-0000000"),),
        committee="青石镇东风村村民委员会",
        address="https://www.example.gov.cn/info/1/",
        posted=boards.BLANK_DATE,
        households=count,
        amount=total.amount,
    )
