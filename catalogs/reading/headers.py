"""认表头：在任何一行开始的一至三行里，看哪几行连起来最像目录的表头。"""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from portal.core.sheets import cleaning
from portal.core.sheets.parsers import shown

NAMES: dict[str, tuple[str, ...]] = {
    "field": ("领域", "公开领域", "试点领域", "所属领域", "领域名称"),
    "number": ("序号", "编号", "事项编号", "事项编码", "编码", "目录编码", "序列"),
    "item_1": (
        "一级事项",
        "一级目录",
        "一级公开事项",
        "公开事项一级",
        "公开事项",
        "事项名称",
        "公开事项名称",
        "事项",
        "公开事项一级事项",
        "一级",
    ),
    "item_2": ("二级事项", "二级目录", "二级公开事项", "公开事项二级", "公开事项二级事项", "子项", "二级"),
    "item_3": ("三级事项", "三级目录", "三级公开事项", "三级"),
    "content": (
        "公开内容要素",
        "公开内容及要求",
        "公开内容和要求",
        "公开要求",
        "公开内容",
        "内容要素",
        "公开要素",
        "内容",
        "公开内容及要素",
        "公开具体内容",
        "公开的内容",
    ),
    "basis": (
        "公开依据",
        "依据",
        "法律依据",
        "政策依据",
        "法律法规依据",
        "法规依据",
        "公开的依据",
        "法律法规和政策依据",
    ),
    "time_limit": (
        "公开时限",
        "时限",
        "公开时间",
        "公开期限",
        "公开时效",
        "时限要求",
        "公开频次",
        "更新周期",
        "更新时限",
        "公开周期",
        "周期",
    ),
    "subject": (
        "公开主体",
        "主体",
        "责任主体",
        "公开责任主体",
        "责任单位",
        "责任部门",
        "公开单位",
        "公开部门",
        "责任处室",
    ),
    "channels": (
        "公开渠道和载体",
        "公开渠道及载体",
        "公开渠道载体",
        "公开渠道",
        "公开载体",
        "渠道和载体",
        "渠道",
        "载体",
        "公开平台",
        "公开途径",
    ),
    "audience": ("公开对象", "对象", "公开范围"),
    "audience_all": ("全社会", "社会公众", "公开对象全社会", "面向社会", "面向全社会"),
    "audience_some": ("特定群众", "特定群体", "特定对象", "特定人群", "公开对象特定群众", "特定公众"),
    "method": ("公开方式", "方式", "公开属性", "公开类型"),
    "method_active": ("主动", "主动公开", "公开方式主动"),
    "method_request": ("依申请公开", "依申请", "申请公开", "公开方式依申请公开"),
    "level": ("公开层级", "层级", "公开级别", "公开层次"),
    "level_county": ("县级", "区级", "县区级", "县(区)级", "县(市区)级", "市级", "区县级", "区(县)级"),
    "level_township": (
        "乡级",
        "镇级",
        "乡镇级",
        "乡(镇)级",
        "街道级",
        "镇街级",
        "乡镇街道级",
        "镇(街道)级",
        "乡镇(街道)",
        "乡镇",
    ),
    "level_village": ("村级", "村(社区)级", "社区级", "村居级", "村社区级", "村(居)级"),
    "level_township_village": ("乡村级", "乡、村级", "乡镇村级", "乡镇、村级", "镇村级", "镇、村级"),
    "url": (
        "链接",
        "网址",
        "公开网址",
        "公开链接",
        "链接地址",
        "网站链接",
        "公开地址",
        "栏目链接",
        "信息链接",
    ),
    "remark": ("备注", "说明", "附注"),
    "requirements": ("公开要求", "要求"),
}
DEPTH = 3
SEARCHED = 40
LEAST = 4
ESSENTIAL = {"item_1", "item_2", "content"}
# “主体”“内容”“一级”这样的短词也常在内容里出现：只凭它们不算表头。
WEAK = {
    "一级",
    "二级",
    "三级",
    "主体",
    "内容",
    "依据",
    "对象",
    "方式",
    "要求",
    "事项",
    "说明",
    "主动",
    "乡镇",
    "渠道",
    "载体",
}


