import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts import actions

NOON = dt.datetime(2026, 5, 6, 4, 0, tzinfo=dt.UTC)  # 北京时间正午
PASSWORD = "Bamboo-River-29"


@pytest.fixture(autouse=True)
def _urls(settings):
    settings.ROOT_URLCONF = "tests.integration.accounts.urls"


@pytest.fixture
def clock():
    """停住的钟，用 `clock.shift(…)` 拨动。"""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def person(db, clock):
    """张三，已设定过自己的密码。"""
    return person_named("zhangsan", "张三")


def person_named(username, name):
    at = timezone.now()
    user, _ = actions.create_user(username=username, name=name, phone="13812345678", by=None, at=at)
    return actions.change_password(user=user, password=PASSWORD, by=user, at=at)


@pytest.fixture
def sign_in():
    """登录的手势：返回答复；`client` 省略时开一个新浏览器。"""

    def gesture(username, password=PASSWORD, client=None, **extra):
        data = {"login": username, "password": password} | extra.pop("data", {})
        return (client or Client()).post(reverse("account_login"), data, **extra)

    return gesture


@pytest.fixture
def zhang(person, sign_in):
    """已登录为张三的浏览器。"""
    client = Client()
    response = sign_in("zhangsan", client=client)
    assert response.status_code == 302
    return client
