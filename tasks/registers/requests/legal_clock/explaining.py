"""读出期限，并逐段说明每一天算不算、为什么。"""

import datetime as dt
from dataclasses import dataclass

from tasks.registers.requests.legal_clock.case import LABELS, ONE, Case, Kind, State, Step, limits


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
