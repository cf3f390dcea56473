"""平台建设的规则：各单位的填报人登记、核验本单位的。"""

from portal.organisations.models import Organisation
from portal.organisations.permissions import require


def check_can_keep(user, organisation: Organisation) -> None:
    """登记、修改、登记更新、即刻核验：本单位的填报人。"""
    require(user, "draft", organisation, f"只有{organisation}的填报人可以登记。")
