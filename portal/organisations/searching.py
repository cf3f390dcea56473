"""机构、人员：系统管理员与审计员可查；村（居）在各人视野之内可查。"""

from django.contrib.auth import get_user_model
from django.urls import reverse

from portal.core import rules, search
from portal.organisations import permissions
from portal.organisations.models import Organisation

User = get_user_model()
NAMES = ("name", "short_name", "code", "region_code")


def _places(user):
    rows = Organisation.objects.all()
    return rows if _may_look(user) else rows.none()


def _people(user):
    rows = User.objects.all()
    return rows if _may_look(user) else rows.none()


def _may_look(user) -> bool:
    return rules.refusal(permissions.check_can_look, user) is None


def _villages(user):
    return Organisation.objects.visible_to(user).of_kind(Organisation.Kind.VILLAGE).current()


search.register(
    "villages",
    "村（居）",
    Organisation,
    _villages,
    NAMES,
    title=lambda place: place.name,
    url=lambda place: reverse("village:village-catalog", args=[place.code]),
    note=lambda place: place.code,
    order=("path",),
)
search.register(
    "organisations",
    "机构",
    Organisation,
    _places,
    NAMES,
    title=lambda place: place.name,
    url=lambda place: reverse("organisations:detail", args=[place.pk]),
    note=lambda place: place.get_kind_display(),
    order=("path",),
)
search.register(
    "people",
    "人员",
    User,
    _people,
    ("name", "username"),
    title=lambda person: person.name,
    url=lambda person: reverse("organisations:person", args=[person.pk]),
    note=lambda person: person.username,
    order=("username",),
)
