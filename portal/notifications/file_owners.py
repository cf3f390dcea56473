"""通知附件的发放：看得到这份通知的人可以下载；撤回之后只有发布单位看得到。"""

from portal.core import files
from portal.notifications.models import Bulletin, issuing_places


def may_read(user, pk: str) -> bool:
    row = Bulletin.objects.visible_to(user).filter(pk=pk).first()
    if row is None:
        return False
    return row.status != Bulletin.Status.WITHDRAWN or row.issuer_id in issuing_places(user)


files.register_owner("notifications.bulletin", may_read)
