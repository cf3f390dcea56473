import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_public_page_sets_no_cookie_for_anybody(zhang):
    zhang.get(reverse("account_login"))
    for client in (Client(), zhang):
        answer = client.get("/")
        assert not answer.cookies
        assert not answer.has_header("Vary")
        assert not answer.has_header("Cache-Control")


def test_a_public_page_asks_the_database_nothing(zhang, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert zhang.get("/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/desk/", "/accounts/", "/accounts/login/", "/admin/", "/desk/no-such-page/"]
)
def test_private_paths_are_never_stored(zhang, path):
    for client in (Client(), zhang):
        assert client.get(path)["Cache-Control"] == "private, no-store"


def test_a_page_that_looked_at_the_session_is_never_stored(zhang):
    assert zhang.get("/?user")["Cache-Control"] == "private, no-store"


def test_cookies_are_closed_to_scripts_and_other_sites(zhang):
    zhang.get(reverse("accounts:profile"))
    for name in ("sessionid", "csrftoken"):
        cookie = zhang.cookies[name]
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Lax"


def test_production_cookies_are_bound_to_the_host():
    program = (
        "from portal.config import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        "s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY, s.TRUSTED_PROXIES)"
    )
    environment = os.environ | {"DJANGO_ENV": "production", "SECRET_KEY": "x" * 60, "TRUSTED_PROXIES": "1"}
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "True", "True", "True", "True", "1"]
