"""底数：看推进情况、算欠账时各处都要的那几样，一次请求（一件任务）里各只读一次。

最上面的一层做出来，一路传下去；用到哪样才读哪样，用完即弃，不跨请求留着。
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from portal.core import workdays
from portal.core.models.calendar import overrides
from portal.organisations.models import Organisation
from tasks import deadlines
from tasks.deadlines import Term
from tasks.models import Campaign, Deadline, Phase, TaskArea
from tasks.standing import Gauge, LightRule

T = TypeVar("T")


@dataclass(frozen=True)
class Ground:
    """看哪个行动、到哪一天；`area` 非空则只看这个方面。"""

    campaign: Campaign
    on: dt.date
    area: str = ""
    _known: dict = field(default_factory=dict, compare=False, repr=False)

    def once(self, read: Callable[..., T], *given) -> T:
        """`read(*given)`：同样的只读一次。`given` 要能作字典的键。"""
        key = (read, *given)
        if key not in self._known:
            self._known[key] = read(*given)
        return self._known[key]

    def knows(self, read: Callable, *given) -> bool:
        """`read(*given)` 已经读过。"""
        return (read, *given) in self._known

    @property
    def phases(self) -> tuple[Phase, ...]:
        return self.once(_phases, self.campaign)

    @property
    def deadlines(self) -> Mapping[str, Deadline]:
        """按 `Deadline.code`，先到期的在前。"""
        return self.once(_deadlines, self.campaign)

    @property
    def counties(self) -> tuple[Organisation, ...]:
        """参加的县区，机构树次序。"""
        return self.once(_counties, self.campaign)

    @property
    def areas(self) -> tuple[TaskArea, ...]:
        """要看的各方面。"""
        every = self.once(_areas, self.campaign)
        return tuple(one for one in every if self.area in ("", one.code))

    @property
    def calendar(self) -> dict:
        """工作日调整表。"""
        return self.once(overrides)

    @property
    def start(self) -> dt.date | None:
        """行动的第一天；没有阶段的为 None。"""
        return min((phase.start_on for phase in self.phases), default=None)

    def terms(self, deadline: Deadline, places: Iterable[Organisation]) -> dict[int, Term]:
        """这些机构的期限：{机构编号: Term}。"""
        granted = self.once(deadlines.extended, self.campaign)
        return {place.pk: deadlines.term_of(deadline, place.pk, granted) for place in places}

    def gauge(self, rule: LightRule) -> Gauge:
        """照一个方面的亮灯规则，从这一天看。"""
        return Gauge(self.on, self.workdays_on(self.on, rule.soon_workdays))

    def workdays_on(self, day: dt.date, number: int) -> dt.date:
        """`day` 之后（负数为之前）第 `number` 个工作日。"""
        return self.once(_workday, self, day, number)

    def workdays_left(self, end: dt.date) -> int:
        """这一天之后到 `end`（含）还有几个工作日。"""
        return workdays.workdays_between(self.on, end, self.calendar)


def _phases(campaign: Campaign) -> tuple[Phase, ...]:
    return tuple(campaign.phases.all())


def _deadlines(campaign: Campaign) -> dict[str, Deadline]:
    return {one.code: one for one in campaign.deadlines.all()}


def _counties(campaign: Campaign) -> tuple[Organisation, ...]:
    rows = campaign.participants.select_related("county").order_by("county__path")
    return tuple(row.county for row in rows)


def _areas(campaign: Campaign) -> tuple[TaskArea, ...]:
    return tuple(campaign.areas.select_related("rule"))


def _workday(ground: Ground, day: dt.date, number: int) -> dt.date:
    return workdays.add_workdays(day, number, ground.calendar)
