"""一件申请的状态机。计时的规矩（先后、期限）在 `legal_clock`，这里只管谁能办、从哪里到哪里。"""

from portal.core.workflow import Move, Workflow
from tasks.registers.requests import permissions as rules
from tasks.registers.requests.models import DisclosureRequest

S = DisclosureRequest.Status
REQUEST = Workflow(
    DisclosureRequest,
    Move("ask", "告知补正", (S.PROCESSING,), S.CORRECTING, rules.check_can_work),
    Move("correct", "收到补正", (S.CORRECTING,), S.PROCESSING, rules.check_can_work),
    Move("lapse", "逾期不补正，不再处理", (S.CORRECTING,), S.CLOSED, rules.check_can_work, stamp="closed"),
    Move("consult", "征求意见", (S.PROCESSING,), S.CONSULTING, rules.check_can_work),
    Move("opinion", "征求意见结束", (S.CONSULTING,), S.PROCESSING, rules.check_can_work),
    Move("extend", "延长答复期限", (S.PROCESSING,), S.PROCESSING, rules.check_can_work),
    Move("suspend", "中止计算期限", (S.PROCESSING,), S.SUSPENDED, rules.check_can_work),
    Move("resume", "恢复计算期限", (S.SUSPENDED,), S.PROCESSING, rules.check_can_work),
    Move("draft", "拟定答复送审", (S.PROCESSING,), S.REVIEW, rules.check_can_work, stamp="drafted"),
    Move("return", "退回重拟", (S.REVIEW,), S.PROCESSING, rules.check_can_return, reason=True),
    Move("approve", "审核通过，作出答复", (S.REVIEW,), S.ANSWERED, rules.check_can_approve, stamp="answered"),
    Move("deliver", "登记送达", (S.ANSWERED,), S.DELIVERED, rules.check_can_work, stamp="delivered"),
    Move("close", "办结归档", (S.DELIVERED,), S.CLOSED, rules.check_can_work, stamp="closed"),
    follow=("body",),
)
