"""一件申请的计时：收到的日子、各步与由此推出的各个日子。"""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from portal.core import workdays

ONE = dt.timedelta(days=1)
FAR = dt.date(2199, 12, 31)


class Kind(StrEnum):
    """一步是什么。"""

    ASK = "ask"
    CORRECTED = "corrected"
    LAPSE = "lapse"
    CONSULT = "consult"
    OPINION = "opinion"
    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    ANSWER = "answer"


LABELS = {
    Kind.ASK: "告知补正",
    Kind.CORRECTED: "收到补正",
    Kind.LAPSE: "逾期不补正，不再处理",
    Kind.CONSULT: "征求意见",
    Kind.OPINION: "征求意见结束",
    Kind.EXTEND: "延长期限",
    Kind.SUSPEND: "中止计算期限",
    Kind.RESUME: "恢复计算期限",
    Kind.ANSWER: "答复",
}


class State(StrEnum):
    """计时处在哪里。"""

    RUNNING = "running"
    CORRECTING = "correcting"
    CONSULTING = "consulting"
    SUSPENDED = "suspended"
    ENDED = "ended"


AFTER = {
    Kind.ASK: State.CORRECTING,
    Kind.CORRECTED: State.RUNNING,
    Kind.LAPSE: State.ENDED,
    Kind.CONSULT: State.CONSULTING,
    Kind.OPINION: State.RUNNING,
    Kind.EXTEND: State.RUNNING,
    Kind.SUSPEND: State.SUSPENDED,
    Kind.RESUME: State.RUNNING,
    Kind.ANSWER: State.ENDED,
}


@dataclass(frozen=True)
class Terms:
    """各个期限，单位都是工作日。补正的合理期限由本站配置，其余是条例的规定。"""

    answer: int = 20
    ask: int = 7
    correction: int = 15
    consult: int = 15
    extension: int = 20


@dataclass(frozen=True)
class Step:
    """一步：何时、是什么；`days` 是补正期限或延长的工作日数。"""

    kind: Kind
    on: dt.date
    days: int = 0


@dataclass(frozen=True)
class Case:
    """一件申请：收到的日期与依次的各步。"""

    received_on: dt.date
    steps: tuple[Step, ...] = ()
    terms: Terms = Terms()
    overrides: workdays.Overrides | None = None

    @property
    def state(self) -> State:
        return AFTER[self.steps[-1].kind] if self.steps else State.RUNNING

    @property
    def last_on(self) -> dt.date:
        return self.steps[-1].on if self.steps else self.received_on

    def find(self, kind: Kind) -> Step | None:
        """最近的一次。"""
        return next((step for step in reversed(self.steps) if step.kind == kind), None)

    def add(self, day: dt.date, count: int) -> dt.date:
        return workdays.add_workdays(day, count, self.overrides)

    def day(self, day: dt.date) -> workdays.Day:
        return workdays.describe(day, self.overrides)

    @property
    def ask_by(self) -> dt.date:
        """一次性告知补正的最后一天。"""
        return self.add(self.received_on, self.terms.ask)

    @property
    def correct_by(self) -> dt.date | None:
        """申请人补正的最后一天。"""
        asked = self.find(Kind.ASK)
        return self.add(asked.on, asked.days) if asked else None

    @property
    def started_on(self) -> dt.date:
        """从哪一天的次日起算：收到申请，或收到补正。"""
        corrected = self.find(Kind.CORRECTED)
        return corrected.on if corrected else self.received_on

    @cached_property
    def pauses(self) -> tuple[tuple[dt.date, dt.date, str], ...]:
        """不算的各段（起日之后，止日含）：等待补正、征求意见（至多十五个工作日）、中止；没有完的止于 `FAR`。"""
        found = []
        for place, step in enumerate(self.steps):
            ended = self.steps[place + 1].on if place + 1 < len(self.steps) else FAR
            if step.kind == Kind.ASK:
                found.append((step.on, ended, "等待补正"))
            elif step.kind == Kind.CONSULT:
                found.append((step.on, min(ended, self.add(step.on, self.terms.consult)), "征求意见"))
            elif step.kind == Kind.SUSPEND:
                found.append((step.on, ended, "中止"))
        return tuple(found)

    def pause_on(self, day: dt.date) -> str:
        """这一天因为什么不算；照算的为空。"""
        return next((why for start, end, why in self.pauses if start < day <= end), "")

    def nth(self, count: int) -> dt.date | None:
        """起算之后第 `count` 个计入的工作日；停着而不知何时恢复的为 None。"""
        if self.state == State.CORRECTING or self.state == State.SUSPENDED:
            return None
        day = self.started_on
        while count:
            day += ONE
            count -= self.day(day).is_workday and not self.pause_on(day)
        return day

    @property
    def due_on(self) -> dt.date | None:
        return self.nth(self.terms.answer)

    @property
    def extended_on(self) -> dt.date | None:
        extended = self.find(Kind.EXTEND)
        return self.nth(self.terms.answer + extended.days) if extended else None

    def counted(self, upto: dt.date) -> int:
        """起算之后到 `upto`（含）计入的工作日。"""
        days = range(1, (upto - self.started_on).days + 1)
        moments = (self.started_on + ONE * n for n in days)
        return sum(self.day(day).is_workday and not self.pause_on(day) for day in moments)

    def with_step(self, step: Step) -> "Case":
        return replace(self, steps=(*self.steps, step))


@dataclass(frozen=True)
class Limits:
    """要存下的三个日子：不含延长的、含延长的最后一天，与等补正或等意见的最后一天。"""

    due_on: dt.date | None
    extended_on: dt.date | None
    waits_until: dt.date | None


def limits(case: Case) -> Limits:
    """最后一天；等待补正而终止的，期限从来没有走完，也就没有。"""
    if case.steps and case.steps[-1].kind == Kind.LAPSE:
        return Limits(None, None, None)
    return Limits(case.due_on, case.extended_on, _waits_until(case))


def _waits_until(case: Case) -> dt.date | None:
    if case.state == State.CORRECTING:
        return case.correct_by
    if case.state == State.CONSULTING:
        return case.add(case.last_on, case.terms.consult)
    return None
