import pytest
from django.test import Client

from tests.integration.accounts.test_second_factor import enrol

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(person, zhang):
    """能进后台的张三，已启用两步验证。"""
    person.is_staff = person.is_superuser = True
    person.save(update_fields=["is_staff", "is_superuser"])
    enrol(zhang)
    return zhang


def test_an_ordinary_person_is_refused(zhang):
    assert zhang.get("/admin/").status_code == 302
    assert zhang.get("/admin/login/").status_code == 403


def test_an_anonymous_visitor_signs_in_at_the_one_door():
    answer = Client().get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")


def test_an_operator_sees_accounts_and_changes_none(operator, person):
    page = operator.get("/admin/accounts/user/").content.decode()
    assert "张三" in page
    assert "/admin/accounts/user/add/" not in page
    detail = operator.get(f"/admin/accounts/user/{person.pk}/change/").content.decode()
    assert "13812345678" not in detail
    assert "_save" not in detail
    assert operator.post(f"/admin/accounts/user/{person.pk}/change/", {"name": "改名"}).status_code == 403


@pytest.mark.parametrize(
    "path", ["mfa/authenticator/", "usersessions/usersession/", "account/emailaddress/", "auth/group/"]
)
def test_the_insides_of_sign_in_are_not_shown(operator, path):
    assert operator.get(f"/admin/{path}").status_code == 404


def test_no_other_way_to_change_a_password(operator):
    assert operator.get("/admin/password_change/")["Location"] == "/accounts/password/change/"
