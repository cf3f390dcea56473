"""稿件附件在工作台上的发放：看得到稿件的人可以下载。公众下载走公开专栏，另有规则。"""

from portal.core import files
from portal.publications.models import Publication


def may_read(user, pk: str) -> bool:
    return Publication.objects.visible_to(user).filter(pk=pk).exists()


files.register_owner("publications.publication", may_read)
