"""稿件的状态机：拟稿、初审、复审、终审公开、撤回；放行的状态机：申请、批准。"""

from portal.core.workflow import Move, Workflow
from portal.publications import permissions as rules
from portal.publications.models import Override, Publication

S = Publication.Status
ASKED = Override.Status
REVIEWS = (S.FIRST_REVIEW, S.SECOND_REVIEW, S.FINAL_REVIEW)

PUBLICATION = Workflow(
    Publication,
    Move(
        "submit", "送初审", (S.DRAFT, S.RETURNED), S.FIRST_REVIEW, rules.check_can_submit, stamp="submitted"
    ),
    Move(
        "pass_first",
        "初审通过",
        (S.FIRST_REVIEW,),
        S.SECOND_REVIEW,
        rules.check_can_pass_first,
        stamp="first_passed",
    ),
    Move(
        "pass_second",
        "复审通过",
        (S.SECOND_REVIEW,),
        S.FINAL_REVIEW,
        rules.check_can_pass_second,
        stamp="second_passed",
    ),
    Move(
        "publish",
        "终审公开",
        (S.FINAL_REVIEW,),
        S.PUBLISHED,
        rules.check_can_publish,
        stamp="published",
        danger=True,
        consequence="稿件将立即对公众公开，并定格为一个版本。",
    ),
    Move("return", "退回修改", REVIEWS, S.RETURNED, rules.check_can_return, stamp="", reason=True),
    Move(
        "withdraw",
        "撤回公开",
        (S.PUBLISHED,),
        S.WITHDRAWN,
        rules.check_can_withdraw,
        stamp="withdrawn",
        reason=True,
        danger=True,
        consequence="公众将不再能看到正文与附件，原处留下撤回说明。",
    ),
)

OVERRIDE = Workflow(
    Override,
    Move(
        "approve",
        "批准放行",
        (ASKED.REQUESTED,),
        ASKED.APPROVED,
        rules.check_can_decide_override,
        stamp="approved",
        reason=True,
        danger=True,
        consequence="这份内容里列明的个人信息将可以公开；内容一改，批准即失效。",
    ),
    Move(
        "refuse",
        "不批准",
        (ASKED.REQUESTED,),
        ASKED.REFUSED,
        rules.check_can_decide_override,
        stamp="refused",
        reason=True,
    ),
    Move(
        "cancel",
        "撤回申请",
        (ASKED.REQUESTED,),
        ASKED.CANCELLED,
        rules.check_can_cancel_override,
        stamp="cancelled",
    ),
)
