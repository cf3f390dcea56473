"""村务中的状态机。"""

from portal.core.workflow import Move, Workflow
from village import permissions as rules
from village.models import PaymentBatch

B = PaymentBatch.Status
BATCH = Workflow(
    PaymentBatch,
    Move(
        "confirm",
        "复核入账",
        (B.WAITING,),
        B.CONFIRMED,
        rules.check_can_confirm,
        stamp="confirmed",
        danger=True,
        consequence="这一批各户的金额将用于公示与公开，此后不能修改，要改另立更正批次。",
    ),
    Move("return", "退回", (B.WAITING,), B.RETURNED, rules.check_can_return, stamp="returned", reason=True),
)
