"""文件的发放：看得到备案的人可以下载备案文件（市里在报送之前看不到草稿文件），看得到承办的人可以下载佐证。"""

from portal.core import files
from tasks import permissions
from tasks.models import Assignment, Filing, Supervision


def may_read(user, pk: str) -> bool:
    filing = Filing.objects.visible_to(user).filter(pk=pk).select_related("county").first()
    return filing is not None and permissions.may_read_content(user, filing)


files.register_owner("tasks.filing", may_read)


def may_read_evidence(user, pk: str) -> bool:
    return Assignment.objects.visible_to(user).filter(pk=pk).exists()


files.register_owner("tasks.assignment", may_read_evidence)


def may_read_answer(user, pk: str) -> bool:
    """督办答复的佐证：看得到这份督办单的人。"""
    return Supervision.objects.visible_to(user).filter(pk=pk).exists()


files.register_owner("tasks.supervision", may_read_answer)
