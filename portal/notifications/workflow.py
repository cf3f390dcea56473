"""通知公告的状态机。"""

from portal.core.workflow import Move, Workflow
from portal.notifications import permissions as rules
from portal.notifications.models import Bulletin

S = Bulletin.Status
BULLETIN = Workflow(
    Bulletin,
    Move(
        "publish",
        "发布",
        (S.DRAFT,),
        S.PUBLISHED,
        rules.check_can_publish_bulletin,
        stamp="published",
        danger=True,
        consequence="会立即发到各单位的收件箱和首页，之后不能再改，只能撤回。",
    ),
    Move(
        "withdraw",
        "撤回",
        (S.PUBLISHED,),
        S.WITHDRAWN,
        rules.check_can_issue_bulletin,
        stamp="withdrawn",
        reason=True,
        danger=True,
        consequence="各单位会看到“已撤回”和原因，正文与附件不再显示。",
    ),
    follow=("issuer",),
)
