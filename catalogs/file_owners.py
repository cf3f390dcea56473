"""目录文件的发放：看得到这一版目录的人可以下载它的印本。"""

from catalogs.models import Edition
from portal.core import files


def may_read(user, pk: str) -> bool:
    return Edition.objects.visible_to(user).filter(pk=pk).exists()


files.register_owner("catalogs.edition", may_read)
