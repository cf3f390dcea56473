"""视野：此人对哪些机构有哪些权限，一次查询得出，随请求保存在用户对象上。"""

import copy
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.organisations.roles import REACH_DOWN


@dataclass(frozen=True)
class Scope:
    """`places`：权限 → {机构编号: 树路径}。"""

    places: Mapping[str, Mapping[int, str]]

    def can(self, perm: str, organisation) -> bool:
        """对该机构是否有 `perm`；查看、审计、管理三项及于下级。"""
        held = self.places.get(perm, {})
        if organisation.pk in held:
            return True
        return perm in REACH_DOWN and any(organisation.path.startswith(path) for path in held.values())

    def holds(self, perm: str) -> bool:
        """在任何机构上持有 `perm`。"""
        return bool(self.places.get(perm))

    def organisations(self, perm: str) -> tuple[int, ...]:
        """直接持有 `perm` 的机构编号。"""
        return tuple(self.places.get(perm, {}))

    @property
    def reading(self) -> tuple[str, ...]:
        """可查看工作的各棵子树的路径：业务查看与审计合并，去掉被包含的。"""
        paths = {*self.places.get("view_work", {}).values(), *self.places.get("audit", {}).values()}
        return tuple(sorted(p for p in paths if not any(p != q and p.startswith(q) for q in paths)))

    @property
    def auditing(self) -> tuple[str, ...]:
        """审计所及的各棵子树的路径。"""
        return tuple(self.places.get("audit", {}).values())

    @property
    def is_auditor(self) -> bool:
        return self.holds("audit")

    @property
    def is_administrator(self) -> bool:
        return self.holds("administer")


def scope_of(user) -> Scope:
    """此人此刻的视野；同一请求内只查一次，停用的账号什么也没有。"""
    if not getattr(user, "is_active", False):
        return Scope({})
    cached = user.__dict__.get("_scope")
    if cached is None:
        cached = user.__dict__["_scope"] = Scope(_places(user))
    return cached


def forget(user) -> None:
    """权限刚变过：下次重新查。"""
    user.__dict__.pop("_scope", None)
    user.__dict__.pop("_capacity", None)


def as_post(person, perms: Sequence[str], organisation):
    """此人的替身，视野只有 `organisation` 上的 `perms`：看这一个岗位有什么事要办，而不管他还兼着什么。"""
    stand_in = copy.copy(person)
    stand_in.is_active = True
    stand_in.__dict__["_scope"] = Scope({perm: {organisation.pk: organisation.path} for perm in perms})
    return stand_in


def _places(user) -> dict[str, dict[int, str]]:
    rows = user.organisationuserobjectpermission_set.values_list(
        "permission__codename", "content_object_id", "content_object__path"
    )
    places: dict[str, dict[int, str]] = defaultdict(dict)
    for perm, pk, path in rows:
        places[perm][pk] = path
    return dict(places)
