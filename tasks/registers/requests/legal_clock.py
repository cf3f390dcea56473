"""依申请公开的法定期限（国务院令第711号第三十至三十四条）：日期进，日期出，逐段说明。不认识 Django。

期限按工作日计，收到（或补正到达）的当天不算。征求第三方或其他机关意见的、依法中止的日子不算；补正到达之后从头算；
延长一次，至多二十个工作日。不知道放假安排的年份按周末推算，并如实标明。
"""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from portal.core import workdays

ONE = dt.timedelta(days=1)
FAR = dt.date(2199, 12, 31)


class Refused(Exception):
    """这一步在这一天不能办；文字是给人看的原因。"""


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


STATE_WORDS = {
    State.RUNNING: "正在计时",
    State.CORRECTING: "等待补正",
    State.CONSULTING: "正在征求意见",
    State.SUSPENDED: "已经中止",
    State.ENDED: "已经办结",
}
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
BEFORE = {
    Kind.ASK: State.RUNNING,
    Kind.CORRECTED: State.CORRECTING,
    Kind.LAPSE: State.CORRECTING,
    Kind.CONSULT: State.RUNNING,
    Kind.OPINION: State.CONSULTING,
    Kind.EXTEND: State.RUNNING,
    Kind.SUSPEND: State.RUNNING,
    Kind.RESUME: State.SUSPENDED,
    Kind.ANSWER: State.RUNNING,
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
class Line:
    """说明的一行：自 `first` 至 `last`（含），计入 `counted` 个工作日；`left` 是此后还剩的工作日。"""

    first: dt.date
    last: dt.date
    what: str
    counted: int
    left: int | None
    is_step: bool = False


@dataclass(frozen=True)
class Reading:
    """读出的期限。`due_on` 不含延长，`extended_on` 含；计时停着而不知何时恢复的为 None。

    `waits_until` 是补正或征求意见的最后一天；`left` 是到所问那天还剩的工作日，负数为已超过。
    """

    state: State
    due_on: dt.date | None
    extended_on: dt.date | None
    waits_until: dt.date | None
    left: int | None
    estimated: bool
    lines: tuple[Line, ...]

    @property
    def last_day(self) -> dt.date | None:
        return self.extended_on or self.due_on


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


def check(case: Case, step: Step, *, today: dt.date) -> None:
    """这一步能不能办；不能则抛 `Refused`，说明为什么、该怎么办。"""
    label = LABELS[step.kind]
    if case.state == State.ENDED:
        raise Refused(f"这件申请已于 {case.last_on} 答复或终止，不能再登记“{label}”。")
    if case.state != BEFORE[step.kind]:
        raise Refused(f"这件申请{STATE_WORDS[case.state]}，不能登记“{label}”。{_remedy(case.state)}")
    if step.on > today:
        raise Refused(f"日期 {step.on} 还没有到，请填写实际办理的日期。")
    if step.on < case.last_on:
        raise Refused(f"日期 {step.on} 早于上一步的 {case.last_on}，请核对。")
    if rule := RULES.get(step.kind):
        rule(case, step)


def _remedy(state: State) -> str:
    return {
        State.CORRECTING: "请先登记“收到补正”。",
        State.CONSULTING: "请先登记“征求意见结束”。",
        State.SUSPENDED: "请先登记“恢复计算期限”。",
    }.get(state, "")


def _check_ask(case: Case, step: Step) -> None:
    if case.find(Kind.ASK):
        raise Refused(
            "补正须一次性告知，已经告知过一次，不能再要求补正；仍不明确的，按“补正后申请内容仍不明确”答复。"
        )
    if case.steps:
        raise Refused("已经开始办理（征求意见、延长或中止），不能再要求补正。")
    if step.on > case.ask_by:
        raise Refused(
            f"补正须在收到申请起 {case.terms.ask} 个工作日内告知，最迟 {case.ask_by}；{step.on} 已经超过，请按现有内容答复。"
        )
    _check_days(step, case.terms.correction, "补正期限")


def _check_lapse(case: Case, step: Step) -> None:
    if step.on <= case.correct_by:
        raise Refused(f"补正期限到 {case.correct_by}（含），{step.on} 还不能认定逾期不补正。")


def _check_extend(case: Case, step: Step) -> None:
    if case.find(Kind.EXTEND):
        raise Refused("答复期限只能延长一次，已经延长过。")
    _check_days(step, case.terms.extension, "延长")
    _check_within(case, step)


def _check_within(case: Case, step: Step) -> None:
    last = case.extended_on or case.due_on
    if step.on > last:
        raise Refused(f"答复期限已于 {last} 届满，{step.on} 不能再登记“{LABELS[step.kind]}”；请尽快答复。")


def _check_days(step: Step, most: int, name: str) -> None:
    if not 1 <= step.days <= most:
        raise Refused(f"{name}应为 1 至 {most} 个工作日，现为 {step.days}。")


RULES = {
    Kind.ASK: _check_ask,
    Kind.LAPSE: _check_lapse,
    Kind.EXTEND: _check_extend,
    Kind.CONSULT: _check_within,
    Kind.SUSPEND: _check_within,
}


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


def read(case: Case, *, today: dt.date) -> Reading:
    """到 `today` 为止的期限与逐段说明；办结了的说到办结那天。"""
    ended = case.state == State.ENDED
    upto = case.last_on if ended else today
    found = limits(case)
    last = found.extended_on or found.due_on
    shown_to = max(upto, last) if last and not ended else upto
    return Reading(
        state=case.state,
        due_on=found.due_on,
        extended_on=found.extended_on,
        waits_until=found.waits_until,
        left=_allowance(case) - case.counted(upto) if last or case.state == State.SUSPENDED else None,
        estimated=any(
            case.day(case.received_on + ONE * n).estimated
            for n in range((shown_to - case.received_on).days + 1)
        ),
        lines=tuple(_lines(case, shown_to)),
    )


def _waits_until(case: Case) -> dt.date | None:
    if case.state == State.CORRECTING:
        return case.correct_by
    if case.state == State.CONSULTING:
        return case.add(case.last_on, case.terms.consult)
    return None


def _allowance(case: Case) -> int:
    extended = case.find(Kind.EXTEND)
    return case.terms.answer + (extended.days if extended else 0)


def _lines(case: Case, upto: dt.date):
    """收到、各步、以及其间一段一段的日子，依日期。"""
    yield Line(case.received_on, case.received_on, "收到申请，次日起算", 0, case.terms.answer, is_step=True)
    left, steps = case.terms.answer, list(case.steps)
    run: list[tuple[dt.date, str, bool]] = []
    day = case.received_on
    while True:
        while steps and steps[0].on <= day:
            step = steps.pop(0)
            yield from _run(run, left)
            run = []
            left = _after(case, step, left)
            yield Line(step.on, step.on, _said(case, step), 0, left, is_step=True)
        if day >= upto:
            break
        day += ONE
        why, counts = _why(case, day)
        if run and run[-1][1] != why:
            yield from _run(run, left)
            run = []
        run.append((day, why, counts))
        left -= counts
    yield from _run(run, left)


def _after(case: Case, step: Step, left: int) -> int:
    if step.kind == Kind.CORRECTED:
        return case.terms.answer
    return left + step.days if step.kind == Kind.EXTEND else left


def _said(case: Case, step: Step) -> str:
    label = LABELS[step.kind]
    if step.kind == Kind.ASK:
        return f"{label}，限 {step.days} 个工作日，到 {case.correct_by}；等待期间不计"
    if step.kind == Kind.CORRECTED:
        return f"{label}，次日起重新计算"
    if step.kind == Kind.CONSULT:
        return f"{label}，至多 {case.terms.consult} 个工作日不计，到 {case.add(step.on, case.terms.consult)}"
    if step.kind == Kind.EXTEND:
        return f"{label} {step.days} 个工作日"
    return label


def _why(case: Case, day: dt.date) -> tuple[str, bool]:
    """（这一天叫什么, 是否计入）。"""
    found, pause = case.day(day), case.pause_on(day)
    if not found.is_workday:
        name = f"{found.name}放假" if found.name else "周末"
        return name + ("（按周末推算）" if found.estimated else ""), False
    if pause:
        return f"{pause}，不计", False
    if found.estimated:
        return "工作日（按周末推算）", True
    return found.name if found.name else "工作日", True


def _run(run: list[tuple[dt.date, str, bool]], left: int):
    """连着的同样的日子合成一行；`left` 是这一段之后剩的。"""
    if run:
        counted = sum(counts for _, _, counts in run)
        yield Line(run[0][0], run[-1][0], run[0][1], counted, left)
