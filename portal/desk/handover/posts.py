"""岗位的读取：各岗位谁在任、谁代理，空缺自哪天。"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, Max, Q

from portal.organisations.models import Handover, HandoverItem, Membership, Organisation
from portal.organisations.roles import Role
from portal.organisations.scope import scope_of

ONE = dt.timedelta(days=1)
# 没有人任过也算空缺的：市与各县区必有的岗位。
EXPECTED = {
    Organisation.Kind.CITY: (Role.CITY_CLERK, Role.CITY_REVIEWER),
    Organisation.Kind.COUNTY: (Role.COUNTY_OFFICER, Role.COUNTY_HEAD),
}


@dataclass(frozen=True)
class Post:
    """一个岗位。`holders` 是当天在任的；空的为空缺，`vacant_since` 是空缺起的那天，从来没有人任过的为 None。"""

    organisation: Organisation
    role: str
    holders: list[Membership] = field(default_factory=list)
    vacant_since: dt.date | None = None

    @property
    def label(self) -> str:
        return Role(self.role).label

    @property
    def is_vacant(self) -> bool:
        return not self.holders

    def __str__(self):
        return f"{self.organisation} {self.label}"


def _active(on: dt.date) -> Q:
    in_term = Q(start_on__lte=on) & (Q(end_on__isnull=True) | Q(end_on__gte=on))
    return in_term & Q(person__is_active=True)


def seen_by(user):
    """此人看得到其岗位的机构。"""
    scope = scope_of(user)
    places = Organisation.objects.current()
    if scope.is_administrator or scope.is_auditor or scope.holds("run_campaign"):
        return places
    return places.within(scope.places.get("approve", {}).values())


def groups(user, *, words: str = "", role: str = "", state: str = "", on: dt.date):
    """看得到的岗位（机构编号、角色、在任人数、最后的止日），机构树顺序，供分页；撤并了的机构不列。"""
    places = seen_by(user)
    if words:
        places = places.filter(
            Q(name__icontains=words) | Q(short_name__icontains=words) | Q(code__iexact=words)
        )
    rows = Membership.objects.filter(organisation__in=places)
    rows = rows.filter(role=role) if role else rows
    counted = (
        rows.order_by()
        .values("organisation_id", "role", path=F("organisation__path"))
        .annotate(active=Count("pk", filter=_active(on)), until=Max("end_on"))
    )
    if state == "vacant":
        counted = counted.filter(active=0)
    if state == "acting":
        acting = Membership.objects.active(on=on).filter(is_acting=True)
        counted = counted.filter(organisation_id__in=acting.values("organisation_id"))
    return counted.order_by("path", "role")


def build(found: Sequence[dict], *, on: dt.date) -> list[Post]:
    """各组补上机构与在任的人；两次查询。"""
    places = Organisation.objects.in_bulk({row["organisation_id"] for row in found})
    terms = Membership.objects.filter(_active(on), organisation__in=places).select_related("person")
    held: dict[tuple[int, str], list[Membership]] = {}
    for term in terms.order_by("is_acting", "start_on", "pk"):
        held.setdefault((term.organisation_id, term.role), []).append(term)
    return [
        Post(
            places[row["organisation_id"]],
            row["role"],
            held.get((row["organisation_id"], row["role"]), []),
            row["until"] + ONE if row["until"] and not row["active"] else None,
        )
        for row in found
    ]


def vacancies(user, *, on: dt.date) -> list[Post]:
    """看得到的空缺岗位：曾有人任、现在没有的，与市、县区必有而从来没有人任过的。"""
    once = build(list(groups(user, state="vacant", on=on)), on=on)
    return sorted([*once, *_never_held(user)], key=lambda post: (post.organisation.path, post.role))


def _never_held(user) -> list[Post]:
    places = list(seen_by(user).of_kind(*EXPECTED))
    held = set(Membership.objects.filter(organisation__in=places).values_list("organisation_id", "role"))
    return [
        Post(place, role.value)
        for place in places
        for role in EXPECTED[place.kind]
        if (place.pk, role.value) not in held
    ]


def last_holder(organisation: Organisation, role: str, *, on: dt.date):
    """在任的人（不是代理的优先），没有则最后任过的；从来没有为 None。"""
    rows = Membership.objects.filter(organisation=organisation, role=role, start_on__lte=on)
    rows = rows.select_related("person")
    current = rows.active(on=on).order_by("is_acting", "start_on").first()
    term = current or rows.order_by("-end_on", "-pk").first()
    return term.person if term else None


def handovers_awaiting(user, *, on: dt.date) -> list[Handover]:
    """等此人确认的交接。"""
    rows = Handover.objects.filter(
        arriving__person=user, arriving__start_on__lte=on, confirmed_at__isnull=True
    )
    return list(rows.select_related("leaving__organisation"))


def handovers_of(user):
    """此人交出与接手的。"""
    mine = Q(leaving__person=user) | Q(arriving__person=user)
    rows = Handover.objects.filter(mine).annotate(left=Count("items", filter=Q(items__is_confirmed=False)))
    return rows.select_related("leaving__organisation", "leaving__person", "arriving__person")


def items_of(handover: Handover) -> list[HandoverItem]:
    return list(handover.items.all())
