"""这一步在这一天能不能办。"""

import datetime as dt

from tasks.registers.requests.legal_clock.case import LABELS, Case, Kind, State, Step

STATE_WORDS = {
    State.RUNNING: "正在计时",
    State.CORRECTING: "等待补正",
    State.CONSULTING: "正在征求意见",
    State.SUSPENDED: "已经中止",
    State.ENDED: "已经办结",
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


class Refused(Exception):
    """这一步在这一天不能办；文字是给人看的原因。"""


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
