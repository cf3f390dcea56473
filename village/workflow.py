"""村务中的状态机。"""

from portal.core.workflow import Move, Workflow
from village import permissions as rules
from village import rules_board as board
from village.models import Material, Objection, PaymentBatch, Posting, Release

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

R = Release.Status
RELEASE = Workflow(
    Release,
    Move(
        "hand_in",
        "报送市政务公开办",
        (R.DRAFT,),
        R.HANDED_IN,
        rules.check_can_hand_in_release,
        stamp="handed_in",
    ),
    Move("check", "核对通过", (R.HANDED_IN,), R.CHECKED, rules.check_can_check_release, stamp="checked"),
    Move(
        "publish",
        "公开各村合计",
        (R.CHECKED,),
        R.PUBLISHED,
        rules.check_can_publish_release,
        stamp="published",
        danger=True,
        consequence="逐村公开到“村级补贴”栏目，各得一个索引号；同村同年以前公开的同日废止。",
    ),
    Move(
        "return",
        "退回县区",
        (R.DRAFT, R.HANDED_IN, R.CHECKED),
        R.RETURNED,
        rules.check_can_return_release,
        stamp="returned",
        reason=True,
    ),
    follow=("county",),
)

P = Posting.Status
POSTING = Workflow(
    Posting,
    Move("post", "登记张贴", (P.DUE,), P.POSTED, board.check_can_post, stamp="posted"),
    Move("end", "公示结束", (P.POSTED,), P.ENDED, board.check_can_end, stamp="ended"),
    Move("cancel", "作废", (P.DUE, P.POSTED), P.CANCELLED, board.check_can_cancel, reason=True),
    follow=("programme__county", "village"),
)

X = Objection.Status
OBJECTION = Workflow(
    Objection,
    Move("correct", "更正", (X.OPEN,), X.CORRECTED, board.check_can_answer, stamp="answered"),
    Move("uphold", "维持原公示", (X.OPEN,), X.UPHELD, board.check_can_answer, stamp="answered"),
    follow=("posting__village", "posting__programme__county"),
)

M = Material.Status
MATERIAL = Workflow(
    Material,
    Move(
        "propose", "提请销毁", (M.KEPT,), M.PROPOSED, board.check_can_propose, stamp="proposed", reason=True
    ),
    Move("keep", "继续留存", (M.KEPT, M.PROPOSED), M.KEPT, board.check_can_propose, reason=True),
    Move(
        "destroy",
        "批准销毁",
        (M.PROPOSED,),
        M.DESTROYED,
        board.check_can_destroy,
        stamp="destroyed",
        danger=True,
        consequence="批准之后列入销毁清册，村里按清册销毁，不能恢复。",
    ),
    follow=("village", "programme"),
)
