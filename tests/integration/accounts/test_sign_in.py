import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts import actions
from portal.core.models import AuditEvent
from tests.integration.accounts.conftest import NOON, PASSWORD

pytestmark = pytest.mark.django_db


def test_a_person_signs_in_and_reaches_the_desk(zhang):
    assert zhang.get("/desk/").content.decode() == "工作台 张三"


@pytest.mark.parametrize("typed", ["ZhangSan", " zhangsan ", "ｚｈａｎｇｓａｎ"])
def test_case_width_and_blanks_of_the_username_do_not_matter(person, sign_in, typed):
    assert sign_in(typed).status_code == 302


def test_unknown_user_wrong_password_and_disabled_account_get_the_same_words(person, sign_in):
    other, _ = actions.create_user(username="lisi", name="李四", by=None, at=NOON)
    actions.change_password(user=other, password=PASSWORD, by=other, at=NOON)
    actions.deactivate_user(user=other, by=person, at=NOON)
    errors = [
        sign_in(username, password).context["form"].non_field_errors()
        for username, password in (("nobody", "x"), ("zhangsan", "wrong"), ("lisi", PASSWORD))
    ]
    assert errors[0] == errors[1] == errors[2] == ["用户名或密码不正确。连续输错 5 次，将暂停登录一段时间。"]


def test_the_session_key_changes_at_sign_in(person, sign_in):
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    sign_in("zhangsan", client=client)
    assert client.session.session_key != before
    assert Client(headers={"cookie": f"sessionid={before}"}).get("/desk/").status_code == 302


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/desk/",
        "//evil.example/desk/",
        "http://testserver/desk/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/",
        "/desk/" + "a" * 600,
    ],
)
def test_next_outside_the_workbench_is_ignored(person, sign_in, target):
    assert sign_in("zhangsan", data={"next": target})["Location"] == "/desk/"


def test_next_inside_the_workbench_is_followed(person, sign_in):
    assert sign_in("zhangsan", data={"next": "/desk/poll/?page=2"})["Location"] == "/desk/poll/?page=2"


def test_an_anonymous_visitor_is_sent_to_sign_in_and_back():
    assert Client().get("/desk/")["Location"] == "/accounts/login/?next=/desk/"


def test_an_unknown_host_is_refused(client):
    assert client.get(reverse("account_login"), headers={"host": "evil.example"}).status_code == 400


def test_leaving_needs_a_post(zhang):
    assert "确定要退出吗" in zhang.get(reverse("account_logout")).content.decode()
    assert zhang.get("/desk/").status_code == 200
    assert zhang.post(reverse("account_logout"))["Location"] == "/accounts/login/"
    assert zhang.get("/desk/").status_code == 302


def test_sign_in_and_leaving_are_recorded_with_the_address(zhang):
    zhang.post(reverse("account_logout"))
    events = AuditEvent.objects.filter(event__startswith="accounts.session").values_list(
        "event", "actor_label", "detail"
    )
    assert list(events) == [
        ("accounts.session.started", "张三", {"ip": "127.0.0.1"}),
        ("accounts.session.ended", "张三", {"ip": "127.0.0.1"}),
    ]


def test_a_failure_is_recorded_without_what_was_typed_for_an_unknown_name(person, sign_in):
    sign_in("zhangsan", "wrong")
    sign_in("110101199003071234", "wrong")
    details = list(
        AuditEvent.objects.filter(event="accounts.sign_in.failed").values_list("detail", flat=True)
    )
    assert details == [{"ip": "127.0.0.1", "username": "zhangsan"}, {"ip": "127.0.0.1", "unknown": True}]


@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "confirm-email/", "password/reset/", "password/set/", "login/code/", "inactive/", "3rdparty/",
     "second-factor/webauthn/", "second-factor/trust/", "phone/change/", "social/login/cancelled/"],
)  # fmt: skip
def test_nothing_else_of_the_library_is_reachable(zhang, path):
    assert zhang.get(f"/accounts/{path}").status_code == 404


def test_there_is_no_json_answer(person, sign_in):
    answer = sign_in(
        "zhangsan", "wrong", headers={"x-requested-with": "XMLHttpRequest", "accept": "application/json"}
    )
    assert answer["Content-Type"].startswith("text/html")


def test_a_post_without_token_is_refused_with_a_way_on(person):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(reverse("account_login"), {"login": "zhangsan", "password": PASSWORD})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


def test_too_many_requests_from_one_address_get_a_chinese_page(settings, person, sign_in):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [sign_in("zhangsan", "wrong") for _ in range(3)]
    assert answers[-1].status_code == 429
    assert "请求过于频繁" in answers[-1].content.decode()
