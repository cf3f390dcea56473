"""期限与闸门：某单位在某期限、某项承办上此刻能否办理，延期单一并计入。各处写入都问这里。"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from portal.core import clock
from portal.core.gate import Verdict, Window, gate, timeliness
from portal.core.rules import Denied
from tasks.models import Assignment, Campaign, Deadline, Extension

HELPER = "市政务公开办"
FOREVER = dt.date(9998, 12, 31)
Extended = Mapping[tuple[int, int], dt.date]


@dataclass(frozen=True)
class Term:
    """一件事的起止：`due_on` 是原定截止日，没有的不截止；`extended_on` 是批准延至的日期。"""

    name: str
    opens_on: dt.date
    due_on: dt.date | None
    policy: str
    extended_on: dt.date | None = None
    helper: str = HELPER

    @property
    def last_day(self) -> dt.date | None:
        """实际的最后一天。"""
        return max(self.due_on, self.extended_on or self.due_on) if self.due_on else None

    @property
    def window(self) -> Window:
        return Window(
            opens_at=clock.day_start(self.opens_on),
            closes_at=clock.day_end(self.due_on or FOREVER),
            extended_to=clock.day_end(self.extended_on) if self.extended_on else None,
            policy=self.policy,
            name=self.name,
            helper=self.helper,
        )

    def verdict(self, act: str, at: dt.datetime) -> Verdict:
        """此刻做 `act` 是否允许；不允许时 `reason` 说明，`helper` 是可以求助的人。"""
        return gate(self.window, act, at)

    def check(self, act: str, at: dt.datetime) -> Verdict:
        """此刻可以做 `act`；不可以的抛 `Denied`，说明原因与找谁延期。"""
        verdict = self.verdict(act, at)
        if verdict.allowed:
            return verdict
        if at < self.window.opens_at:
            raise Denied(verdict.reason)
        raise Denied(f"{verdict.reason}需要延期的，可向{verdict.helper}申请延期。")

    def timeliness(self, done_at: dt.datetime | None) -> str:
        """完成得怎样：按时、延期内、逾期；未完成为空。"""
        return timeliness(self.window, done_at) if done_at else ""


def term(deadline: Deadline, organisation) -> Term:
    """单个机构的期限（一次查询）。"""
    return terms(deadline, [organisation])[organisation.pk]


def terms(deadline: Deadline, organisations) -> dict[int, Term]:
    """多个机构的期限，一次查询：{机构编号: Term}。"""
    pks = [organisation.pk for organisation in organisations]
    granted = _latest(Extension.objects.filter(deadline=deadline, organisation_id__in=pks))
    return {pk: term_of(deadline, pk, granted) for pk in pks}


def extended(campaign: Campaign) -> Extended:
    """这个行动各期限批准延至的日期，一次查询：{（期限编号, 机构编号）: 日期}。"""
    return _latest(Extension.objects.filter(deadline__campaign=campaign))


def _latest(rows) -> Extended:
    found: dict[tuple[int, int], dt.date] = {}
    for deadline, place, day in rows.granted().values_list("deadline_id", "organisation_id", "new_due_on"):
        found[deadline, place] = max(day, found.get((deadline, place), day))
    return found


def term_of(deadline: Deadline, organisation: int, granted: Extended) -> Term:
    """编号为 `organisation` 的机构的期限；`granted` 是已经取来的各延期。"""
    d = deadline
    return Term(d.name, d.opens_on, d.due_on, d.policy, granted.get((d.pk, organisation)))


def assignment_terms(assignments) -> dict[int, Term]:
    """多项承办的起止，一次查询：{承办编号: Term}。"""
    granted = Extension.objects.granted().filter(assignment__in=[a.pk for a in assignments])
    extended: dict[int, dt.date] = {}
    for pk, day in granted.values_list("assignment_id", "new_due_on"):
        extended[pk] = max(day, extended.get(pk, day))
    return {a.pk: _term_of(a, extended.get(a.pk)) for a in assignments}


def assignment_term(assignment: Assignment) -> Term:
    """单项承办的起止（一次查询）。"""
    return assignment_terms([assignment])[assignment.pk]


def _term_of(assignment: Assignment, extended_on: dt.date | None) -> Term:
    return Term(
        name=f"任务 {assignment.task.number}{assignment.period_label}",
        opens_on=assignment.opens_on,
        due_on=assignment.due_on,
        policy=assignment.task.policy,
        extended_on=extended_on,
        helper=str(assignment.issuer),
    )
