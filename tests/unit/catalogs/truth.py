"""目录的真值：先有这些行，再由 `mess` 弄成各种样子；读回来应当还是它们。"""

import random
from dataclasses import dataclass, field

CHANNELS = ("政府网站", "政府公报", "两微一端", "政务服务中心", "便民服务站", "精准推送")
OTHERS = ("投资项目在线审批监管平台", "村民微信群", "中国招标投标公共服务平台")
FIELDS = {
    "涉农补贴": (
        "农业生产发展资金",
        ("耕地地力保护补贴", "农机购置与应用补贴", "实际种粮农民一次性补贴", "稻谷补贴"),
    ),
    "重大建设项目": ("批准服务信息", ("申报要求", "办理流程", "办事指南", "咨询监督")),
    "生态环境": (
        "行政许可",
        ("建设项目环境影响评价文件审批", "防治污染设施拆除或闲置审批", "危险废物经营许可证"),
    ),
    "公共法律服务": ("法治宣传教育", ("法律知识普及服务", "推广法治文化服务", "法治文化作品、案例推广")),
    "户籍管理": ("户籍管理", ("出生登记", "死亡、宣告死亡登记", "迁出登记", "恢复户口登记")),
}
CODES = {"涉农补贴": "16", "重大建设项目": "01", "生态环境": "12", "公共法律服务": "14", "户籍管理": "23"}
CONTENTS = (
    "政策依据；\n申请指南（补贴对象、范围、标准、程序、材料、咨询电话）；\n补贴结果；\n监督渠道",
    "1.受理环节：受理情况公示\n2.拟决定环节：拟审查意见公示\n3.决定环节：审批决定公告",
    "①申报材料清单；②批准流程；③办理时限；④受理机构联系方式",
    "办理依据、条件、材料、时限、收费标准",
)
BASES = (
    "《中华人民共和国政府信息公开条例》（国务院令第711号）",
    "《农业生产发展资金管理办法》（财农〔2023〕11号）\n《条例》",
)
LIMITS = (
    ("信息形成或者变更之日起20个工作日内", 20, "工作日"),
    ("7个工作日内", 7, "工作日"),
    ("实时公开", None, ""),
    ("每季度", 1, "季"),
    ("每年1月31日前", 1, "年"),
    ("20日内", 20, "日"),
)
SUBJECTS = ("县级农业农村部门", "相关审批部门", "县级生态环境部门", "公安机关")


@dataclass(frozen=True)
class Row:
    """一个事项的真值。"""

    field: str
    number: str
    item_1: str
    item_2: str
    content: str
    basis: str
    time_limit: str
    limit_value: int | None
    limit_unit: str
    subject: str
    channels: tuple[str, ...]
    others: tuple[str, ...]
    audience: tuple[str, ...]
    method: tuple[str, ...]
    level: tuple[str, ...]
    note: str = ""
    extra: dict = field(default_factory=dict)

    def as_json(self) -> dict:
        return {
            "field": self.field,
            "number": self.number,
            "item_1": self.item_1,
            "item_2": self.item_2,
            "content": self.content,
            "basis": self.basis,
            "time_limit": self.time_limit,
            "time_limit_value": self.limit_value,
            "time_limit_unit": self.limit_unit,
            "subject": self.subject,
            "channels": [*self.channels, *self.others],
            "audience": list(self.audience),
            "method": list(self.method),
            "level": list(self.level),
            "extra": self.extra,
        }


def rows(seed: int, *, fields: int = 1, start: int = 1) -> list[Row]:
    """`fields` 个领域的真值，序号在每个领域里从 `start` 起。"""
    chance = random.Random(seed)
    found = []
    for name in chance.sample(sorted(FIELDS), fields):
        first, seconds = FIELDS[name]
        for offset, second in enumerate(seconds):
            found.append(
                _row(chance, name, str(start + offset), first if offset < 3 else f"{first}（其他）", second)
            )
    return found


def _row(chance: random.Random, name: str, number: str, first: str, second: str) -> Row:
    limit, value, unit = chance.choice(LIMITS)
    chosen = set(chance.sample(CHANNELS, chance.randint(1, 3)))
    return Row(
        field=CODES[name],
        number=number,
        item_1=first,
        item_2=second,
        content=chance.choice(CONTENTS),
        basis=chance.choice(BASES),
        time_limit=limit,
        limit_value=value,
        limit_unit=unit,
        subject=chance.choice(SUBJECTS),
        channels=tuple(name for name in CHANNELS if name in chosen),
        others=(chance.choice(OTHERS),) if chance.random() < 0.3 else (),
        audience=chance.choice((("全社会",), ("特定群众",), ("全社会", "特定群众"))),
        method=chance.choice((("主动",), ("依申请公开",), ("主动", "依申请公开"))),
        level=chance.choice((("县级",), ("乡级",), ("县级", "乡级"))),
    )
