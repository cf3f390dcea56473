"""谁替哪个单位办依申请公开与年度报告：经办与审核是不同的人。两个台账共用。"""

from portal.core.rules import Denied
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation
from portal.organisations.scope import Scope, scope_of

K = Organisation.Kind
WRITE = {K.CITY: "receive", K.DEPARTMENT: "score"}
REVIEW = {K.CITY: "review", K.DEPARTMENT: "approve_scores"}
# 没有自己的审核人、或由县公开办代办的单位。
UNDER_COUNTY = (K.COUNTY_DEPARTMENT, K.TOWNSHIP)
BODIES = (K.CITY, K.DEPARTMENT, K.COUNTY, K.COUNTY_DEPARTMENT, K.TOWNSHIP)


def may_write(user, body: Organisation) -> bool:
    """经办：本单位的填报人、评分人或市经办；县直部门与乡镇的也可由县区填报人代办。"""
    return _holds(scope_of(user), body, WRITE.get(body.kind, "draft"), "draft")


def may_review(user, body: Organisation) -> bool:
    """审核：本单位的负责人；县直部门与乡镇的也可由县区负责人审核。"""
    return _holds(scope_of(user), body, REVIEW.get(body.kind, "approve"), "approve")


def _holds(scope: Scope, body: Organisation, perm: str, in_county: str) -> bool:
    above = body.path[: -Organisation.steplen]
    helped = body.kind in UNDER_COUNTY and above in scope.places.get(in_county, {}).values()
    return scope.can(perm, body) or helped


def check_can_write(user, body: Organisation) -> None:
    if body.kind not in BODIES:
        raise Denied(f"{body.get_kind_display()}不是行政机关，不受理政府信息公开申请，也不编年度报告。")
    if not may_write(user, body):
        raise Denied(f"只有{body}的经办人可以办理。")


def check_can_review(user, body: Organisation) -> None:
    if not may_review(user, body):
        raise Denied(f"只有{body}的审核人可以审核。")


def bodies(user, of: str = "write"):
    """此人可以经办（`write`）或审核（`review`）的现有单位，机构树顺序；一次查询。"""
    scope, table = scope_of(user), WRITE if of == "write" else REVIEW
    default = "draft" if of == "write" else "approve"
    rows = Organisation.objects.current()
    found = Organisation.objects.none()
    for kind in BODIES:
        held = scope.organisations(table.get(kind, default))
        found |= rows.filter(kind=kind, pk__in=held)
    for path in scope.places.get(default, {}).values():
        found |= rows.filter(kind__in=UNDER_COUNTY, path__startswith=path)
    return found


def reviewers(body: Organisation):
    """可以审核这个单位的在用账号：本单位的，没有的则是所在县区的。"""
    people = organisations.people_with(REVIEW.get(body.kind, "approve"), body)
    if not people and body.kind in UNDER_COUNTY:
        return organisations.people_with("approve", Organisation.objects.get_parent(body))
    return people


def writers(places) -> dict[int, tuple]:
    """{单位编号: 可以经办的在用账号}：本单位的，与代办的县区填报人；两次查询。"""
    above = {place.pk: place.path[: -Organisation.steplen] for place in places if place.kind in UNDER_COUNTY}
    counties = {county.path: county for county in Organisation.objects.filter(path__in=above.values())}
    held = organisations.staff([*places, *counties.values()], "draft", "score", "receive")
    found = {}
    for place in places:
        people = held.get((place.pk, WRITE.get(place.kind, "draft")), ())
        county = counties.get(above.get(place.pk, ""))
        helpers = held.get((county.pk, "draft"), ()) if county else ()
        found[place.pk] = tuple(dict.fromkeys((*people, *helpers)))
    return found
