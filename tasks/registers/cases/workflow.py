"""经验做法的状态机；评审另有表单，不改状态。"""

from portal.core.workflow import Move, Workflow
from tasks.registers.cases import permissions as rules
from tasks.registers.cases.models import Case

S = Case.Status
CASE = Workflow(
    Case,
    Move("submit", "提交推荐", (S.DRAFT, S.RETURNED), S.SUBMITTED, rules.check_can_submit, stamp="submitted"),
    Move("endorse", "推荐到市", (S.SUBMITTED,), S.ENDORSED, rules.check_can_endorse, stamp="endorsed"),
    Move(
        "send_back",
        "退回填报人",
        (S.SUBMITTED,),
        S.RETURNED,
        rules.check_can_send_back,
        stamp="returned",
        reason=True,
    ),
    Move("confirm", "确认为典型", (S.ENDORSED,), S.CONFIRMED, rules.check_can_confirm, stamp="confirmed"),
    Move(
        "return",
        "退回推荐单位",
        (S.ENDORSED,),
        S.RETURNED,
        rules.check_can_return,
        stamp="returned",
        reason=True,
    ),
    Move(
        "withdraw",
        "撤回案例",
        (S.DRAFT, S.SUBMITTED, S.ENDORSED, S.RETURNED, S.CONFIRMED),
        S.WITHDRAWN,
        rules.check_can_withdraw,
        stamp="withdrawn",
        reason=True,
        danger=True,
        consequence="撤回后不再计入，也不能恢复；已公开的稿件另行撤回。",
    ),
    follow=("organisation", "campaign"),
)
