"""公开专栏不设 Cookie、不认识访客，只读公开登记：一处权限的疏漏也漏不出内部的内容。"""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.integration.newsroom import TABLE
from tests.integration.public import addresses

NOWHERE = (
    "/nowhere/",
    "/columns/nowhere/",
    "/columns/nowhere/feed.xml",
    "/info/999999/",
    "/info/1/files/99/",
)
# 公开登记自己的表之外，只许读这两张：发布机构的名称，附件的存放处。
DECLARED = {"organisations_organisation", "core_storedfile"}
TABLE_NAME = re.compile(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"')


@pytest.fixture
def addresses_in_use(newsroom):
    publication = newsroom.published(rows=TABLE, attached=True)
    withdrawn = newsroom.withdrawn()
    return addresses.of(publication) | {"withdrawn": withdrawn.public_url}


def visitors(newsroom) -> dict[str, Client]:
    """生客、登录着的人、带着过期与乱写的会话 Cookie 的人。"""
    found = {name: Client(raise_request_exception=False) for name in ("生客", "登录着", "会话已过期", "乱写")}
    for name in ("登录着", "会话已过期"):
        found[name].force_login(newsroom.staff["author"], settings.AUTHENTICATION_BACKENDS[1])
    session = found["会话已过期"].session
    session["last_seen_at"] = session["signed_in_at"] = 0
    session.save()
    found["乱写"].cookies[settings.SESSION_COOKIE_NAME] = "不是会话".encode().hex()
    return found


def test_no_page_sets_a_cookie_for_anybody(newsroom, addresses_in_use):
    wrong = [
        f"{who} {method} {address}：{dict(response.cookies)}，Vary {response.get('Vary', '')}"
        for who, browser in visitors(newsroom).items()
        for address in (*addresses_in_use.values(), *NOWHERE)
        for method in ("get", "head")
        if (response := getattr(browser, method)(address)).cookies
        or "cookie" in response.get("Vary", "").lower()
    ]
    assert not wrong, "\n".join(wrong)


def test_a_submitted_form_gets_neither_an_answer_nor_a_cookie(addresses_in_use):
    for browser in (Client(), Client(enforce_csrf_checks=True)):
        for address in addresses_in_use.values():
            response = browser.post(address, {"words": "通知"})
            assert response.status_code in (403, 405), address
            assert not response.cookies, address


def test_everybody_reads_the_same_page(newsroom, addresses_in_use):
    for name, address in addresses_in_use.items():
        texts = {addresses.text_of(browser.get(address)) for browser in visitors(newsroom).values()}
        assert len(texts) == 1, name


def test_only_the_register_is_read_whoever_asks(newsroom, addresses_in_use):
    strange = {}
    for who, browser in visitors(newsroom).items():
        for address in (*addresses_in_use.values(), *NOWHERE):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                addresses.text_of(browser.get(address))
            tables = {table for query in queries for table in TABLE_NAME.findall(query["sql"])}
            if others := {t for t in tables if not t.startswith("publications_")} - DECLARED:
                strange[f"{who} {address}"] = others
    assert not strange


def test_reading_writes_nothing(addresses_in_use):
    browser = Client()
    for address in addresses_in_use.values():
        with CaptureQueriesContext(connection) as queries:
            addresses.text_of(browser.get(address))
        assert queries.captured_queries or "accessib" in address, address
        assert not [q["sql"] for q in queries if not q["sql"].lstrip("(").startswith("SELECT")], address
