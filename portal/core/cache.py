"""各进程共用的缓存：有 Redis 用 Redis，它不应答时改用数据库，限速照样有效，页面不等它。

只存短时的计数与标记（登录限速、用过的动态口令）；登录锁定在数据库，不经这里。
"""

import json
import logging
import threading
import time

import redis
from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.redis import RedisCache

log = logging.getLogger(__name__)
PAUSE_SECONDS = 10


class JSONSerializer:
    """Redis 里只放 JSON：能写 Redis 的人不能借 pickle 在本机执行代码。"""

    def dumps(self, value) -> str:
        return json.dumps(value)

    def loads(self, data: bytes):
        return json.loads(data)


class Breaker:
    """对面不应答后先不再问；`PAUSE_SECONDS` 秒后放一个调用去试，别的照旧不等。全进程共用。"""

    def __init__(self):
        self._lock = threading.Lock()
        self._resume_at: float | None = None

    def allows(self) -> bool:
        now = time.monotonic()
        with self._lock:
            if self._resume_at is None:
                return True
            if now < self._resume_at:
                return False
            self._resume_at = now + PAUSE_SECONDS
            return True

    def tripped(self) -> None:
        with self._lock:
            self._resume_at = time.monotonic() + PAUSE_SECONDS

    def answered(self) -> None:
        with self._lock:
            self._resume_at = None


breaker = Breaker()


class RedisOrDatabase(BaseCache):
    """Redis 不应答时，同一次调用改由名为 `database` 的缓存完成，调用者不知情。

    没有 `clear`：Redis 的清空是整库清空，会连门铃的消息一起丢掉。
    """

    def __init__(self, server, params):
        super().__init__(params)
        self._redis = RedisCache(server, params)

    def _ask(self, method: str, *args):
        if breaker.allows():
            try:
                answer = getattr(self._redis, method)(*args)
            except redis.RedisError as error:
                breaker.tripped()
                log.warning("redis cache does not answer", extra={"error": type(error).__name__})
            else:
                breaker.answered()
                return answer
        return getattr(caches["database"], method)(*args)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("add", key, value, timeout, version)

    def get(self, key, default=None, version=None):
        return self._ask("get", key, default, version)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        self._ask("set", key, value, timeout, version)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("touch", key, timeout, version)

    def delete(self, key, version=None):
        return self._ask("delete", key, version)
