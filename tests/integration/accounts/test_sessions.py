import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from portal.accounts import actions
from portal.core.models import AuditEvent
from tests.integration.accounts.conftest import NOON

pytestmark = pytest.mark.django_db
HTMX = {"hx-request": "true", "hx-current-url": "http://testserver/desk/?tab=2"}
MINUTE = dt.timedelta(minutes=1)


def test_thirty_idle_minutes_end_the_session_with_a_message(zhang, clock):
    clock.shift(30 * MINUTE)
    answer = zhang.get("/desk/?tab=2")
    assert answer["Location"] == "/accounts/login/?next=%2Fdesk%2F%3Ftab%3D2"
    assert "因长时间未操作，已退出" in zhang.get(answer["Location"]).content.decode()
    assert AuditEvent.objects.filter(event="accounts.session.expired", detail={"reason": "idle"}).count() == 1


def test_working_keeps_the_session_until_twelve_hours(zhang, clock):
    for _ in range(28):
        clock.shift(25 * MINUTE)
        assert zhang.get("/desk/").status_code == 200
    clock.shift(20 * MINUTE)
    answer = zhang.get("/desk/")
    assert answer.status_code == 302
    assert "最长时限" in str(list(get_messages(answer.wsgi_request))[0])


def test_polling_does_not_keep_the_session(zhang, clock):
    for _ in range(29):
        clock.shift(MINUTE)
        assert zhang.get("/desk/poll/", headers=HTMX | {"x-background": "1"}).status_code == 200
    clock.shift(MINUTE)
    assert zhang.get("/desk/").status_code == 302


def test_named_polling_paths_do_not_keep_the_session(settings, zhang, clock):
    settings.SESSION_BACKGROUND_PATHS = ("/desk/poll/",)
    clock.shift(20 * MINUTE)
    zhang.get("/desk/poll/")
    clock.shift(10 * MINUTE)
    assert zhang.get("/desk/").status_code == 302


def test_an_expired_htmx_request_moves_the_whole_page(zhang, clock):
    clock.shift(31 * MINUTE)
    answer = zhang.get("/desk/poll/", headers=HTMX)
    assert answer["HX-Redirect"] == "/accounts/login/?next=%2Fdesk%2F%3Ftab%3D2"


def test_an_anonymous_htmx_request_moves_the_whole_page(db):
    answer = Client().get("/desk/poll/", headers=HTMX)
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == "/accounts/login/?next=%2Fdesk%2F%3Ftab%3D2"


def test_an_expired_post_does_not_promise_to_resume(zhang, clock):
    clock.shift(31 * MINUTE)
    assert zhang.post("/desk/")["Location"] == "/accounts/login/"


def test_an_expired_person_can_sign_in_again_on_the_same_page(zhang, clock, sign_in):
    clock.shift(31 * MINUTE)
    assert sign_in("zhangsan", client=zhang).status_code == 302
    assert zhang.get("/desk/").status_code == 200


def test_an_expired_person_is_anonymous_to_public_views_too(zhang, clock):
    clock.shift(31 * MINUTE)
    assert "张三" not in zhang.get("/?user").content.decode()


def test_continuing_answers_the_new_moment(zhang, clock):
    clock.shift(20 * MINUTE)
    answer = zhang.post(reverse("accounts:session-extend"))
    assert answer["X-Session-Expires-At"] == (NOON + 50 * MINUTE).isoformat()


def test_pages_know_when_the_session_expires(zhang):
    assert zhang.get(reverse("accounts:profile")).context["session_expires_at"] == NOON + 30 * MINUTE


def test_a_disabled_person_is_out_on_the_next_request(zhang, person):
    actions.deactivate_user(user=person, by=None, at=NOON)
    assert zhang.get("/desk/").status_code == 302


def test_a_disabled_person_is_out_even_when_the_session_row_survives(person):
    client = Client()
    client.force_login(person)
    actions.deactivate_user(user=person, by=None, at=NOON)
    assert client.get("/desk/").status_code == 302


def test_an_ended_session_is_out_on_the_next_request(zhang, sign_in):
    elsewhere = Client()
    sign_in(
        "zhangsan", client=elsewhere, headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/109.0"}
    )
    page = zhang.get(reverse("usersessions_list"))
    rows = page.context["sessions"]
    assert [(row.is_current, row.device) for row in rows] == [(True, "未知设备"), (False, "Chrome · Windows")]
    zhang.post(reverse("accounts:session-end", args=[rows[1].pk]))
    assert elsewhere.get("/desk/").status_code == 302
    assert zhang.get("/desk/").status_code == 200
    assert AuditEvent.objects.filter(event="accounts.session.revoked").count() == 1


def test_all_other_sessions_can_be_ended_at_once(zhang, sign_in):
    others = [Client(), Client()]
    for client in others:
        sign_in("zhangsan", client=client)
    zhang.post(reverse("usersessions_list"))
    assert [client.get("/desk/").status_code for client in (zhang, *others)] == [200, 302, 302]


def test_nobody_ends_the_session_of_another(zhang, sign_in):
    stranger, one_time = actions.create_user(username="lisi", name="李四", by=None, at=NOON)
    sign_in("lisi", one_time, client=Client())
    session = stranger.usersession_set.get()
    assert zhang.post(reverse("accounts:session-end", args=[session.pk])).status_code == 404
    assert stranger.usersession_set.count() == 1
