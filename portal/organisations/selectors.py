"""机构与任职的读取。"""

from django.contrib.auth import get_user_model

from portal.organisations.models import Membership, Organisation
from portal.organisations.scope import scope_of


def city() -> Organisation:
    """本站所属的市（机构树的根）。"""
    return Organisation.objects.get(depth=1)


def counties(*, on=None):
    """现有县区，按机构树顺序。"""
    return Organisation.objects.current().of_kind(Organisation.Kind.COUNTY)


def people_with(perm: str, organisation):
    """在该机构上持有 `perm` 的在用账号。"""
    rows = organisation.organisationuserobjectpermission_set.filter(permission__codename=perm)
    return get_user_model().objects.filter(pk__in=rows.values("user_id"), is_active=True).order_by("pk")


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
