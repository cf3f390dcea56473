"""机构与任职的写入。"""

import datetime as dt

from django.db import transaction

from portal.accounts import actions as accounts
from portal.core import audit, clock, grants
from portal.core.rules import Denied
from portal.organisations import permissions
from portal.organisations.models import Membership, Organisation
from portal.organisations.roles import PERMISSIONS, SECOND_FACTOR
from portal.organisations.scope import forget


@transaction.atomic
def add_organisation(
    *, parent: Organisation | None, name: str, short_name: str, kind: str, code: str, by, at, **more
):
    """在 `parent` 下设立机构；层级须合乎条块结构，字段须合乎校验。抛 `Denied`、`ValidationError`。"""
    if (parent.kind if parent else None) != Organisation.PARENTS.get(kind):
        place = parent.get_kind_display() if parent else "最上级"
        raise Denied(f"{Organisation.Kind(kind).label}“{short_name}”不能设在{place}之下。")
    if parent is None and Organisation.objects.filter(depth=1).exists():
        raise Denied("本站已有所属的市，不能再设一个。")
    fresh = Organisation(name=name, short_name=short_name, kind=kind, code=code, **more)
    fresh.full_clean(exclude=["path", "depth", "numchild"])
    parent = Organisation.objects.get(pk=parent.pk) if parent else None
    organisation = parent.add_child(instance=fresh) if parent else Organisation.add_root(instance=fresh)
    audit.record("organisations.organisation.added", obj=organisation, by=by, at=at, detail={"code": code})
    return organisation


@transaction.atomic
def update_organisation(*, organisation: Organisation, by, at, **changes) -> Organisation:
    """改名称、电话、代码等；类别与上级不在此改。"""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    for name, value in changes.items():
        setattr(organisation, name, value)
    organisation.full_clean(exclude=["path", "depth", "numchild"])
    organisation.save(update_fields=list(changes))
    audit.record(
        "organisations.organisation.updated", obj=organisation, by=by, at=at, detail={"fields": list(changes)}
    )
    return organisation


@transaction.atomic
def end_organisation(
    *, organisation: Organisation, on: dt.date, successor: Organisation | None, by, at
) -> Organisation:
    """撤并机构：历史数据留在原机构，今后的工作归 `successor`。仍有人任职时拒绝。"""
    if Membership.objects.active(on=on).filter(organisation=organisation).exists():
        raise Denied(f"“{organisation}”还有人任职，请先移交岗位再撤并。")
    organisation.ended_on, organisation.successor = on, successor
    organisation.save(update_fields=["ended_on", "successor"])
    audit.record("organisations.organisation.ended", obj=organisation, by=by, at=at, detail={"on": on})
    return organisation


@transaction.atomic
def appoint(
    *, person, organisation, role: str, start_on: dt.date, end_on=None, post="", is_acting=False, by, at
):
    """任命：起始日当天起生效。抛 `Denied`：角色与机构不配、系统与业务兼任。"""
    permissions.check_can_hold(role, organisation)
    permissions.check_business_and_system_apart(person, role)
    membership = Membership(
        person=person,
        organisation=organisation,
        role=role,
        post=post,
        is_acting=is_acting,
        start_on=start_on,
        end_on=end_on,
    )
    membership.full_clean()
    membership.save()
    if role in SECOND_FACTOR:
        person.second_factor_required = True
        person.save(update_fields=["second_factor_required"])
    audit.record(
        "organisations.membership.started",
        obj=membership,
        by=by,
        at=at,
        detail={"person": person.pk, "role": role},
    )
    align_grants(person=person, on=clock.local_date(at))
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, on: dt.date, by, at) -> Membership:
    """免职：`on` 为最后一天；已过则权限立即收回。"""
    membership.end_on = on
    membership.full_clean()
    membership.save(update_fields=["end_on"])
    audit.record("organisations.membership.ended", obj=membership, by=by, at=at, detail={"on": on})
    align_grants(person=membership.person, on=clock.local_date(at))
    return membership


@transaction.atomic
def align_grants(*, person, on: dt.date) -> None:
    """使此人的权限与 `on` 当天的任期一致；每个请求开始时也会调用，期满当天零点即失效。"""
    stale = list(Membership.objects.filter(person=person).out_of_step(on=on).select_related("organisation"))
    if not stale:
        return
    for membership in stale:
        membership.is_granted = not membership.is_granted
        membership.save(update_fields=["is_granted"])
    for organisation in {membership.organisation for membership in stale}:
        _set_grants(person, organisation)
    forget(person)


def _set_grants(person, organisation) -> None:
    roles = Membership.objects.filter(person=person, organisation=organisation, is_granted=True)
    wanted = {perm for role in roles.values_list("role", flat=True) for perm in PERMISSIONS[role]}
    held = set(
        person.organisationuserobjectpermission_set.filter(content_object=organisation).values_list(
            "permission__codename", flat=True
        )
    )
    for perm in wanted - held:
        grants.grant(perm, person, organisation)
    for perm in held - wanted:
        grants.revoke(perm, person, organisation)


@transaction.atomic
def retire(*, person, by, at: dt.datetime) -> None:
    """停用账号：还担任岗位的、自己、最后一位系统管理员都不能停用。"""
    on = clock.local_date(at)
    if person == by:
        raise Denied("不能停用自己的账号。")
    held = Membership.objects.active(on=on).filter(person=person).select_related("organisation")
    if held:
        posts = "、".join(str(membership) for membership in held)
        raise Denied(f"{person.name}还担任{posts}，请先免职或移交岗位，再停用账号。")
    accounts.deactivate_user(user=person, by=by, at=at)
