"""年度报告的状态机。"""

from portal.core.workflow import Move, Workflow
from tasks.registers.annual import permissions as rules
from tasks.registers.annual.models import AnnualReport

S = AnnualReport.Status
ANNUAL = Workflow(
    AnnualReport,
    Move("submit", "提交审核", (S.DRAFT, S.RETURNED), S.SUBMITTED, rules.check_can_submit, stamp="submitted"),
    Move("pass", "审核通过，报市核对", (S.SUBMITTED,), S.PASSED, rules.check_can_pass, stamp="passed"),
    Move("check", "核对通过", (S.PASSED,), S.CHECKED, rules.check_can_check, stamp="checked"),
    Move(
        "publish",
        "公开年度报告",
        (S.CHECKED,),
        S.PUBLISHED,
        rules.check_can_publish,
        stamp="published",
        danger=True,
        consequence="报告将立即在“政府信息公开年度报告”栏目公开，附 PDF 与 Word；更正的，原来一版同日废止。",
    ),
    Move(
        "return",
        "退回修改",
        (S.SUBMITTED, S.PASSED, S.CHECKED),
        S.RETURNED,
        rules.check_can_return,
        stamp="returned",
        reason=True,
    ),
    Move(
        "withdraw",
        "撤回公开",
        (S.PUBLISHED,),
        S.WITHDRAWN,
        rules.check_can_withdraw,
        stamp="withdrawn",
        reason=True,
        danger=True,
        consequence="公众将不再能看到报告，原处留下撤回说明；改好后另立一版再公开。",
    ),
    follow=("body",),
)
