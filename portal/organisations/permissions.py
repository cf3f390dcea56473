"""机构层面的规则，供本应用的动作、也供各应用的 `permissions.py` 调用。"""

import datetime as dt

from portal.core.rules import Denied
from portal.organisations.models import Handover, Membership, Organisation
from portal.organisations.roles import KINDS, Role, are_apart
from portal.organisations.scope import scope_of


def require(user, perm: str, organisation, otherwise: str) -> None:
    """此人在该机构上须持有 `perm`，否则以 `otherwise` 拒绝。"""
    if not scope_of(user).can(perm, organisation):
        raise Denied(otherwise)


def check_can_administer(user, organisation=None) -> None:
    """机构、账号、岗位只由系统管理员管理；一位都还没有时（新建的站点），由超级用户设立。"""
    scope = scope_of(user)
    allowed = scope.is_administrator if organisation is None else scope.can("administer", organisation)
    if not allowed and not is_founding(user):
        raise Denied("只有系统管理员可以管理机构、账号与岗位。")


def check_can_look(user) -> None:
    """机构与人员的页面：系统管理员办理，审计员查看。"""
    if not scope_of(user).is_auditor:
        try:
            check_can_administer(user)
        except Denied:
            raise Denied("机构与人员由系统管理员管理，审计员可以查看。") from None


def is_founding(user) -> bool:
    """超级用户，而站点里还没有一位在用的系统管理员。"""
    if not (user.is_active and user.is_superuser):
        return False
    administrators = Membership.objects.filter(
        role=Role.ADMINISTRATOR, is_granted=True, person__is_active=True
    )
    return not administrators.exists()


def check_is_current(organisation) -> None:
    """撤并了的机构不能再设下级、再任命人，也不能作为别人撤并后的归宿。"""
    if not organisation.is_current:
        raise Denied(f"“{organisation}”已于 {organisation.ended_on} 撤并。")


def check_can_stand(kind: str, short_name: str, parent) -> None:
    """机构须设在合乎条块结构的上级之下；一个站点只有一个市。"""
    if (parent.kind if parent else None) != Organisation.PARENTS.get(kind):
        place = parent.get_kind_display() if parent else "最上级"
        raise Denied(f"{Organisation.Kind(kind).label}“{short_name}”不能设在{place}之下。")
    if parent is not None:
        check_is_current(parent)
    elif Organisation.objects.filter(depth=1).exists():
        raise Denied("本站已有所属的市，不能再设一个。")


def check_can_end(organisation, *, on: dt.date, today: dt.date) -> None:
    """撤并：市不撤；先撤下级；日期不晚于今天。"""
    check_is_current(organisation)
    if organisation.kind == Organisation.Kind.CITY:
        raise Denied("本站所属的市不能撤并。")
    if on > today:
        raise Denied(f"撤并日期 {on} 还没有到；请在当天或之后办理。")
    below = Organisation.objects.get_descendants(organisation).current()
    if count := below.count():
        raise Denied(f"“{organisation}”还有 {count} 个下级机构，请先把它们撤并。")


def check_can_hold(role: str, organisation) -> None:
    """角色须设在相应类别的机构上，例如县区填报人只能设在县区或县直部门。"""
    if organisation.kind not in KINDS[role]:
        raise Denied(f"“{Role(role).label}”不能设在{organisation.get_kind_display()}“{organisation}”。")


def check_can_appoint(membership: Membership) -> None:
    """任命（还没有保存）：人在用、机构现存、角色相配、代理有止日、与其他任职不抵触。"""
    if not membership.person.is_active:
        raise Denied(f"{membership.person}的账号已停用，请先恢复账号再任命。")
    check_is_current(membership.organisation)
    check_can_hold(membership.role, membership.organisation)
    if membership.is_acting and membership.end_on is None:
        raise Denied("代理岗位请填写止日。")
    check_terms(membership)


def check_terms(membership: Membership) -> None:
    """止日不早于起日；同一人在同一机构的同一角色不重叠；系统与业务的角色不同时兼任。"""
    start_on, end_on = membership.start_on, membership.end_on
    if end_on is not None and end_on < start_on:
        raise Denied(f"最后一天 {end_on} 早于任职起 {start_on}。")
    others = Membership.objects.filter(person=membership.person).exclude(pk=membership.pk)
    for other in others.overlapping(start_on, end_on).select_related("organisation"):
        if (other.organisation_id, other.role) == (membership.organisation_id, membership.role):
            raise Denied(f"{membership.person}已自 {other.start_on} 起担任{other}，任期不能重叠。")
        if are_apart(other.role, membership.role):
            raise Denied(
                f"{membership.person}任{other}，不能同时任{membership.get_role_display()}："
                "系统管理员、审计员与业务角色不能由同一人兼任。"
            )


