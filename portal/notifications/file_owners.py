"""通知附件的发放：看得到这份通知的人可以下载；撤回之后只有发布单位看得到。"""

from portal.core import files
from portal.notifications.models import Bulletin


def may_read(user, pk: str) -> bool:
    return Bulletin.objects.readable_by(user).filter(pk=pk).exists()


files.register_owner("notifications.bulletin", may_read)
