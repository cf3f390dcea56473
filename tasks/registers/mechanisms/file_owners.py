"""机制文件的发放：看得到这份机制的人可以下载。"""

from portal.core import files
from tasks.registers.mechanisms.models import Mechanism


def may_read(user, pk: str) -> bool:
    return Mechanism.objects.visible_to(user).filter(pk=pk).exists()


files.register_owner("tasks.mechanism", may_read)
