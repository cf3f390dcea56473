"""政策咨询的状态机。"""

from portal.core.workflow import Move, Workflow
from tasks.registers.interpretation import permissions as rules
from tasks.registers.interpretation.models import Question

Q = Question.Status
QUESTION = Workflow(
    Question,
    Move(
        "transfer",
        "转办",
        (Q.ASKED, Q.RETURNED),
        Q.TRANSFERRED,
        rules.check_can_transfer,
        stamp="transferred",
    ),
    Move(
        "answer",
        "答复",
        (Q.ASKED, Q.TRANSFERRED, Q.RETURNED),
        Q.ANSWERED,
        rules.check_can_answer,
        stamp="answered",
    ),
    Move(
        "refuse",
        "退回咨询台",
        (Q.TRANSFERRED,),
        Q.RETURNED,
        rules.check_can_refuse,
        stamp="returned",
        reason=True,
    ),
    Move("confirm", "确认办结", (Q.ANSWERED,), Q.CONFIRMED, rules.check_can_confirm, stamp="confirmed"),
    Move(
        "return",
        "退回重答",
        (Q.ANSWERED,),
        Q.RETURNED,
        rules.check_can_confirm,
        stamp="returned",
        reason=True,
    ),
    follow=("organisation", "transferred_to"),
)
