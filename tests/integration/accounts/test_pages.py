"""每一页、每一种错误都是中文；没有内联样式与脚本。"""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.integration.accounts.test_second_factor import enrol

pytestmark = pytest.mark.django_db
OPEN = ["accounts:profile", "account_change_password", "account_logout", "usersessions_list", "mfa_index"]
PLAIN = [*OPEN, "mfa_activate_totp", "account_reauthenticate"]
ENROLLED = [*OPEN, "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"]
ENROLLED += ["mfa_reauthenticate"]
ALLOWED = {"TOTP", "Cookie", "zhangsan", "macOS", "Windows", "Linux", "Chrome", "Safari", "Edge"}


def foreign_words(page: str) -> set[str]:
    """正文里的英文单词（三个字母以上），密钥与恢复码除外。"""
    body = re.sub(r"<(code|script|style|svg)\b.*?</\1>|<!--.*?-->", " ", page, flags=re.S)
    text = html.unescape(re.sub(r"<[^>]*>", " ", body))
    return set(re.findall(r"[A-Za-z]{3,}", text)) - ALLOWED


def check(response):
    page = response.content.decode()
    assert response.status_code in (200, 422, 429)
    assert foreign_words(page) == set()
    assert not re.search(r"<[^>]+\s(style|on\w+)=", page)


@pytest.mark.parametrize("name", PLAIN)
def test_pages_speak_chinese(zhang, name):
    check(zhang.get(reverse(name)))


@pytest.mark.parametrize("name", ENROLLED)
def test_pages_of_the_second_factor_speak_chinese(zhang, name):
    enrol(zhang)
    check(zhang.get(reverse(name)))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("account_login", {}),
        ("account_login", {"login": "x" * 200, "password": "y"}),
        ("account_login", {"login": "zhang\x00", "password": "y"}),
    ],
)
def test_refusals_at_sign_in_speak_chinese(person, name, data):
    check(Client().post(reverse(name), data))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("account_change_password", {}),
        ("account_change_password", {"current": "x", "password": "y", "again": "z"}),
        ("account_reauthenticate", {}),
        ("account_reauthenticate", {"password": "wrong"}),
        ("mfa_activate_totp", {}),
        ("mfa_activate_totp", {"code": "000000"}),
    ],
)
def test_refusals_inside_speak_chinese(zhang, name, data):
    check(zhang.post(reverse(name), data))


def test_sign_in_page_says_who_can_help():
    page = Client().get(reverse("account_login")).content.decode()
    assert "联系管理员" in page
    assert foreign_words(page) == set()


def test_the_recovery_codes_download_is_chinese(zhang):
    enrol(zhang)
    answer = zhang.get(reverse("mfa_download_recovery_codes"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content.decode().startswith("两步验证恢复码")
