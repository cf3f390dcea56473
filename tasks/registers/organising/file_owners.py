"""纪要文件的发放：看得到这次会议的人可以下载。"""

from portal.core import files
from tasks.registers.organising.models import Meeting


def may_read(user, pk: str) -> bool:
    return Meeting.objects.visible_to(user).filter(pk=pk).exists()


files.register_owner("tasks.meeting", may_read)
