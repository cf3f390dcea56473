"""`make test`：整套测试在 SQLite 上跑一遍，连得上 PostgreSQL 时再跑一遍，最后是浏览器旅程；没跑的说明原因。

用法：`scripts/test.py 并行数 [交给 pytest 的参数…]`。PostgreSQL 的规则：设了 DATABASE_URL_TEST 就用它，否则试本机
127.0.0.1:5432（当前用户，免口令）；账号须能建库，库名每次不同，用完即删。要真实 Redis 的测试用 REDIS_URL_TEST，
否则试本机 6379 的 15 号库。
"""

import getpass
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis

ROOT = Path(__file__).resolve().parents[1]
NOTHING_COLLECTED = 5
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main(workers: str, rest: list[str]) -> int:
    os.chdir(ROOT)
    postgres, why_no_postgres = find_postgres()
    queue, why_no_redis = find_redis()
    browser = any(map(shutil.which, BROWSERS))
    plain, parallel = "not e2e and not redis", ("-n", workers, "--ignore=tests/bench", *rest)
    results = [part("SQLite", {}, "-m", f"{plain} and not postgres", *parallel)]
    if postgres:
        results.append(part("PostgreSQL", {"DATABASE_URL": postgres}, "-m", plain, *parallel))
    stage = {"DATABASE_URL": postgres, "REDIS_URL": queue}
    if postgres and queue:
        results.append(
            part("Redis 与 Celery", stage, "-m", "redis and not e2e", "--ignore=tests/bench", *rest)
        )
    if browser:
        only = "e2e" if postgres and queue else "e2e and not redis"
        results.append(part("浏览器旅程", stage, "-m", only, *rest))
    skipped = {
        f"PostgreSQL：{why_no_postgres}": not postgres,
        f"Redis 与 Celery：{why_no_redis or '要在 PostgreSQL 上跑'}": not (postgres and queue),
        "浏览器旅程：没有找到 Chromium。安装：sudo apt-get install -y chromium": not browser,
    }
    for reason in (reason for reason, missed in skipped.items() if missed):
        print(f"没有跑  {reason}")
    return max(results)


def part(name: str, stage: dict[str, str], *arguments: str) -> int:
    """跑一部分并报告结果；没有在 `stage` 里指明的库一律用内存 SQLite，碰不到平时用的。"""
    print(f"── {name}", flush=True)
    started = time.monotonic()
    safe = {"DATABASE_URL": "sqlite:///:memory:", "REDIS_URL": "", "DJANGO_ENV": "local"}
    env = os.environ | safe | {key: value for key, value in stage.items() if value}
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", *arguments], env=env, check=False)
    code = 0 if done.returncode == NOTHING_COLLECTED else done.returncode
    print(f"── {name}：{'失败' if code else '通过'}，{time.monotonic() - started:.0f} 秒", flush=True)
    return code


def find_postgres() -> tuple[str, str]:
    """（本次所用数据库的地址，空串）或（空串，用不了的原因）。"""
    url = os.environ.get("DATABASE_URL_TEST") or f"postgres://{getpass.getuser()}@127.0.0.1:5432/postgres"
    parts = urlsplit(url)
    try:
        with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), connect_timeout=2) as server:
            row = server.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            may_create = row.fetchone()[0]
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        return "", f"连不上（{reason}）。可设 DATABASE_URL_TEST=postgres://用户:口令@主机:5432/postgres"
    if not may_create:
        return "", f"账号 {parts.username} 不能建库。请以管理员执行 ALTER ROLE {parts.username} CREATEDB"
    return urlunsplit(parts._replace(path=f"/gkts_{os.getpid()}")), ""


def find_redis() -> tuple[str, str]:
    """（Redis 的地址，空串）或（空串，用不了的原因）。"""
    url = os.environ.get("REDIS_URL_TEST") or "redis://127.0.0.1:6379/15"
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1) as client:
            client.ping()
    except (redis.RedisError, ValueError):
        return "", "没有应答。可设 REDIS_URL_TEST=redis://主机:6379/15"
    return url, ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "auto", sys.argv[2:]))
