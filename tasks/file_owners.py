"""备案文件的发放：看得到这份备案的人可以下载；市里在报送之前看不到草稿文件。"""

from portal.core import files
from tasks import permissions
from tasks.models import Filing


def may_read(user, pk: str) -> bool:
    filing = Filing.objects.visible_to(user).filter(pk=pk).select_related("county").first()
    return filing is not None and permissions.may_read_content(user, filing)


files.register_owner("tasks.filing", may_read)
