import datetime as dt

import pytest
from django.apps import apps
from django.test import Client, RequestFactory
from django.urls import reverse

from portal.accounts import actions, addresses
from portal.core.models import AuditEvent
from tests.integration.accounts.conftest import NOON, person_named

pytestmark = pytest.mark.django_db


def fail(sign_in, times=5, username="zhangsan", **extra):
    return [sign_in(username, "wrong", **extra) for _ in range(times)]


def test_the_fifth_failure_locks_and_says_when_and_who(person, sign_in):
    answers = fail(sign_in)
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    page = answers[-1].content.decode()
    assert "5月6日 12:20" in page
    assert "平台管理员" in page
    assert answers[-1]["Retry-After"] == "1200"


def test_the_right_password_does_not_help_while_locked(person, sign_in):
    fail(sign_in)
    assert sign_in("zhangsan").status_code == 429


def test_an_unknown_name_is_locked_with_the_same_page(person, sign_in):
    known, unknown = fail(sign_in)[-1], fail(sign_in, username="nobody")[-1]
    assert known.content == unknown.content


def test_the_lock_ends_by_itself(person, sign_in, clock):
    fail(sign_in)
    clock.shift(dt.timedelta(minutes=19))
    assert sign_in("zhangsan").status_code == 429
    clock.shift(dt.timedelta(minutes=1, seconds=1))
    assert sign_in("zhangsan").status_code == 302


def test_a_spoofed_forwarded_header_does_not_evade(person, sign_in):
    for number in range(5):
        sign_in("zhangsan", "wrong", headers={"x-forwarded-for": f"10.0.0.{number}"})
    assert sign_in("zhangsan", headers={"x-forwarded-for": "10.9.9.9"}).status_code == 429


def test_other_addresses_browsers_and_letter_case_do_not_evade(person, sign_in):
    names = ["zhangsan", "ZHANGSAN", " zhangsan", "ZhangSan", "zhangsaN"]
    for number, name in enumerate(names):
        sign_in(name, "wrong", REMOTE_ADDR=f"10.0.0.{number}", headers={"user-agent": f"Browser {number}"})
    assert sign_in("zhangsan", REMOTE_ADDR="10.9.9.9").status_code == 429


def test_colleagues_behind_the_same_address_are_not_locked(person, sign_in):
    person_named("lisi", "李四")
    fail(sign_in)
    assert sign_in("lisi").status_code == 302


def test_a_success_starts_the_count_anew(person, sign_in):
    fail(sign_in, times=4)
    assert sign_in("zhangsan").status_code == 302
    assert fail(sign_in, times=4)[-1].status_code == 200


def test_an_administrator_can_unlock_at_once(person, sign_in):
    fail(sign_in)
    actions.unlock_user(user=person, by=None, at=NOON)
    assert sign_in("zhangsan").status_code == 302


def test_the_lock_is_recorded_once_however_often_they_try(person, sign_in):
    fail(sign_in, times=9)
    events = AuditEvent.objects.filter(event__in=["accounts.sign_in.failed", "accounts.user.locked"])
    assert events.filter(event="accounts.user.locked").count() == 1
    assert events.filter(event="accounts.sign_in.failed").count() == 5


def test_the_admin_site_uses_the_same_door(person, sign_in):
    answer = Client().post("/admin/login/", {"username": "zhangsan", "password": "wrong"})
    assert answer["Location"].startswith("/accounts/login/?next=")
    fail(sign_in)
    assert sign_in("zhangsan", data={"next": "/admin/"}).status_code == 429


def test_guessing_the_current_password_locks_too(zhang):
    form = {"current": "wrong", "password": "Violet-Stone-77", "again": "Violet-Stone-77"}
    answers = [zhang.post(reverse("account_change_password"), form) for _ in range(5)]
    assert answers[-1].status_code == 429


def test_nothing_typed_is_kept_in_the_clear(zhang, sign_in):
    secrets = ["110101199003071234", "Typed-In-Wrong-Field-1", "Guess-At-Current-2", "Wanted-New-3"]
    sign_in(secrets[0], secrets[1])
    zhang.post(
        reverse("account_change_password"),
        {"current": secrets[2], "password": secrets[3], "again": secrets[3]},
    )
    attempts = apps.get_model("axes", "AccessAttempt").objects.all()
    kept = str([*attempts.values(), *AuditEvent.objects.values()])
    assert len(attempts) == 2
    assert not [secret for secret in secrets if secret.lower() in kept.lower()]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "6.6.6.6", "10.1.1.1"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        (2, "1.2.3.4", "10.1.1.1"),
        (1, "garbage", "0.0.0.0"),
        (1, "", "10.1.1.1"),
    ],
)
def test_only_counted_proxies_are_believed(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.1.1.1", headers={"x-forwarded-for": forwarded})
    assert addresses.client_ip(request) == expected
