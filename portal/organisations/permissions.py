"""机构层面的规则，供各应用的 `permissions.py` 调用。"""

from portal.core.rules import Denied
from portal.organisations.roles import KINDS, Role
from portal.organisations.scope import scope_of


def require(user, perm: str, organisation, otherwise: str) -> None:
    """此人在该机构上须持有 `perm`，否则以 `otherwise` 拒绝。"""
    if not scope_of(user).can(perm, organisation):
        raise Denied(otherwise)


def check_can_administer(user, organisation=None) -> None:
    """机构、账号、岗位只由系统管理员管理。"""
    scope = scope_of(user)
    allowed = scope.is_administrator if organisation is None else scope.can("administer", organisation)
    if not allowed:
        raise Denied("只有系统管理员可以管理机构、账号与岗位。")


def check_can_hold(role: str, organisation) -> None:
    """角色须设在相应类别的机构上，例如县区填报人只能设在县区或县直部门。"""
    if organisation.kind not in KINDS[role]:
        raise Denied(f"“{Role(role).label}”不能设在{organisation.get_kind_display()}“{organisation}”。")


def check_business_and_system_apart(user, role: str) -> None:
    """系统管理员、审计员与业务角色互不兼任（等级保护三权分立）。"""
    system = {Role.ADMINISTRATOR, Role.AUDITOR}
    held = set(user.memberships.filter(end_on__isnull=True).values_list("role", flat=True))
    mixed = any(other != role and (role in system or other in system) for other in held)
    if mixed:
        raise Denied("系统管理员、审计员与业务角色不能由同一人兼任。")
