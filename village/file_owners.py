"""村务文件的发放：看得到这个村的人可以看登记时附的照片。"""

from portal.core import files
from village.models import CycleRecord


def may_read(user, pk: str) -> bool:
    return CycleRecord.objects.visible_to(user).filter(pk=pk).exists()


files.register_owner("village.cyclerecord", may_read)
