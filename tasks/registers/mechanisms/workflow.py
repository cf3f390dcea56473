"""工作机制的状态机；替代随新的一份施行而来，不单独办理。"""

from portal.core.workflow import Move, Workflow
from tasks.registers.mechanisms import permissions as rules
from tasks.registers.mechanisms.models import Mechanism

S = Mechanism.Status
MECHANISM = Workflow(
    Mechanism,
    Move(
        "submit",
        "提交审核",
        (S.DRAFT, S.RETURNED),
        S.SUBMITTED,
        rules.check_can_submit,
        stamp="submitted",
    ),
    Move("withdraw", "撤回修改", (S.SUBMITTED,), S.DRAFT, rules.check_can_withdraw),
    Move(
        "approve",
        "审核施行",
        (S.SUBMITTED,),
        S.IN_FORCE,
        rules.check_can_approve,
        stamp="approved",
        danger=True,
        consequence="自施行日期起生效；同一项机制现行的一份随之被替代。",
    ),
    Move(
        "return",
        "退回修改",
        (S.SUBMITTED,),
        S.RETURNED,
        rules.check_can_return,
        stamp="returned",
        reason=True,
    ),
    Move("replace", "被替代", (S.IN_FORCE,), S.REPLACED, rules.check_can_be_replaced, stamp="ended"),
    Move(
        "repeal",
        "废止",
        (S.IN_FORCE,),
        S.REPEALED,
        rules.check_can_repeal,
        stamp="ended",
        reason=True,
        danger=True,
        consequence="自今天起不再施行；没有新的替代，这一项机制就空着。",
    ),
    follow=("county",),
)