def tidy(text: object) -> str:
    """表头的比对形式：半角、无空白、无括注里的“要素”、无标点。"""
    name = cleaning.key(shown(text)[:60]) if not isinstance(text, str) else cleaning.key(text[:60])
    return (
        name.replace("、", "")
        .replace("/", "")
        .replace("(", "")
        .replace(")", "")
        .replace(",", "")
        .replace("：", "")
    )


KEYS = {tidy(name): key for key, names in NAMES.items() for name in names}
LABELS = {key: names[0] for key, names in NAMES.items()}


@lru_cache(4096)
def key_of(text: str) -> str:
    """一个表头词认作哪个内容项；认不出为空。"""
    return KEYS.get(tidy(text), "")


@dataclass(frozen=True)
class Heading:
    """一列的表头：`index` 列序，`levels` 从上到下的文字，`key` 认作的内容项。"""

    index: int
    levels: tuple[str, ...]
    key: str

    @property
    def text(self) -> str:
        return "/".join(self.levels)


@dataclass(frozen=True)
class Header:
    """一段表头：占哪几行，各列是什么。"""

    rows: tuple[int, ...]
    columns: tuple[Heading, ...]

    @property
    def keys(self) -> set[str]:
        return {column.key for column in self.columns if column.key}

    @property
    def score(self) -> int:
        """认出的越多越像；有字而认不出的列要扣。"""
        known = [column for column in self.columns if column.key]
        strong = sum(tidy(column.levels[-1]) not in WEAK for column in known)
        return 2 * len(self.keys) + strong - sum(not column.key for column in self.columns)

    @property
    def is_convincing(self) -> bool:
        strong = {column.key for column in self.columns if column.key and tidy(column.levels[-1]) not in WEAK}
        return len(self.keys) >= LEAST and bool(self.keys & ESSENTIAL) and len(strong) >= 2


def find(rows: Sequence[tuple[int, list]], start: int = 0) -> tuple[int, Header] | None:
    """从第 `start` 个非空行起，头 `SEARCHED` 行里最像表头的一段：（在 `rows` 里的位置, 表头）。"""
    best: tuple[int, Header] | None = None
    for place in range(start, min(start + SEARCHED, len(rows))):
        header = at(rows, place)
        if header and (best is None or header.score > best[1].score):
            best = (place, header)
        if best and place - best[0] > DEPTH:
            break
    return best


def at(rows: Sequence[tuple[int, list]], place: int) -> Header | None:
    """从这一行开始的表头；不像则为 None。"""
    if len({key for value in rows[place][1] if isinstance(value, str) and (key := key_of(value))}) < 2:
        return None  # 表头的第一行自己就该认得出两栏；大标题、领域标题不是表头
    found = [
        _header(rows[place : place + depth]) for depth in range(1, DEPTH + 1) if place + depth <= len(rows)
    ]
    convincing = [header for header in found if header.is_convincing]
    return max(convincing, key=lambda header: (header.score, -len(header.rows)), default=None)


def _header(rows: Sequence[tuple[int, list]]) -> Header:
    width = max(len(row) for _, row in rows)
    columns = []
    for index in range(width):
        levels: list[str] = []
        for _, row in rows:
            text = cleaning.line(shown(row[index])) if index < len(row) else ""
            if text and (not levels or tidy(text) != tidy(levels[-1])):
                levels.append(text)
        if levels:
            columns.append(Heading(index, tuple(levels), _key(levels)))
    return Header(tuple(number for number, _ in rows), tuple(columns))


def _key(levels: list[str]) -> str:
    """末级认得就用末级，否则连起来认。"""
    return key_of(levels[-1]) or key_of("".join(levels[-2:])) or key_of("".join(levels))


def suggestions(text: str) -> tuple[str, ...]:
    """最像的几个标准栏名。"""
    near = difflib.get_close_matches(tidy(text), list(KEYS), n=3, cutoff=0.5)
    return tuple(dict.fromkeys(LABELS[KEYS[name]] for name in near))
