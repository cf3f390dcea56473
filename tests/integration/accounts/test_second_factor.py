import datetime as dt
import time

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from portal.accounts import actions, second_factor
from portal.core.models import AuditEvent
from portal.core.rules import Denied
from tests.integration.accounts import totp
from tests.integration.accounts.conftest import NOON, person_named

pytestmark = pytest.mark.django_db
ACTIVATE, DEACTIVATE, ASK = "mfa_activate_totp", "mfa_deactivate_totp", "mfa_authenticate"


def enrol(client):
    """在已登录的浏览器里启用两步验证，返回密钥。"""
    secret = client.get(reverse(ACTIVATE)).context["form"].secret
    answer = client.post(reverse(ACTIVATE), {"code": totp.code(secret, time.time())})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    return secret


@pytest.fixture
def administrator(person):
    actions.require_second_factor(user=person, required=True, by=None, at=NOON)
    return person


@pytest.fixture
def enrolled(zhang, clock):
    """张三已启用两步验证；返回密钥。钟已拨过一格，旧的口令不再可用。"""
    secret = enrol(zhang)
    clock.shift(dt.timedelta(minutes=2))
    return secret


def test_an_administrator_must_enrol_before_anything_else(administrator, zhang):
    for path in ("/desk/", "/accounts/", "/admin/"):
        assert zhang.get(path)["Location"].startswith(reverse(ACTIVATE))
    assert "管理员账号须启用" in zhang.get(reverse(ACTIVATE)).content.decode()
    enrol(zhang)
    assert zhang.get("/desk/").status_code == 200


def test_staff_must_enrol_too(person, zhang):
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    assert zhang.get("/admin/")["Location"] == reverse(ACTIVATE) + "?next=%2Fadmin%2F"


def test_other_people_are_offered_it_and_not_forced(zhang):
    assert zhang.get("/desk/").status_code == 200
    assert reverse(ACTIVATE) in zhang.get(reverse("accounts:profile")).content.decode()


def test_the_second_step_is_asked_and_the_desk_stays_closed_until_then(enrolled, sign_in):
    client = Client()
    assert sign_in("zhangsan", client=client)["Location"].startswith(reverse(ASK))
    assert client.get("/desk/").status_code == 302
    answer = client.post(reverse(ASK), {"code": totp.code(enrolled, time.time())})
    assert answer["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_next_survives_the_second_step(enrolled, sign_in):
    client = Client()
    sign_in("zhangsan", client=client, data={"next": "/desk/poll/"})
    answer = client.post(reverse(ASK), {"code": totp.code(enrolled, time.time())})
    assert answer["Location"] == "/desk/poll/"


def test_a_code_works_once(enrolled, sign_in):
    code = totp.code(enrolled, time.time())
    answers = []
    for client in (Client(), Client()):
        sign_in("zhangsan", client=client)
        answers.append(client.post(reverse(ASK), {"code": code}).status_code)
    assert answers == [302, 200]


def test_a_recovery_code_works_once(zhang, enrolled, sign_in):
    code = zhang.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    answers = []
    for client in (Client(), Client()):
        sign_in("zhangsan", client=client)
        answers.append(client.post(reverse(ASK), {"code": code}).status_code)
    assert answers == [302, 200]


def test_guessing_codes_locks_the_account(enrolled, sign_in):
    client = Client()
    sign_in("zhangsan", client=client)
    answers = [client.post(reverse(ASK), {"code": "000000"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    right = client.post(reverse(ASK), {"code": totp.code(enrolled, time.time())})
    assert "尝试过于频繁" in right.content.decode()
    assert sign_in("zhangsan").status_code == 429
    assert AuditEvent.objects.filter(event="accounts.second_factor.failed").count() == 5


def test_a_person_disabled_between_the_steps_is_refused(person, enrolled, sign_in):
    client = Client()
    sign_in("zhangsan", client=client)
    actions.deactivate_user(user=person, by=None, at=NOON)
    client.post(reverse(ASK), {"code": totp.code(enrolled, time.time())})
    assert client.get("/desk/").status_code == 302


def test_anybody_else_may_switch_it_off(zhang, enrolled, person):
    assert zhang.post(reverse(DEACTIVATE))["Location"] == reverse("mfa_index")
    assert not second_factor.is_active(person)
    assert AuditEvent.objects.filter(event="accounts.second_factor.deactivated").exists()


def test_an_administrator_may_not_switch_it_off(administrator, zhang, enrolled):
    assert "不能停用" in zhang.post(reverse(DEACTIVATE)).content.decode()
    assert second_factor.is_active(administrator)


def test_an_old_sign_in_is_confirmed_before_a_change(zhang, enrolled, clock):
    clock.shift(dt.timedelta(minutes=11))
    answer = zhang.get(reverse(DEACTIVATE))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    confirmed = zhang.post(answer["Location"], {"password": "Bamboo-River-29"})
    assert confirmed["Location"] == reverse(DEACTIVATE)
    assert zhang.get(reverse(DEACTIVATE)).status_code == 200


def test_a_lost_phone_is_reset_by_another_administrator(person, zhang, enrolled, sign_in):
    other = person_named("lisi", "李四")
    with pytest.raises(Denied, match="另一位管理员"):
        actions.reset_second_factor(user=person, by=person, at=NOON)
    actions.reset_second_factor(user=person, by=other, at=NOON)
    assert zhang.get("/desk/").status_code == 302
    assert sign_in("zhangsan")["Location"] == "/desk/"


def test_the_secret_is_not_stored_in_the_clear(person, enrolled):
    stored = person.authenticator_set.get(type="totp").data["secret"]
    assert stored != enrolled


def test_words_of_the_library_are_chinese(zhang):
    enrol(zhang)
    words = [str(message) for message in get_messages(zhang.get(reverse("mfa_index")).wsgi_request)]
    assert all("一" <= word[0] <= "鿿" for word in words)
