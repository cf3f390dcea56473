"""考核的状态机：方案、领域考核、问题整改、综合评估报告。"""

from assessments import permissions as rules
from assessments.models import Issue, Report, Round, Scheme
from portal.core.workflow import Move, Workflow

SCHEME = Workflow(
    Scheme,
    Move(
        "issue",
        "下发方案",
        (Scheme.Status.DRAFT,),
        Scheme.Status.ISSUED,
        rules.check_can_issue_scheme,
        stamp="issued",
        danger=True,
        consequence="下发后方案冻结，各县区据此接受考核。",
    ),
)

R = Round.Status
ROUND = Workflow(
    Round,
    Move(
        "complete",
        "提交部门审核",
        (R.SCORING, R.RETURNED),
        R.AWAITING_HEAD,
        rules.check_can_complete,
        stamp="completed",
    ),
    Move("take_back", "撤回继续评分", (R.AWAITING_HEAD,), R.SCORING, rules.check_can_take_back),
    Move("approve", "审核通过", (R.AWAITING_HEAD,), R.APPROVED, rules.check_can_approve, stamp="approved"),
    Move(
        "send_back",
        "退回评分人",
        (R.AWAITING_HEAD, R.APPROVED),
        R.RETURNED,
        rules.check_can_send_back,
        stamp="returned",
        reason=True,
    ),
    Move(
        "submit",
        "报送市政务公开办",
        (R.APPROVED,),
        R.SUBMITTED,
        rules.check_can_submit,
        stamp="submitted",
        danger=True,
        consequence="报送后不能再改分；逾期的照收并注明逾期。",
    ),
    Move("accept", "接收", (R.SUBMITTED,), R.ACCEPTED, rules.check_can_accept, stamp="accepted"),
    Move(
        "return",
        "退回部门",
        (R.SUBMITTED, R.ACCEPTED),
        R.RETURNED,
        rules.check_can_accept,
        stamp="returned",
        reason=True,
    ),
    follow=("scheme__field", "scheme__department", "scheme__campaign__city"),
)

I = Issue.Status  # noqa: E741 与模型同名的首字母，本模块内只此一处
OPEN = (I.ISSUED, I.RECTIFYING, I.RETURNED)
ISSUE = Workflow(
    Issue,
    Move("issue", "下发", (I.PENDING,), I.ISSUED, rules.check_can_issue_issue, stamp="issued"),
    Move("receive", "签收", (I.ISSUED,), I.RECTIFYING, rules.check_can_receive_issue, stamp="received"),
    Move(
        "answer",
        "反馈整改",
        (I.RECTIFYING, I.RETURNED),
        I.ANSWERED,
        rules.check_can_answer_issue,
        stamp="answered",
    ),
    Move("close", "复核销号", (I.ANSWERED,), I.CLOSED, rules.check_can_recheck, stamp="closed"),
    Move("return", "退回重改", (I.ANSWERED,), I.RETURNED, rules.check_can_recheck, reason=True),
    Move(
        "escalate",
        "本级无法整改，报上级",
        (I.RECTIFYING, I.RETURNED),
        I.ESCALATED,
        rules.check_can_answer_issue,
        reason=True,
    ),
    Move("resume", "恢复整改", (I.ESCALATED,), I.RECTIFYING, rules.check_can_recheck),
    Move(
        "dismiss",
        "不予认定",
        (I.PENDING, *OPEN, I.ANSWERED, I.ESCALATED),
        I.DISMISSED,
        rules.check_can_recheck,
        reason=True,
        danger=True,
        consequence="问题不再要求整改；扣分不会自动恢复，需要时请退回重评。",
    ),
    follow=("scorecard__county", "scorecard__round__scheme__department"),
)

P = Report.Status
REPORT = Workflow(
    Report,
    Move(
        "submit",
        "送审",
        (P.DRAFT, P.RETURNED),
        P.AWAITING_REVIEW,
        rules.check_can_submit_report,
        stamp="submitted",
    ),
    Move(
        "return", "退回修改", (P.AWAITING_REVIEW,), P.RETURNED, rules.check_can_finalise_report, reason=True
    ),
    Move(
        "finalise",
        "定稿",
        (P.AWAITING_REVIEW,),
        P.FINAL,
        rules.check_can_finalise_report,
        stamp="finalised",
        danger=True,
        consequence="定稿后数字与文字都不再改动，每个年度只有一份定稿。",
    ),
)
