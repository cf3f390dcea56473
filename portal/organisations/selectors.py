"""机构与任职的读取。"""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db.models import Prefetch, Q

from portal.core import bulk  # noqa: F401 登记 __among
from portal.organisations.models import Membership, Organisation, OrganisationUserObjectPermission
from portal.organisations.scope import scope_of


def city() -> Organisation:
    """本站所属的市（机构树的根）。"""
    return Organisation.objects.get(depth=1)


def named(text: str) -> Organisation | None:
    """编码、区划代码就是 `text` 的机构；都不是，再看全称、简称独此一家的。没有为 None。"""
    if not text:
        return None
    known = Organisation.objects.filter(Q(code=text) | Q(region_code=text)).first()
    named_so = Organisation.objects.current().filter(Q(name=text) | Q(short_name=text))[:2]
    return known or (named_so[0] if len(named_so) == 1 else None)


def counties(*, on=None):
    """现有县区，按机构树顺序。"""
    return Organisation.objects.current().of_kind(Organisation.Kind.COUNTY)


def offices():
    """市、市直部门、县区、县直部门、乡镇：有办公室、会有工作群的机构。"""
    kinds = Organisation.Kind
    return Organisation.objects.current().exclude(kind=kinds.VILLAGE)


def people_with(perm: str, organisation):
    """在该机构上持有 `perm` 的在用账号。"""
    rows = organisation.organisationuserobjectpermission_set.filter(permission__codename=perm)
    return get_user_model().objects.filter(pk__in=rows.values("user_id"), is_active=True).order_by("pk")


def staff(places, *perms: str) -> dict[tuple[int, str], tuple]:
    """（机构编号, 权限）→ 持有它的在用账号；几个机构都是一次查询。没有人的不在其中。"""
    rows = OrganisationUserObjectPermission.objects.filter(
        content_object__in=[place.pk for place in places],
        permission__codename__in=perms,
        user__is_active=True,
    )
    found = defaultdict(list)
    for row in rows.select_related("user", "permission").order_by("user_id"):
        found[row.content_object_id, row.permission.codename].append(row.user)
    return {key: tuple(people) for key, people in found.items()}


def staff_on(paths: Iterable[str], *perms: str) -> dict[tuple[str, str], tuple]:
    """（树路径, 权限）→ 持有它的在用账号；多少个机构都是一次查询。没有人的不在其中。"""
    rows = OrganisationUserObjectPermission.objects.filter(
        content_object__path__among=sorted(paths), permission__codename__in=perms, user__is_active=True
    )
    found = defaultdict(list)
    for row in rows.select_related("user", "permission", "content_object").order_by("user_id"):
        found[row.content_object.path, row.permission.codename].append(row.user)
    return {key: tuple(people) for key, people in found.items()}


def posts_of(user, *, on):
    """此人当天的任职，机构树顺序。"""
    return Membership.objects.active(on=on).filter(person=user).select_related("organisation")


def home_of(user, *, on) -> Organisation | None:
    """此人的主要任职机构：当天任职中最靠上的一个；没有任职则为 None。"""
    post = posts_of(user, on=on).order_by("organisation__depth", "pk").first()
    return post.organisation if post else None


def working_organisations(user, perm: str):
    """此人可以 `perm` 的机构。"""
    return Organisation.objects.filter(pk__in=scope_of(user).organisations(perm))


def place(pk: str | None) -> Organisation | None:
    """网址里的机构主键；不是数字或没有这个机构为 None。"""
    return Organisation.objects.filter(pk=pk).first() if pk and pk.isdecimal() else None


def children(parent: Organisation | None):
    """直接的下级，现有的与撤并了的；没有上级则一个也没有。"""
    return Organisation.objects.get_children(parent) if parent else Organisation.objects.none()


def places_named(words: str):
    """名称含 `words`，或编码、区划代码就是它的机构。"""
    found = Q(name__icontains=words) | Q(short_name__icontains=words)
    return Organisation.objects.filter(found | Q(code__iexact=words) | Q(region_code=words))


def people(*, words: str, place: str, role: str, state: str, on):
    """符合各条件的人，用户名顺序；各人只带 `on` 当天还没有满的任职。`place` 是编码或名称，连同下级。"""
    terms = Membership.objects.unfinished(on=on)
    found = terms.filter(role=role) if role else terms
    if place:
        above = Organisation.objects.filter(Q(code__iexact=place) | Q(name=place) | Q(short_name=place))
        paths = above.values_list("path", flat=True)
        found = found.filter(organisation__in=Organisation.objects.within(paths))
    rows = get_user_model().objects.order_by("username")
    if role or place:
        rows = rows.filter(pk__in=found.values("person"))
    if words:
        rows = rows.filter(Q(username__icontains=words) | Q(name__icontains=words))
    if state:
        rows = rows.filter(is_active=state != "inactive")
    if state == "idle":
        rows = rows.exclude(pk__in=terms.values("person"))
    return rows.prefetch_related(Prefetch("memberships", terms.select_related("organisation"), "posts"))
