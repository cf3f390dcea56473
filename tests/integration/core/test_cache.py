"""共用的短时记录：各进程看到同一份；Redis 停了或冻住，限速与锁定照样有效，页面不等它。"""

import time

import pytest
import redis
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse

from portal.accounts import actions
from portal.core import cache as shared
from portal.core.models import CacheEntry
from tests.integration.core import redis_server
from tests.integration.core.drill import Site

own_redis = redis_server.own_redis
HURTS = pytest.mark.parametrize("how", ["stop", "freeze"])
PASSWORD = "Bamboo-River-29"
LIMIT_SECONDS = 2
ADD = "from django.core.cache import cache; print(cache.add('mfa:used', 'y', 90))"


def test_what_one_process_notes_another_sees(tmp_path):
    site = Site(f"sqlite:///{tmp_path / 'db.sqlite3'}", tmp_path)
    site.manage("migrate", "--verbosity", "0")
    answers = [site.manage("shell", "--no-imports", "-c", ADD).stdout.strip() for _ in range(2)]
    assert answers == ["True", "False"]


@pytest.mark.django_db
def test_the_table_is_the_one_the_cache_writes():
    caches["database"].set("count", [1.5, 2], 60)
    assert CacheEntry.objects.filter(cache_key__endswith="count").count() == 1
    assert caches["database"].get("count") == [1.5, 2]


@pytest.fixture
def in_redis(own_redis, settings):
    """缓存换成本测试的 Redis；与 REDIS_URL 有值时的设置相同。"""
    options = {"serializer": "portal.core.cache.JSONSerializer", **settings.REDIS_PATIENCE}
    place = {"BACKEND": "portal.core.cache.RedisOrDatabase", "LOCATION": own_redis.url, "OPTIONS": options}
    settings.CACHES = settings.CACHES | {"default": place}
    shared.breaker.answered()
    yield own_redis
    shared.breaker.answered()


@pytest.fixture
def person(db, at):
    user, _ = actions.create_user(username="zhangsan", name="张三", phone="13812345678", by=None, at=at)
    return actions.change_password(user=user, password=PASSWORD, by=user, at=at)


def sign_in(password: str):
    """答复与用时。"""
    started = time.monotonic()
    answer = Client().post(reverse("account_login"), {"login": "zhangsan", "password": password})
    return answer, time.monotonic() - started


@pytest.mark.redis
@pytest.mark.django_db
class TestRedis:
    def test_it_holds_the_notes_while_it_answers(self, in_redis):
        cache.set("count", [1.5, 2], 60)
        assert cache.get("count") == [1.5, 2] and cache.add("count", [], 60) is False
        with redis.Redis.from_url(in_redis.url) as client:
            assert client.mget(client.scan_iter()) == [b"[1.5, 2]"]
        assert cache.touch("count", 90) and cache.delete("count") and cache.get("count") is None
        assert not CacheEntry.objects.exists()

    @HURTS
    def test_the_database_takes_over_at_once_and_gives_back_later(self, in_redis, monkeypatch, how):
        in_redis.hurt(how)
        started = time.monotonic()
        for number in range(20):
            assert cache.add(f"key{number}", "y", 60)
        assert time.monotonic() - started < LIMIT_SECONDS
        assert cache.add("key0", "y", 60) is False and CacheEntry.objects.count() == 20
        in_redis.thaw() if how == "freeze" else in_redis.start()
        monkeypatch.setattr(shared, "PAUSE_SECONDS", 0)
        shared.breaker.tripped()
        cache.set("back", 1, 60)
        assert cache.get("back") == 1 and CacheEntry.objects.count() == 20

    @HURTS
    def test_sign_in_is_still_limited_and_quick(self, in_redis, settings, person, how):
        settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
        in_redis.hurt(how)
        answers = [sign_in("wrong") for _ in range(3)]
        assert [answer.status_code for answer, _ in answers] == [200, 200, 429]
        assert "请求过于频繁" in answers[-1][0].content.decode()
        assert max(seconds for _, seconds in answers) < LIMIT_SECONDS

    @HURTS
    def test_an_account_is_still_locked_and_the_right_password_still_opens(self, in_redis, person, how):
        in_redis.hurt(how)
        answer, seconds = sign_in(PASSWORD)
        assert answer.status_code == 302 and seconds < LIMIT_SECONDS
        assert [sign_in("wrong")[0].status_code for _ in range(5)] == [200, 200, 200, 200, 429]
        assert sign_in(PASSWORD)[0].status_code == 429


def test_only_one_caller_tries_again_after_the_pause(monkeypatch):
    breaker = shared.Breaker()
    assert breaker.allows()
    breaker.tripped()
    assert not breaker.allows()
    later = time.monotonic() + shared.PAUSE_SECONDS + 1
    monkeypatch.setattr(shared.time, "monotonic", lambda: later)
    assert [breaker.allows() for _ in range(3)] == [True, False, False]
    breaker.answered()
    assert [breaker.allows() for _ in range(3)] == [True, True, True]
