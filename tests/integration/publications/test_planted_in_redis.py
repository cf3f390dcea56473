"""埋下的号码也不在 Redis 里：门铃的消息、限速的计数，逐个键翻遍。"""

import base64
import json
from collections.abc import Iterator

import pytest
import redis
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal.core.cache import RedisOrDatabase
from portal.public import limits
from tests.e2e.city import plant_columns
from tests.integration.publications.test_planted_numbers import planted, recorded, shown, within
from tests.integration.village.conftest import AT, County

pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(settings, tmp_path, monkeypatch):
    if not settings.REDIS_URL or connection.vendor != "postgresql":
        pytest.skip("需要 REDIS_URL 与 PostgreSQL")
    settings.MEDIA_ROOT, settings.VAR_DIR = tmp_path / "media", tmp_path
    monkeypatch.setattr(limits, "cache", RedisOrDatabase(settings.REDIS_URL, {}))
    plant_columns()
    with time_machine.travel(AT, tick=False):
        yield County()


def test_no_planted_number_is_in_redis(city):
    rows, numbers = planted()
    recorded(city, city.programme(), rows)
    posting, row = shown(city), rows[0]
    public = Client()
    for serial in range(3):
        data = {"text": f"{row[5]}少了两亩", "contact": row[7]}
        address = reverse("public:objection", args=[posting.pk])
        assert public.post(address, data, REMOTE_ADDR=f"10.6.0.{serial}").status_code == 200
    held = dict(everything())
    assert any(b"village.read_list" in value or b"core" in value for value in held.values()), "门铃没有响过"
    assert any(name.startswith(":1:limit:") for name in held), "限速没有计数"
    assert {name for name, value in held.items() if within(name.encode() + value, numbers)} == set()


def test_the_search_opens_the_messages_of_the_queue(city):
    rows, numbers = planted()
    body = base64.b64encode(json.dumps([rows[0][5]]).encode()).decode()
    assert within(_opened(json.dumps({"body": body}).encode()), numbers) == {rows[0][5].encode()}


def everything() -> Iterator[tuple[str, bytes]]:
    """（键, 全部内容），不论哪一类。"""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        for name in client.scan_iter():
            values = _values(client, name)
            yield name.decode(), b"\n".join(map(_opened, values))


def _values(client, name: bytes) -> list[bytes]:
    kind = client.type(name)
    if kind == b"list":
        return client.lrange(name, 0, -1)
    if kind == b"set":
        return list(client.smembers(name))
    if kind == b"zset":
        return client.zrange(name, 0, -1)
    if kind == b"hash":
        return [part for pair in client.hgetall(name).items() for part in pair]
    return [client.get(name) or b""]


def _opened(value: bytes) -> bytes:
    """队列里的消息把正文以 base64 装在 JSON 里，拆开一并找。"""
    try:
        return value + base64.b64decode(json.loads(value)["body"])
    except (ValueError, KeyError, TypeError):
        return value
