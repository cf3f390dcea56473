"""会议的状态机；召开与纪要各有自己的表单。"""

from portal.core.workflow import Move, Workflow
from tasks.registers.organising import permissions as rules
from tasks.registers.organising.models import Meeting

S = Meeting.Status
MEETING = Workflow(
    Meeting,
    Move("hold", "登记召开", (S.PLANNED,), S.HELD, rules.check_can_keep_meeting, stamp="held"),
    Move("minute", "存纪要", (S.HELD,), S.MINUTED, rules.check_can_keep_meeting, stamp="minuted"),
    Move(
        "cancel",
        "取消会议",
        (S.PLANNED,),
        S.CANCELLED,
        rules.check_can_keep_meeting,
        stamp="cancelled",
        reason=True,
    ),
    follow=("organisation", "campaign__city"),
)
