import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Period:
    """一段日子，两端都含；只知道截止日的，`start_on` 为空。"""

    start_on: dt.date | None
    end_on: dt.date


@dataclass(frozen=True)
class Phase:
    """方案里的一个阶段；没有写日期的，`period` 为空。"""

    name: str
    clause: str
    period: Period | None = None


@dataclass(frozen=True)
class Proposal:
    """从方案中读出的一件事，供人确认或改正。

    `area` 是八个方面之一的名称，不属于哪个方面的为空；`clause` 形如“三、（二）3.”；
    `recurrence` 是 once、monthly、quarterly、standing（长期）之一，后三种没有单一的截止日。
    """

    area: str
    phase: str
    clause: str
    text: str
    due_on: dt.date | None = None
    recurrence: str = "once"
    lead: str = ""
    supporting: str = ""
    deliverable: str = ""

    @property
    def responsible(self) -> str:
        """责任单位，牵头的在前。"""
        return "、".join(part for part in (self.lead, self.supporting) if part)


@dataclass(frozen=True)
class Plan:
    """一份方案：标题、年度（写不明的为空）、阶段与各件事。"""

    title: str
    year: int | None
    phases: list[Phase] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
