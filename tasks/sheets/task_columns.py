"""任务书的列，与实际工作簿里常见的写法：时限写成“6月底前”“每季度末”，方面带序号，单位写“各县区”“各乡镇”。"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal.core.sheets import cleaning, parsers
from portal.core.sheets.columns import Column, SheetSpec, WorkbookSpec, choice, text
from portal.core.sheets.problems import CellProblem
from tasks import template
from tasks.models import Deadline, Task
from tasks.plan import dates

KIND, LABEL, VERSION = "tasks", "任务书", "2"
AREAS = {area.name: area.name for area in template.AREAS}
RECURRENCES = {label: value for value, label in Task.Recurrence.choices}
POLICIES = {label: value for value, label in Deadline.Policy.choices}
NUMBERED = re.compile(r"^[（(]?(?:[一二三四五六七八]|[1-8])[）)、.．]*\s*")
SUFFIX = re.compile(r"(?:方面|工作|任务)$")
SEPARATOR = re.compile(r"[、，,；;/\n]+")
WORDS = ("前", "完成", "内")


@dataclass(frozen=True)
class Due(parsers.Day):
    """完成时限：日期，或“6月底前”“11月5日前”“年底前”“7月—10月”；“每月”“长期”这样的给出频次代号。"""

    year: int = 2000

    def __call__(self, raw):
        try:
            return super().__call__(raw)
        except CellProblem as problem:
            return self._from_words(raw, problem)

    def _from_words(self, raw, problem: CellProblem):
        words = cleaning.halfwidth(str(raw)).strip()
        found = dates.find(words, dates.Context(self.year)) if isinstance(raw, str) else []
        if found:
            return super().__call__(found[-1].period.end_on)
        if isinstance(raw, str) and (repeated := dates.recurrence(words)) != Task.Recurrence.ONCE:
            return repeated
        hint = f"请写年月日，如 {self.year}-06-30，或“6月底前”“年底前”"
        raise CellProblem(problem.message, hint) from None


@dataclass(frozen=True)
class Area(parsers.Choice):
    """八个方面之一，前面带序号、后面带“方面”的也认。"""

    def __call__(self, raw):
        words = SUFFIX.sub("", NUMBERED.sub("", cleaning.line(parsers.as_text(raw))))
        return AREAS[words] if words in AREAS else super().__call__(raw)


def workbook_spec(year: int, *, is_county: bool) -> WorkbookSpec:
    """某年的任务书；县区的多一列“落实的市级任务”。"""
    day = Due(dt.date(year - 1, 1, 1), dt.date(year + 1, 12, 31), year)
    parent = Column(
        "parent",
        "落实的市级任务",
        text(20, narrow=True),
        aliases=("上级任务", "市级任务编号"),
        width=10,
        help="市任务书里的编号；本县区自己增加的留空",
    )
    columns = (
        Column("number", "编号", text(20, narrow=True), required=True, aliases=("序号", "任务编号"), width=8),
        *((parent,) if is_county else ()),
        Column("area", "任务方面", Area(AREAS), aliases=("方面", "任务类别", "类别"), width=12),
        Column(
            "title",
            "任务",
            text(500, multiline=True),
            required=True,
            aliases=("工作任务", "任务内容", "主要任务", "工作内容"),
            width=48,
        ),
        Column("clause", "依据条款", text(60), aliases=("来源条款",), width=14),
        Column("deliverable", "成果", text(200), aliases=("成果形式", "工作成果"), width=24),
        Column("lead", "牵头单位", text(200), aliases=("责任单位", "牵头部门"), width=20),
        Column("supporting", "配合单位", text(300), aliases=("协办单位", "配合部门"), width=24),
        Column("opens_on", "开始时间", day, aliases=("启动时间",), width=12, help="不填则自行动开始"),
        Column(
            "due_on",
            "完成时限",
            day,
            aliases=("截止日期", "时限", "完成时间"),
            width=12,
            help="日期，也可写“6月底前”“年底前”；按期的填最后一期",
        ),
        Column("recurrence", "频次", choice(RECURRENCES), width=8, help="不填为一次"),
        Column("policy", "到期处理", choice(POLICIES), width=20, help="不填为可逾期办理，记为逾期"),
        Column(
            "organisations",
            "承办单位",
            text(2000),
            aliases=("承办县区", "落实单位"),
            width=30,
            help=f"单位简称，用顿号分开；{'、'.join(f'“{name}”' for name in whole_groups(is_county))}可代表全部；不交下级办的留空",
        ),
    )
    return WorkbookSpec(KIND, LABEL, VERSION, (SheetSpec("任务书", columns),))


def whole_groups(is_county: bool) -> tuple[str, ...]:
    return ("全部县直部门", "全部乡镇") if is_county else ("全部县区",)


@dataclass(frozen=True)
class Bodies:
    """可以承办的单位：名字与编码互换。`places` 按机构树顺序。"""

    places: Sequence
    is_county: bool

    def codes(self, named: str) -> tuple[tuple[str, ...], list[str]]:
        """写下的名字 → （编码, 认不出的名字）。"""
        known, groups, found, unknown = self._names(), self._groups(), set(), []
        for name in filter(None, (part.strip() for part in SEPARATOR.split(named))):
            word = re.sub(r"[（(][^）)]*[）)]", "", name)
            if word in groups:
                found |= groups[word]
            elif name in known:
                found.add(known[name])
            else:
                unknown.append(name)
        return tuple(sorted(found)), unknown

    def named(self, codes: Sequence[str]) -> str:
        """编码 → 写下的名字；一类都在的写作“全部……”。"""
        left, said = set(codes), []
        for name in whole_groups(self.is_county):
            group = self._groups()[name]
            if group and group <= left:
                said.append(name)
                left -= group
        return "、".join([*said, *(p.short_name for p in self.places if p.code in left)])

    def meant(self, name: str) -> str:
        """最像的单位的提示。"""
        near = parsers.guess(name, [place.short_name for place in self.places])
        listed = "、".join([*whole_groups(self.is_county), *(p.short_name for p in self.places[:10])])
        return f"{f'您是否指“{near}”？' if near else ''}可填：{listed}{'等' if len(self.places) > 10 else ''}"

    def _names(self) -> dict[str, str]:
        return {name: p.code for p in self.places for name in (p.code, p.name, p.short_name)}

    def _groups(self) -> dict[str, set[str]]:
        everyone = {place.code for place in self.places}
        if not self.is_county:
            return dict.fromkeys(("全部县区", "各县区", "各县市区", "各县", "全部", "各区县"), everyone)
        departments = {p.code for p in self.places if p.kind == p.Kind.COUNTY_DEPARTMENT}
        townships = everyone - departments
        return (
            dict.fromkeys(("全部县直部门", "各县直部门", "县直各部门", "各部门"), departments)
            | dict.fromkeys(("全部乡镇", "各乡镇", "各乡镇街道", "各镇街"), townships)
            | dict.fromkeys(("全部", "全部单位", "各乡镇各部门"), everyone)
        )
