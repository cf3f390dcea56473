import datetime as dt

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from portal.accounts import actions, passwords
from tests.integration.accounts.conftest import NOON, PASSWORD

pytestmark = pytest.mark.django_db
CHANGE = "account_change_password"
NEW = "Violet-Stone-77"


def form(current=PASSWORD, password=NEW, again=None, **extra):
    return {"current": current, "password": password, "again": again or password} | extra


def refusals(password, user):
    with pytest.raises(ValidationError) as caught:
        validate_password(password, user)
    return {error.code for error in caught.value.error_list}


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Aa1-xyz", "too_short"),
        ("aa1" * 50, "too_long"),
        ("abcdefgh1234", "too_few_kinds"),
        ("Zhangsan-2026", "too_personal"),
        ("Nasgnahz-2026", "too_personal"),
        ("Good张三-2026", "too_personal"),
        ("Tel-345678-Xy", "too_personal"),
        ("Admin@123456", "too_common"),
        ("P@ssw0rd2026", "too_common"),
        ("Qwer1234!@#$", "too_common"),
        ("Aa1Aa1Aa1Aa1", "too_common"),
    ],
)
def test_weak_passwords_are_refused(person, password, code):
    assert code in refusals(password, person)


def test_the_default_profile_accepts_three_kinds(person):
    assert validate_password("Violet7stone", person) is None


def test_the_length_profile_wants_length_and_no_kinds(settings, person):
    settings.PASSWORD_POLICY = "length"
    assert refusals("Violet-77", person) == {"too_short"}
    assert validate_password("violet stone under the bridge", person) is None


def test_the_last_five_are_not_reused(person):
    for number in range(5):
        actions.change_password(user=person, password=f"Violet-Stone-{number}", by=person, at=NOON)
    for number in range(5):
        assert refusals(f"Violet-Stone-{number}", person) == {"reused"}


def test_one_time_passwords_satisfy_both_profiles_and_differ(settings, person):
    issued = {passwords.one_time_password() for _ in range(50)}
    assert len(issued) == 50
    for profile in passwords.POLICIES:
        settings.PASSWORD_POLICY = profile
        assert all(validate_password(password, person) is None for password in issued)


def test_a_one_time_password_must_be_changed_first(sign_in, clock):
    actions.create_user(username="lisi", name="李四", by=None, at=NOON)
    user, one_time = actions.create_user(username="wangwu", name="王五", by=None, at=NOON)
    client = Client()
    sign_in("wangwu", one_time, client=client)
    answer = client.get("/desk/poll/")
    assert answer["Location"] == reverse(CHANGE) + "?next=%2Fdesk%2Fpoll%2F"
    assert "一次性密码" in client.get(answer["Location"]).content.decode()
    done = client.post(reverse(CHANGE), form(current=one_time, next="/desk/poll/"))
    assert done["Location"] == "/desk/poll/"
    assert client.get("/desk/poll/").status_code == 200


def test_an_htmx_request_of_somebody_who_must_change_moves_the_whole_page(sign_in, clock):
    _, one_time = actions.create_user(username="wangwu", name="王五", by=None, at=NOON)
    client = Client()
    sign_in("wangwu", one_time, client=client)
    assert client.get("/desk/", headers={"hx-request": "true"})["HX-Redirect"] == reverse(CHANGE)


def test_ninety_days_later_the_password_must_be_changed(person, sign_in, clock):
    clock.shift(dt.timedelta(days=90))
    client = Client()
    sign_in("zhangsan", client=client)
    assert client.get("/desk/")["Location"].startswith(reverse(CHANGE))
    client.post(reverse(CHANGE), form())
    assert client.get("/desk/").status_code == 200


def test_the_length_profile_never_expires_a_password(settings, person, sign_in, clock):
    settings.PASSWORD_POLICY = "length"
    clock.shift(dt.timedelta(days=900))
    client = Client()
    sign_in("zhangsan", client=client)
    assert client.get("/desk/").status_code == 200


def test_a_change_ends_other_sessions_and_keeps_this_one(zhang, sign_in):
    elsewhere = Client()
    sign_in("zhangsan", client=elsewhere)
    before = zhang.session.session_key
    assert zhang.post(reverse(CHANGE), form())["Location"] == reverse("accounts:profile")
    assert zhang.session.session_key != before
    assert zhang.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").status_code == 302
    assert [row.is_current for row in zhang.get(reverse("usersessions_list")).context["sessions"]] == [True]


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        (form(current="wrong"), "current", "当前密码不正确"),
        (form(again="other"), "again", "不一致"),
        (form(password="short"), "password", "至少要 10 位"),
        (form(password=PASSWORD), "password", "最近用过"),
        ({}, "current", "请输入当前密码"),
    ],
)
def test_a_refused_change_says_what_to_mend(zhang, data, field, words):
    answer = zhang.post(reverse(CHANGE), data)
    assert answer.status_code == 422
    assert words in answer.context["form"].errors[field][0]


def test_next_after_a_change_stays_inside(zhang):
    assert zhang.post(reverse(CHANGE), form(next="//evil.example/"))["Location"] == reverse(
        "accounts:profile"
    )
