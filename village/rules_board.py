"""公示、异议、留存、查询的规则。户主姓名只在本县、所在乡镇与本村的经办之间流转，见 `permissions.check_can_see_households`。"""

from portal.organisations.models import Organisation
from village import permissions


def check_can_make_notices(user, place: Organisation) -> None:
    """生成、下载公示单：看得到那里各户的人。"""
    permissions.check_can_see_households(user, place)
