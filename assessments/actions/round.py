import datetime as dt

from django.db import transaction

from assessments import gates, measures, workflow
from assessments.actions.issue import issues_from_scores
from assessments.actions.issue_list import issue_pending
from assessments.models import Round
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from tasks import deadlines
from tasks.models import Deadline


@transaction.atomic
def complete_round(*, round_: Round, by, at: dt.datetime) -> Round:
    """评分人提交部门审核。还有没评的格就拒绝，说明缺在哪里。"""
    round_ = workflow.ROUND.lock(round_)
    gates.check_is_open(round_, "提交部门审核", at)
    missing = measures.missing_scores(round_)
    if missing:
        shown = "；".join(f"{county}缺 {count} 项" for county, count in missing[:4])
        raise Denied(
            f"还没有评完：{shown}{'等' if len(missing) > 4 else ''}。未评不等于零分，请补评或标明不适用。"
        )
    round_ = workflow.ROUND.move(round_, "complete", by=by, at=at)
    _tell(round_, "approve_scores", round_.scheme.department, "待部门审核", at=at)
    return round_


@transaction.atomic
def approve_round(*, round_: Round, by, at: dt.datetime) -> Round:
    """部门负责人审核通过：定下内容摘要，扣分成为问题并下发县区，县区从此看得到自己的成绩。"""
    gates.check_is_open(round_, "审核", at)
    round_ = workflow.ROUND.move(round_, "approve", by=by, at=at, content_hash=measures.content_hash(round_))
    issues = issues_from_scores(round_=round_, by=by, at=at)
    for county in {issue.scorecard.county for issue in issues}:
        count = sum(issue.scorecard.county == county for issue in issues)
        notifications.tell(
            organisations.people_with("draft", county),
            key=f"round:{round_.pk}:issues:{round_.approved_at.isoformat()}",
            kind=Message.Kind.TODO,
            title=f"“{round_.scheme.field}”考核列出 {count} 个问题，请签收整改",
            url="assessments:issues",
            at=at,
        )
    issue_pending(round_=round_, by=by, at=at)
    return round_


@transaction.atomic
def submit_round(*, round_: Round, by, at: dt.datetime) -> Round:
    """报送市政务公开办：过闸门，逾期照收并注明；审核之后内容有变动的要重审。"""
    round_ = workflow.ROUND.lock(round_)
    if round_.content_hash != measures.content_hash(round_):
        raise Denied("审核之后评分有变动，已变更，需重审：请负责人退回后重新审核。")
    deadline = round_.scheme.campaign.deadlines.get(code=Deadline.Code.SUBMISSION)
    verdict = deadlines.term(deadline, round_.scheme.department).verdict("报送考核成绩和问题清单", at)
    if not verdict.allowed:
        raise Denied(f"{verdict.reason}需要延期的，可向{verdict.helper}申请延期。")
    round_ = workflow.ROUND.move(round_, "submit", by=by, at=at, is_late=verdict.late)
    _tell(round_, "receive", round_.scheme.campaign.city, "已报送，待接收", at=at)
    return round_


@transaction.atomic
def move_round(*, round_: Round, move: str, by, at: dt.datetime, reason: str = "") -> Round:
    """撤回、退回、接收。"""
    round_ = workflow.ROUND.move(round_, move, by=by, at=at, reason=reason)
    if round_.status in (Round.Status.RETURNED, Round.Status.ACCEPTED):
        for perm in ("score", "approve_scores"):
            _tell(round_, perm, round_.scheme.department, round_.get_status_display(), at=at)
    return round_


def _tell(round_: Round, perm: str, organisation, state: str, *, at: dt.datetime) -> None:
    notifications.tell(
        organisations.people_with(perm, organisation),
        key=f"round:{round_.pk}:{round_.status}:{at.isoformat()}",
        kind=Message.Kind.TODO,
        title=f"“{round_.scheme.field}”考核{state}",
        url=round_.get_absolute_url(),
        at=at,
    )
