"""村务文件的发放：看得到这个村的人可以看登记时附的照片；公示单、张贴照片上有户主姓名，看得到各户的人才能看。"""

from portal.core import files, rules
from portal.organisations.models import Organisation
from village import permissions
from village.models import CycleRecord, Evidence


def may_read(user, pk: str) -> bool:
    return CycleRecord.objects.visible_to(user).filter(pk=pk).exists()


def may_read_notice(user, pk: str) -> bool:
    """公示单只从它自己的网址（`village:notice`）下载：那里每次留痕。"""
    return False


def may_read_evidence(user, pk: str) -> bool:
    places = Organisation.objects.filter(pk__in=Evidence.objects.filter(pk=pk).values("posting__village"))
    village = places.first()
    return village is not None and rules.refusal(permissions.check_can_see_households, user, village) is None


files.register_owner("village.cyclerecord", may_read)
files.register_owner("village.notice", may_read_notice)
files.register_owner("village.evidence", may_read_evidence)
