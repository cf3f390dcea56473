"""任职的写入：任命、免职、改期，以及使权限与任期保持一致。"""

import datetime as dt

from django.contrib.auth import get_user_model
from django.db import transaction

from portal.accounts import actions as accounts
from portal.core import audit, clock, grants
from portal.core.rules import Denied
from portal.organisations import permissions
from portal.organisations.models import Membership
from portal.organisations.roles import PERMISSIONS, SECOND_FACTOR, Role
from portal.organisations.scope import forget


@transaction.atomic
def appoint(
    *, person, organisation, role: str, start_on: dt.date, end_on=None, post="", is_acting=False, by, at
) -> Membership:
    """任命：起始日当天起生效。抛 `Denied`：角色与机构不配、重复任职、系统与业务兼任；`ValidationError`：字段不合。"""
    membership = Membership(
        person=person,
        organisation=organisation,
        role=role,
        post=post,
        is_acting=is_acting,
        start_on=start_on,
        end_on=end_on,
    )
    _lock(person)
    permissions.check_can_appoint(membership)
    membership.full_clean()
    membership.save()
    detail = {"person": person.pk, "role": role, "from": start_on, "until": end_on}
    audit.record("organisations.membership.started", obj=membership, by=by, at=at, detail=detail)
    _settle(person, by=by, at=at)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, on: dt.date, by, at) -> Membership:
    """免职：`on` 为最后一天；已过则权限立即收回。最后一位系统管理员不能免。"""
    membership = _locked(membership)
    if membership.end_on is not None and on > membership.end_on:
        raise Denied(f"“{membership}”的任期到 {membership.end_on} 为止；要延长请另行任命。")
    permissions.check_can_end_membership(membership, on=on, today=clock.local_date(at))
    return retime(membership=membership, post=membership.post, end_on=on, by=by, at=at)


@transaction.atomic
def cancel_appointment(*, membership: Membership, by, at) -> None:
    """撤销还没有开始的任命；已经开始的只能免职。"""
    membership = _locked(membership)
    if membership.start_on <= clock.local_date(at):
        raise Denied(f"“{membership}”已自 {membership.start_on} 开始，只能免职。")
    detail = {"person": membership.person_id, "role": membership.role, "from": membership.start_on}
    audit.record("organisations.membership.cancelled", obj=membership, by=by, at=at, detail=detail)
    membership.delete()
    _settle(membership.person, by=by, at=at)


@transaction.atomic
def retime(*, membership: Membership, post: str, end_on: dt.date | None, by, at) -> Membership:
    """改岗位名称与止日（`None` 为长期）。抛 `Denied`：与其他任职抵触。是否还有系统管理员由调用者把关。"""
    ending = end_on != membership.end_on
    membership.post, membership.end_on = post, end_on
    permissions.check_terms(membership)
    membership.full_clean()
    membership.save(update_fields=["post", "end_on"])
    event = "ended" if ending else "renamed"
    audit.record(f"organisations.membership.{event}", obj=membership, by=by, at=at, detail={"until": end_on})
    _settle(membership.person, by=by, at=at)
    return membership


@transaction.atomic
def align_grants(*, person, by, at: dt.datetime) -> bool:
    """使此人的权限与 `at` 当天的任期一致，有变动为真；每个请求开始时也会调用，期满次日零点即失效。"""
    _lock(person)
    flipped = _settle(person, by=by, at=at)
    if flipped:
        detail = {
            "granted": [membership.pk for membership in flipped if membership.is_granted],
            "revoked": [membership.pk for membership in flipped if not membership.is_granted],
        }
        audit.record("organisations.grants.aligned", obj=person, by=by, at=at, detail=detail)
    return bool(flipped)


def align_everyone(*, by, at: dt.datetime) -> int:
    """每天零点过后核对全部任期，返回变动的人数：没有登录的人，权限与该收的通知也要当天生效、当天停。"""
    stale = Membership.objects.out_of_step(on=clock.local_date(at)).values("person")
    people = get_user_model().objects.filter(pk__in=stale).order_by("pk")
    return sum(align_grants(person=person, by=by, at=at) for person in people)


def _settle(person, *, by, at: dt.datetime) -> list[Membership]:
    """授予或收回到期的权限，返回有变动的任职。"""
    on = clock.local_date(at)
    stale = list(Membership.objects.filter(person=person).out_of_step(on=on).select_related("organisation"))
    for membership in stale:
        membership.is_granted = not membership.is_granted
        membership.save(update_fields=["is_granted"])
    for organisation in {membership.organisation for membership in stale}:
        _set_grants(person, organisation)
    _require_second_factor(person, on=on, by=by, at=at)
    forget(person)
    return stale


def _set_grants(person, organisation) -> None:
    roles = Membership.objects.filter(person=person, organisation=organisation, is_granted=True)
    wanted = {perm for role in roles.values_list("role", flat=True) for perm in PERMISSIONS[role]}
    held = set(
        person.organisationuserobjectpermission_set.filter(content_object=organisation).values_list(
            "permission__codename", flat=True
        )
    )
    for perm in sorted(wanted - held):
        grants.grant(perm, person, organisation)
    for perm in sorted(held - wanted):
        grants.revoke(perm, person, organisation)


def _require_second_factor(person, *, on: dt.date, by, at) -> None:
    """担任或将要担任系统管理员的须两步验证；不再担任的不再要求。"""
    required = Membership.objects.unfinished(on=on).filter(person=person, role__in=SECOND_FACTOR).exists()
    accounts.require_second_factor(user=person, required=required, by=by, at=at)


def _lock(person) -> None:
    """同一个人的任命与免职排队进行，才不会各自看不见对方。"""
    get_user_model().objects.select_for_update().filter(pk=person.pk).first()


def _locked(membership: Membership) -> Membership:
    """锁住本人与全部系统管理员的任职：两位管理员同时免去对方时，后一个会被拒绝。"""
    _lock(membership.person)
    list(Membership.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk").values("pk"))
    return Membership.objects.select_related("person", "organisation").get(pk=membership.pk)
