"""任期：起止当天北京时间零点生效与失效；系统与业务分开；最后一位管理员动不得。"""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.accounts import actions as accounts
from portal.core import clock
from portal.core.jobs import registry
from portal.core.models import AuditEvent
from portal.core.rules import Denied
from portal.organisations import actions, selectors
from portal.organisations.models import Membership, Organisation
from portal.organisations.scope import forget, scope_of


def morning(day):
    return clock.day_start(day) + dt.timedelta(hours=9)


def test_an_appointment_grants_at_once_and_is_recorded(town):
    officer = town.hire("officer", town.county, "county_officer")
    assert scope_of(officer).can("draft", town.county)
    assert not scope_of(officer).can("draft", town.township)
    assert (
        AuditEvent.objects.filter(event="organisations.membership.started").last().detail["from"]
        == "2026-01-01"
    )


@pytest.mark.parametrize(
    ("utc", "status"),
    [("2026-06-30T15:59:59", 200), ("2026-06-30T16:00:00", 403)],
)
def test_the_last_day_ends_at_midnight_in_beijing(town, sign_in, process_zone, utc, status):
    town.hire("second", town.city, "administrator")
    person = town.hire("acting", town.city, "administrator", is_acting=True, end_on=dt.date(2026, 6, 30))
    with time_machine.travel(dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC), tick=False):
        assert sign_in(person).get(reverse("organisations:people")).status_code == status


@pytest.mark.parametrize(
    ("utc", "status"),
    [("2026-06-30T15:59:59", 403), ("2026-06-30T16:00:00", 200)],
)
def test_the_first_day_begins_at_midnight_in_beijing(town, sign_in, utc, status):
    person = town.hire("next", town.city, "auditor", start_on=dt.date(2026, 7, 1))
    with time_machine.travel(dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC), tick=False):
        assert sign_in(person).get(reverse("organisations:people")).status_code == status


def test_people_who_do_not_sign_in_are_aligned_every_night(town):
    leaving = town.hire("leaving", town.county, "county_officer", end_on=dt.date(2026, 6, 30))
    coming = town.hire("coming", town.county, "county_officer", start_on=dt.date(2026, 7, 1))
    assert list(selectors.people_with("draft", town.county)) == [leaving]
    assert actions.align_everyone(by=None, at=morning(dt.date(2026, 7, 1))) == 2
    assert list(selectors.people_with("draft", town.county)) == [coming]
    detail = AuditEvent.objects.filter(event="organisations.grants.aligned").first().detail
    assert detail == {"granted": [], "revoked": [leaving.memberships.get().pk]}
    assert actions.align_everyone(by=None, at=morning(dt.date(2026, 7, 1))) == 0


def test_the_nightly_job_is_planned(town):
    (plan,) = [plan for plan in registry.DAILIES if plan.kind == "organisations.align"]
    assert plan.at < dt.time(0, 5)
    assert registry.kind("organisations.align").function(None, on="2026-07-01") == {"aligned": 0}


def test_two_posts_of_one_person_are_kept_apart(town):
    person = town.hire("both", town.county, "county_officer")
    second = town.appoint(person, town.township, "township_officer")
    actions.end_membership(membership=second, on=dt.date(2026, 3, 1), by=None, at=town.at)
    scope = scope_of(person)
    assert scope.can("draft", town.county) and not scope.can("draft", town.township)


def test_one_of_two_roles_in_one_place_can_end(town):
    person = town.hire("both", town.city, "city_clerk")
    second = town.appoint(person, town.city, "city_reviewer")
    actions.end_membership(membership=second, on=dt.date(2026, 3, 1), by=None, at=town.at)
    assert scope_of(person).can("view_work", town.city) and not scope_of(person).can("review", town.city)


def test_ending_today_keeps_today(town):
    officer = town.hire("officer", town.county, "county_officer")
    actions.end_membership(membership=officer.memberships.get(), on=town.on, by=None, at=town.at)
    assert scope_of(officer).can("draft", town.county)
    actions.align_grants(person=officer, by=None, at=morning(town.on + dt.timedelta(days=1)))
    assert not scope_of(officer).can("draft", town.county)


def test_a_post_cannot_end_before_it_begins_nor_later_than_agreed(town):
    post = town.appoint(town.clerk, town.city, "city_reviewer", end_on=dt.date(2026, 6, 30))
    with pytest.raises(Denied, match="不能早于"):
        actions.end_membership(membership=post, on=dt.date(2025, 12, 31), by=None, at=town.at)
    with pytest.raises(Denied, match="另行任命"):
        actions.end_membership(membership=post, on=dt.date(2026, 7, 31), by=None, at=town.at)
    post.refresh_from_db()
    assert post.end_on == dt.date(2026, 6, 30)


