"""视野与权限表：谁看得到哪些机构；每个角色得到哪些权限。"""

import pytest

from portal.organisations.models import Organisation
from portal.organisations.roles import KINDS, LABELS, PERMISSIONS, REACH_DOWN, SYSTEM, Role, are_apart
from portal.organisations.scope import scope_of

WRITING = set(LABELS) - {"view_work", "audit", "administer"}
EVERYTHING = ["YC", "NY", "YD", "YD-T1", "YD-T1-V1"]


@pytest.mark.parametrize(
    ("role", "place", "seen"),
    [
        ("city_clerk", "city", EVERYTHING),
        ("auditor", "city", EVERYTHING),
        ("department_scorer", "department", ["NY"]),
        ("county_officer", "county", ["YD", "YD-T1", "YD-T1-V1"]),
        ("township_officer", "township", ["YD-T1", "YD-T1-V1"]),
        ("village_clerk", "village", ["YD-T1-V1"]),
        ("administrator", "city", []),
    ],
)
def test_each_role_sees_its_own_subtree(town, role, place, seen):
    person = town.hire("one", town.places[place], role)
    assert [o.code for o in Organisation.objects.visible_to(person)] == seen


def test_two_posts_see_two_subtrees_and_one_inside_another_counts_once(town):
    person = town.hire("one", town.county, "county_officer")
    town.appoint(person, town.township, "township_officer")
    assert scope_of(person).reading == (town.county.path,)


def test_a_scope_is_one_query_however_often_it_is_asked(town, django_assert_num_queries):
    person = town.hire("one", town.county, "county_officer")
    with django_assert_num_queries(1):
        for _ in range(3):
            scope_of(person).can("draft", town.county)
    assert scope_of(person).holds("draft")


def test_reading_reaches_down_and_writing_stays(town):
    person = town.hire("one", town.county, "county_officer")
    reach = {perm: scope_of(person).can(perm, town.village) for perm in PERMISSIONS["county_officer"]}
    assert reach == {perm: perm in REACH_DOWN for perm in reach}


@pytest.mark.parametrize("role", Role)
def test_the_grants_in_the_database_are_those_of_the_table(town, role):
    place = Organisation.objects.filter(kind=KINDS[role][0]).first()
    person = town.hire("one", place, role)
    held = person.organisationuserobjectpermission_set.values_list("permission__codename", "content_object")
    assert set(held) == {(perm, place.pk) for perm in PERMISSIONS[role]}


def test_every_role_has_a_place_and_known_permissions():
    assert set(PERMISSIONS) == set(KINDS) == set(Role)
    assert {perm for perms in PERMISSIONS.values() for perm in perms} == set(LABELS)


def test_administrators_and_auditors_do_no_business():
    assert all(not WRITING & set(PERMISSIONS[role]) for role in SYSTEM)


def test_making_and_approving_are_different_roles():
    pairs = (
        ("draft", "approve"),
        ("score", "approve_scores"),
        ("receive", "review"),
        ("publish_first", "publish_second"),
    )
    assert all(not set(pair) <= set(perms) for pair in pairs for perms in PERMISSIONS.values())


def test_roles_that_must_be_apart_are_so_both_ways():
    assert all(are_apart(a, b) == are_apart(b, a) for a in Role for b in Role)
    assert {b for b in Role if not are_apart(Role.AUDITOR, b)} == {Role.AUDITOR}
    assert not are_apart(Role.CITY_CLERK, Role.COUNTY_OFFICER)
