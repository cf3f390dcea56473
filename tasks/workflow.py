"""行动中的状态机。"""

from portal.core.workflow import Move, Workflow
from tasks import permissions as rules
from tasks import supervision_rules
from tasks.models import Assignment, Campaign, Extension, Filing, Supervision
from tasks.registers.annual.workflow import ANNUAL  # noqa: F401 登记在此，状态图与审计才认得
from tasks.registers.cases.workflow import CASE  # noqa: F401 登记在此，状态图与审计才认得
from tasks.registers.interpretation.workflow import QUESTION  # noqa: F401
from tasks.registers.mechanisms.workflow import MECHANISM  # noqa: F401 登记在此，状态图与审计才认得
from tasks.registers.organising.workflow import MEETING  # noqa: F401 登记在此，状态图与审计才认得
from tasks.registers.requests.workflow import REQUEST  # noqa: F401 登记在此，状态图与审计才认得

S = Filing.Status
FILING = Workflow(
    Filing,
    Move(
        "submit",
        "提交县区审核",
        (S.DRAFT, S.RETURNED),
        S.SUBMITTED,
        rules.check_can_submit,
        stamp="submitted",
    ),
    Move("withdraw", "撤回修改", (S.SUBMITTED,), S.DRAFT, rules.check_can_withdraw),
    Move("hand_in", "审核并报送", (S.SUBMITTED,), S.HANDED_IN, rules.check_can_hand_in, stamp="handed_in"),
    Move(
        "send_back",
        "退回填报人",
        (S.SUBMITTED,),
        S.RETURNED,
        rules.check_can_send_back,
        stamp="returned",
        reason=True,
    ),
    Move("receive", "受理", (S.HANDED_IN,), S.RECEIVED, rules.check_can_receive, stamp="received"),
    Move(
        "accept",
        "准予备案并公开",
        (S.RECEIVED,),
        S.ACCEPTED,
        rules.check_can_accept,
        stamp="accepted",
        danger=True,
        consequence="方案将立即在“监督保障 > 专项工作”公开，县区不能再修改。",
    ),
    Move(
        "return",
        "退回县区",
        (S.HANDED_IN, S.RECEIVED),
        S.RETURNED,
        rules.check_can_return,
        stamp="returned",
        reason=True,
    ),
)

E = Extension.Status
EXTENSION = Workflow(
    Extension,
    Move(
        "approve", "批准延期", (E.REQUESTED,), E.APPROVED, rules.check_can_decide_extension, stamp="decided"
    ),
    Move(
        "refuse",
        "不予批准",
        (E.REQUESTED,),
        E.REFUSED,
        rules.check_can_decide_extension,
        stamp="decided",
        reason=True,
    ),
    follow=("deadline__campaign__city", "assignment__task__campaign", "assignment__issuer", "organisation"),
)

C = Campaign.Status
CAMPAIGN = Workflow(
    Campaign,
    Move("start", "启动行动", (C.DRAFT,), C.RUNNING, rules.check_can_run, stamp="started"),
    Move(
        "close",
        "结束行动",
        (C.RUNNING,),
        C.CLOSED,
        rules.check_can_run,
        stamp="closed",
        danger=True,
        consequence="结束后不再接收填报，也不再提醒。",
    ),
)

A = Assignment.Status
ASSIGNMENT = Workflow(
    Assignment,
    Move("receive", "接收任务", (A.PENDING,), A.WORKING, rules.check_can_take, stamp="received"),
    Move(
        "submit",
        "提交完成情况",
        (A.WORKING, A.RETURNED),
        A.SUBMITTED,
        rules.check_can_finish,
        stamp="submitted",
    ),
    Move(
        "return",
        "退回",
        (A.SUBMITTED,),
        A.RETURNED,
        rules.check_can_judge,
        stamp="returned",
        reason=True,
    ),
    Move("accept", "确认完成", (A.SUBMITTED,), A.DONE, rules.check_can_judge, stamp="accepted"),
    follow=("task__campaign__city", "organisation", "issuer"),
)

U = Supervision.Status
SUPERVISION = Workflow(
    Supervision,
    Move(
        "issue",
        "下达",
        (U.DRAFT,),
        U.ISSUED,
        supervision_rules.check_can_issue,
        stamp="issued",
        danger=True,
        consequence="会编号并立即告诉被督办单位，之后内容不能再改。",
    ),
    Move("sign", "签收", (U.ISSUED,), U.SIGNED, supervision_rules.check_can_sign, stamp="signed"),
    Move(
        "answer",
        "答复",
        (U.SIGNED, U.RETURNED),
        U.ANSWERED,
        supervision_rules.check_can_answer,
        stamp="answered",
    ),
    Move(
        "return",
        "退回重办",
        (U.ANSWERED,),
        U.RETURNED,
        supervision_rules.check_can_recheck,
        stamp="returned",
        reason=True,
    ),
    Move("close", "复核销号", (U.ANSWERED,), U.CLOSED, supervision_rules.check_can_recheck, stamp="closed"),
    Move(
        "revoke",
        "撤回",
        (U.ISSUED, U.SIGNED),
        U.REVOKED,
        supervision_rules.check_can_revoke,
        stamp="revoked",
        reason=True,
        danger=True,
        consequence="被督办单位会看到原因；编号保留，不再使用。",
    ),
    follow=("campaign__city", "organisation"),
)