def test_only_an_appointment_that_has_not_begun_can_be_cancelled(town):
    future = town.appoint(town.clerk, town.city, "city_reviewer", start_on=dt.date(2026, 7, 1))
    actions.cancel_appointment(membership=future, by=None, at=town.at)
    assert town.clerk.memberships.count() == 1
    with pytest.raises(Denied, match="只能免职"):
        actions.cancel_appointment(membership=town.clerk.memberships.get(), by=None, at=town.at)


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        ("administrator", "city_clerk"),
        ("administrator", "auditor"),
        ("auditor", "city_reviewer"),
        ("city_clerk", "administrator"),
    ],
)
def test_system_and_business_are_never_one_person_at_one_time(town, held, wanted):
    person = town.hire("one", town.city, held, end_on=dt.date(2026, 6, 30))
    with pytest.raises(Denied, match="不能由同一人兼任"):
        town.appoint(person, town.city, wanted, start_on=dt.date(2026, 6, 30))
    assert town.appoint(person, town.city, wanted, start_on=dt.date(2026, 7, 1)).pk


def test_the_same_post_cannot_overlap_itself(town):
    with pytest.raises(Denied, match="任期不能重叠"):
        town.appoint(town.clerk, town.city, "city_clerk", start_on=dt.date(2026, 5, 1))
    assert town.clerk.memberships.count() == 1


def test_acting_needs_an_end_even_from_the_shell(town):
    with pytest.raises(Denied, match="止日"):
        town.appoint(town.clerk, town.city, "city_reviewer", is_acting=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(person=town.clerk).update(is_acting=True)
    assert not Membership.objects.filter(is_acting=True).exists()


@pytest.mark.parametrize(
    ("role", "place"), [("county_officer", "city"), ("city_clerk", "county"), ("village_clerk", "township")]
)
def test_a_role_fits_its_kind_of_place(town, role, place):
    with pytest.raises(Denied, match="不能设在"):
        town.hire("one", town.places[place], role)
    assert not Membership.objects.filter(role=role, organisation=town.places[place]).exists()


def test_nobody_is_appointed_to_an_ended_place_or_without_an_account(town):
    actions.end_organisation(organisation=town.village, on=town.on, successor=None, by=None, at=town.at)
    with pytest.raises(Denied, match="撤并"):
        town.hire("cun", Organisation.objects.get(pk=town.village.pk), "village_clerk")
    town.clerk.is_active = False
    with pytest.raises(Denied, match="已停用"):
        town.appoint(town.clerk, town.city, "city_reviewer")
    assert town.clerk.memberships.count() == 1


def test_the_last_administrator_stays(town):
    post = town.admin.memberships.get()
    with pytest.raises(Denied, match="最后一位系统管理员"):
        actions.end_membership(membership=post, on=town.on, by=None, at=town.at)
    town.hire("leaving", town.city, "administrator", end_on=dt.date(2026, 12, 31))
    with pytest.raises(Denied, match="最后一位系统管理员"):
        actions.end_membership(membership=post, on=town.on, by=None, at=town.at)
    town.hire("second", town.city, "administrator")
    assert actions.end_membership(membership=post, on=town.on, by=None, at=town.at).end_on == town.on


def test_administrators_need_a_second_factor_as_long_as_they_are(town):
    second = town.hire("second", town.city, "administrator")
    assert second.second_factor_required
    actions.end_membership(membership=second.memberships.get(), on=dt.date(2026, 3, 1), by=None, at=town.at)
    second.refresh_from_db()
    assert not second.second_factor_required


def test_nobody_retires_themselves_or_someone_with_a_post(town):
    with pytest.raises(Denied, match="自己"):
        actions.retire(person=town.admin, by=town.admin, at=town.at)
    with pytest.raises(Denied, match="还担任云川市 市政务公开办经办"):
        actions.retire(person=town.clerk, by=town.admin, at=town.at)
    actions.end_membership(
        membership=town.clerk.memberships.get(), on=dt.date(2026, 3, 1), by=town.admin, at=town.at
    )
    actions.retire(person=town.clerk, by=town.admin, at=town.at)
    town.clerk.refresh_from_db()
    assert not town.clerk.is_active


def test_a_deactivated_account_sees_nothing(town):
    forget(town.clerk)
    accounts.deactivate_user(user=town.clerk, by=None, at=town.at)
    assert scope_of(town.clerk).reading == ()


def test_the_database_refuses_a_term_that_ends_before_it_begins(town):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(person=town.clerk).update(end_on=dt.date(2025, 1, 1))
    with pytest.raises(ValidationError):
        Membership(person=town.clerk, organisation=town.city, role="emperor", start_on=town.on).full_clean()
