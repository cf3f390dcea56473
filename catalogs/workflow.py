"""目录的状态机：一版目录、其中各领域的分册、标准调整、采集到的条目。"""

from catalogs import permissions as rules
from catalogs.models import Adjustment, Edition, FeedEntry, Section
from portal.core.workflow import Move, Workflow

S = Section.Status
SECTION = Workflow(
    Section,
    Move(
        "submit",
        "送领域审核",
        Section.EDITABLE,
        S.SUBMITTED,
        rules.check_can_submit_section,
        stamp="submitted",
    ),
    Move("take_back", "撤回修改", (S.SUBMITTED,), S.DRAFT, rules.check_can_take_back_section),
    Move("pass", "审核通过", (S.SUBMITTED,), S.PASSED, rules.check_can_review_section, stamp="passed"),
    Move(
        "return", "退回修改", (S.SUBMITTED, S.PASSED), S.RETURNED, rules.check_can_review_section, reason=True
    ),
    follow=("edition__catalog__organisation", "field", "submitted_by"),
)

E = Edition.Status
EDITION = Workflow(
    Edition,
    Move("hand_in", "报送市政务公开办", (E.DRAFT,), E.HANDED_IN, rules.check_can_hand_in, stamp="handed_in"),
    Move(
        "confirm",
        "确认并公开",
        (E.HANDED_IN,),
        E.ISSUED,
        rules.check_can_confirm,
        stamp="issued",
        danger=True,
        consequence="确认后这一版冻结，并公开到“监督保障”的标准目录栏目。",
    ),
    Move(
        "issue",
        "印发",
        (E.DRAFT,),
        E.ISSUED,
        rules.check_can_issue,
        stamp="issued",
        danger=True,
        consequence="印发后这一版冻结；依据它的各级目录都会收到一份标准调整。",
    ),
    Move("return", "退回修改", (E.HANDED_IN,), E.DRAFT, rules.check_can_return_edition, reason=True),
    Move("discard", "作废草稿", (E.DRAFT,), E.DISCARDED, rules.check_can_discard, danger=True, reason=True),
)

A = Adjustment.Status
ADJUSTMENT = Workflow(
    Adjustment,
    Move("apply", "生成新版草稿", (A.PENDING,), A.APPLIED, rules.check_can_adjust, stamp="applied"),
    Move("undo", "撤销", (A.APPLIED,), A.PENDING, rules.check_can_adjust),
    follow=("catalog__organisation", "new", "old", "draft"),
)

F = FeedEntry.State
FEED_ENTRY = Workflow(
    FeedEntry,
    Move("assign", "归类", (F.WAITING, F.IGNORED), F.ASSIGNED, rules.check_can_sort),
    Move("ignore", "略过", (F.WAITING,), F.IGNORED, rules.check_can_sort),
    field="state",
    follow=("feed__catalog__organisation",),
)
