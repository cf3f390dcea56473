"""备案文件的发放：看得到这份备案的人可以下载；市里在报送之前看不到草稿文件。"""

from portal.core import files
from portal.organisations.scope import scope_of
from tasks.models import Filing


def may_read(user, pk: str) -> bool:
    filing = Filing.objects.visible_to(user).filter(pk=pk).select_related("county").first()
    if filing is None:
        return False
    at_home = any(scope_of(user).can(perm, filing.county) for perm in ("draft", "approve"))
    return at_home or filing.handed_in_at is not None


files.register_owner("tasks.filing", may_read)
