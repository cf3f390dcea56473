"""期限与闸门：某机构在某期限上此刻能否办理，延期单一并计入。各处写入都问这里。"""

import datetime as dt
from dataclasses import dataclass

from portal.core import clock
from portal.core.gate import Verdict, Window, gate, timeliness
from tasks.models import Deadline, Extension

HELPER = "市政务公开办"


@dataclass(frozen=True)
class Term:
    """某机构在某期限上的起止：`due_on` 是原定截止日，`extended_on` 是批准延至的日期。"""

    deadline: Deadline
    due_on: dt.date
    extended_on: dt.date | None

    @property
    def last_day(self) -> dt.date:
        """实际的最后一天。"""
        return max(self.due_on, self.extended_on or self.due_on)

    @property
    def window(self) -> Window:
        return Window(
            opens_at=clock.day_start(self.deadline.opens_on),
            closes_at=clock.day_end(self.due_on),
            extended_to=clock.day_end(self.extended_on) if self.extended_on else None,
            policy=self.deadline.policy,
            name=self.deadline.name,
            helper=HELPER,
        )

    def verdict(self, act: str, at: dt.datetime) -> Verdict:
        """此刻做 `act` 是否允许；不允许时 `reason` 说明，`helper` 是可以求助的人。"""
        return gate(self.window, act, at)

    def timeliness(self, done_at: dt.datetime | None) -> str:
        """完成得怎样：按时、延期内、逾期；未完成为空。"""
        return timeliness(self.window, done_at) if done_at else ""


def term(deadline: Deadline, organisation) -> Term:
    """单个机构的期限（一次查询）。"""
    return terms(deadline, [organisation])[organisation.pk]


def terms(deadline: Deadline, organisations) -> dict[int, Term]:
    """多个机构的期限，一次查询：{机构编号: Term}。"""
    pks = [organisation.pk for organisation in organisations]
    granted = Extension.objects.granted().filter(deadline=deadline, organisation_id__in=pks)
    extended: dict[int, dt.date] = {}
    for pk, day in granted.values_list("organisation_id", "new_due_on"):
        extended[pk] = max(day, extended.get(pk, day))
    return {pk: Term(deadline, deadline.due_on, extended.get(pk)) for pk in pks}