def check_can_end_membership(membership: Membership, *, on: dt.date, today: dt.date) -> None:
    """免职：最后一天不早于任职起；最后一位系统管理员不能免。"""
    if on < membership.start_on:
        raise Denied(f"“{membership}”自 {membership.start_on} 开始，最后一天不能早于这一天。")
    if membership.role == Role.ADMINISTRATOR and not has_administrator(on=today, besides=membership):
        raise Denied("这是最后一位系统管理员，请先任命另一位（不设止日），再免职。")


def has_administrator(*, on: dt.date, besides: Membership | None = None) -> bool:
    """`on` 当天是否有在任、在用、没有止日的系统管理员；`besides` 不算在内。"""
    rows = Membership.objects.active(on=on).filter(role=Role.ADMINISTRATOR, end_on__isnull=True)
    return rows.filter(person__is_active=True).exclude(pk=besides.pk if besides else None).exists()


def check_can_retire(person, by, *, on: dt.date) -> None:
    """停用账号：不能停自己的；还担任或将要担任岗位的，先免职或移交。"""
    if by is not None and person.pk == by.pk:
        raise Denied("不能停用自己的账号，请由另一位系统管理员办理。")
    held = Membership.objects.unfinished(on=on).filter(person=person).select_related("organisation")
    if held:
        posts = "、".join(str(membership) for membership in held)
        raise Denied(f"{person}还担任{posts}，请先免职或移交岗位，再停用账号。")


def check_can_hand_over(membership: Membership, successor, *, last_day: dt.date, today: dt.date) -> None:
    """交接：交给另一个人；任期没有满；最后一天在任期之内。"""
    if successor.pk == membership.person_id:
        raise Denied("不能交接给本人，请选另一位。")
    if membership.end_on is not None and membership.end_on < today:
        raise Denied(f"“{membership}”的任期已于 {membership.end_on} 届满，请直接任命后任。")
    if membership.end_on is not None and last_day > membership.end_on:
        raise Denied(f"“{membership}”的任期到 {membership.end_on} 为止，最后一天不能晚于这一天。")
    if membership.is_acting and last_day == membership.end_on:
        raise Denied(f"代理到 {membership.end_on} 自动结束，不必交接。")


def check_can_write_handover_note(user, handover: Handover) -> None:
    """交接说明由前任写，后任确认之前。"""
    if user.pk != handover.leaving.person_id:
        raise Denied("交接说明由前任填写。")
    if handover.confirmed_at:
        raise Denied("后任已确认，交接说明不能再改。")


def check_can_confirm_handover(user, handover: Handover, *, today: dt.date) -> None:
    """确认由后任，任期开始之后。"""
    if handover.arriving is None:
        raise Denied("后任的任命已撤销，没有人可以确认。")
    if user.pk != handover.arriving.person_id:
        raise Denied("由后任逐项确认。")
    if today < handover.arriving.start_on:
        raise Denied(f"任期自 {handover.arriving.start_on} 开始，到那天再确认。")
    if handover.confirmed_at:
        raise Denied("已经确认过了。")


def check_can_see_posts(user) -> None:
    """岗位一览：系统管理员、审计员、市政务公开办经办；县区负责人看本县区的。"""
    scope = scope_of(user)
    if not (
        scope.is_administrator or scope.is_auditor or scope.holds("run_campaign") or scope.holds("approve")
    ):
        raise Denied("岗位一览由系统管理员管理；审计员、市政务公开办经办可以查看，县区负责人查看本县区的。")


def may_see_post(user, organisation) -> bool:
    """看一个岗位的在办事项：系统管理员、审计员、市政务公开办经办、本县区负责人；本岗位的人另算。"""
    scope = scope_of(user)
    if scope.is_administrator or scope.is_auditor or scope.holds("run_campaign"):
        return True
    return any(organisation.path.startswith(path) for path in scope.places.get("approve", {}).values())


def may_see_handover(user, handover: Handover) -> bool:
    """交接单：看得到这个岗位的，以及前任与后任。"""
    people = {handover.leaving.person_id, handover.arriving.person_id if handover.arriving else None}
    return user.pk in people or may_see_post(user, handover.leaving.organisation)
