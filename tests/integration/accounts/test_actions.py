import datetime as dt

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.accounts import actions, jobs
from portal.accounts.models import User
from portal.core.models import AuditEvent
from portal.core.rules import Denied
from tests.integration.accounts.conftest import NOON, person_named

pytestmark = pytest.mark.django_db


def events():
    return list(AuditEvent.objects.order_by("pk").values_list("event", flat=True))


def test_a_new_account_has_a_one_time_password_and_is_recorded(clock):
    user, one_time = actions.create_user(username="lisi", name="李四", phone="0871-1234567", by=None, at=NOON)
    assert user.check_password(one_time)
    assert user.must_change_password
    assert events() == ["accounts.user.created"]
    assert one_time not in str(AuditEvent.objects.values())


def test_a_one_time_hash_is_quick_to_make_and_strengthened_at_first_use(clock, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    user, one_time = actions.create_user(username="lisi", name="李四", by=None, at=NOON)
    assert user.password.split("$")[1] == "10000"
    assert user.check_password(one_time)
    user.refresh_from_db()
    assert int(user.password.split("$")[1]) >= 600_000 and user.must_change_password


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("username", {"username": "bad name"}),
        ("phone", {"phone": "不知道"}),
        ("name", {"name": ""}),
    ],
)
def test_a_wrong_field_is_named(clock, field, values):
    with pytest.raises(ValidationError) as caught:
        actions.create_user(**{"username": "lisi", "name": "李四"} | values, by=None, at=NOON)
    assert list(caught.value.message_dict) == [field]


def test_two_accounts_cannot_differ_by_case_only(person):
    with pytest.raises(ValidationError, match="已被使用"):
        actions.create_user(username="ZHANGSAN", name="另一人", by=None, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="ZhangSan", name="另一人")


def test_a_reset_ends_sessions_and_the_lock(person, zhang, sign_in):
    clerk = person_named("lisi", "李四")
    for _ in range(5):
        sign_in("zhangsan", "wrong")
    one_time = actions.reset_password(user=person, by=clerk, at=NOON)
    assert zhang.get("/desk/").status_code == 302
    assert sign_in("zhangsan").status_code == 200
    assert sign_in("zhangsan", one_time).status_code == 302


@pytest.mark.parametrize(
    "act", [actions.reset_password, actions.deactivate_user, actions.reset_second_factor]
)
def test_nobody_does_these_to_himself(person, act):
    with pytest.raises(Denied, match="自己"):
        act(user=person, by=person, at=NOON)


def test_disabling_and_restoring(person):
    actions.deactivate_user(user=person, by=None, at=NOON)
    with pytest.raises(Denied, match="已经停用"):
        actions.deactivate_user(user=person, by=None, at=NOON)
    actions.reactivate_user(user=person, by=None, at=NOON)
    with pytest.raises(Denied, match="正在使用"):
        actions.reactivate_user(user=person, by=None, at=NOON)
    assert events()[-2:] == ["accounts.user.deactivated", "accounts.user.reactivated"]


def test_accounts_unused_for_ninety_days_are_disabled(person, zhang):
    never, _ = actions.create_user(username="lisi", name="李四", by=None, at=NOON)
    User.objects.create_superuser(username="root-keeper", name="保管人", active_since=NOON)
    day = dt.date(2026, 8, 4)
    assert actions.deactivate_unused(on=day, at=NOON) == []
    assert actions.deactivate_unused(on=day + dt.timedelta(days=1), at=NOON) == [person, never]
    assert set(User.objects.active().values_list("username", flat=True)) == {"root-keeper"}


def test_a_restored_account_is_not_disabled_again_the_next_day(person):
    later = NOON + dt.timedelta(days=200)
    actions.deactivate_unused(on=later.date(), at=later)
    person.refresh_from_db()
    actions.reactivate_user(user=person, by=None, at=later)
    assert actions.deactivate_unused(on=later.date() + dt.timedelta(days=1), at=later) == []


def test_the_daily_job_disables_and_tidies(zhang, sign_in, clock):
    sign_in("nobody", "wrong")
    clock.shift(dt.timedelta(days=91))
    result = jobs.tidy(None, on="2026-08-05")
    assert result == {"deactivated": 1, "forgotten": 0}
    assert not Session.objects.exists()
    assert not apps.get_model("axes", "AccessAttempt").objects.exists()


def test_the_daily_job_keeps_what_is_live(zhang, clock):
    clock.shift(dt.timedelta(hours=1))
    assert jobs.tidy(None, on="2026-05-06") == {"deactivated": 0, "forgotten": 0}
    assert Session.objects.count() == 1


def test_a_demand_for_the_second_factor_is_recorded_once(person):
    for _ in range(2):
        actions.require_second_factor(user=person, required=True, by=None, at=NOON)
    assert events().count("accounts.second_factor.required") == 1


def test_a_profile_is_corrected(person):
    actions.update_profile(user=person, name="张三丰", phone="13900001111", by=None, at=NOON)
    person.refresh_from_db()
    assert (person.name, person.masked_phone) == ("张三丰", "139****1111")


@pytest.mark.parametrize(("phone", "shown"), [("", ""), ("12345", "***45"), ("0871-1234567", "087*****4567")])
def test_a_phone_is_shown_masked(phone, shown):
    assert User(phone=phone).masked_phone == shown


def test_the_profile_page_shows_no_full_phone(zhang):
    page = zhang.get(reverse("accounts:profile")).content.decode()
    assert "138****5678" in page
    assert "13812345678" not in page
