"""案例佐证文件的发放：看得到这个案例的人可以下载。"""

from portal.core import files
from tasks.registers.cases.models import Case


def may_read(user, pk: str) -> bool:
    return Case.objects.visible_to(user).filter(pk=pk).exists()


files.register_owner("tasks.case", may_read)
