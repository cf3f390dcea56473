"""Redis 停了或冻住：真实的网页进程照样应答，排下的任务还在；它回来后真实的 Celery 把任务办完。"""

import contextlib
import http.cookiejar
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import celery
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from assessments import actions
from assessments.models import ReportFile
from portal.core.models import Job, RunnerBeat
from tests.integration.core import redis_server
from tests.processes import ROOT, database_url, wait_for, wait_until

own_redis = redis_server.own_redis
pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]
HEAL = {"stop": "start", "freeze": "thaw"}
PASSWORD = "Yunchuan-2026!"
LIMIT_SECONDS = 2


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


class Visitor:
    """一个浏览器：带 Cookie 与 CSRF，不跟随跳转，每次应答都不得超过两秒。"""

    def __init__(self, base: str):
        self.base, self.jar = base, http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar), NoRedirect, urllib.request.ProxyHandler({})
        )

    def get(self, path: str) -> tuple[int, bytes]:
        return self._ask(path, None)

    def post(self, path: str, **fields: str) -> tuple[int, bytes]:
        token = next(cookie.value for cookie in self.jar if "csrf" in cookie.name)
        return self._ask(path, urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token}).encode())

    def sign_in(self, username: str) -> None:
        self.get("/accounts/login/")
        assert self.post("/accounts/login/", login=username, password=PASSWORD)[0] == 302

    def _ask(self, path: str, data: bytes | None) -> tuple[int, bytes]:
        started = time.monotonic()
        try:
            with self.opener.open(self.base + path, data, timeout=30) as answer:
                status, body = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, body = error.code, error.read()
        assert time.monotonic() - started < LIMIT_SECONDS, f"{path} 用了 {time.monotonic() - started:.1f} 秒"
        return status, body


@contextlib.contextmanager
def started(*command: str, redis_url: str):
    env = {
        "DATABASE_URL": database_url(),
        "REDIS_URL": redis_url,
        "DJANGO_SETTINGS_MODULE": "tests.web_settings",
        "JOURNEY_MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "VAR_DIR": f"{settings.MEDIA_ROOT}/var",
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=ROOT, env=os.environ | env, start_new_session=True
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def web(world, own_redis):
    """gunicorn 的地址；用本测试的 Redis。"""
    if connection.vendor != "postgresql":
        pytest.skip("需要 PostgreSQL")
    port = _free_port()
    gunicorn = ("gunicorn", "portal.config.wsgi:application", "--bind", f"127.0.0.1:{port}", "--threads", "4")
    with started(*gunicorn, "--log-level", "warning", redis_url=own_redis.url):
        wait_until(lambda: _listens(port), what="网页进程")
        yield f"http://127.0.0.1:{port}"


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def worker(world, own_redis):
    """真实的 Celery 工作进程；答一个“按一下节拍”的函数，与 beat 每分钟做的相同。"""
    app = celery.Celery(broker=own_redis.url)
    command = ("celery", "-A", "portal.config", "worker", "-Q", "default,imports,reports", "-c", "1")
    with started(*command, "-l", "warning", redis_url=own_redis.url):
        app.send_task("core.tick", queue="default")
        wait_until(RunnerBeat.objects.exists, what="工作进程的心跳")
        yield lambda: app.send_task("core.tick", queue="default")


@pytest.mark.parametrize("how", HEAL)
def test_the_web_answers_the_job_is_kept_and_runs_when_redis_is_back(
    world, accepted, web, worker, own_redis, how
):
    report = actions.draft_report(campaign=world.campaign, by=world.clerk, at=timezone.now())
    early, late = Visitor(web), Visitor(web)
    early.sign_in("clerk")
    assert json.loads(early.get("/readyz")[1])["checks"]["redis"] is True
    own_redis.hurt(how)

    late.sign_in("clerk")
    assert late.get("/desk/")[0] == 200
    assert early.post(f"{report.get_absolute_url()}build/")[0] == 302
    row = Job.objects.get(kind="assessments.build_report")
    assert row.state == Job.State.QUEUED
    status, body = late.get("/readyz")
    assert (status, json.loads(body)["checks"]) == (
        503,
        {"database": True, "disk": True, "runner": True, "redis": False},
    )
    assert late.get("/healthz") == (200, b"ok")
    row.refresh_from_db()
    assert row.state == Job.State.QUEUED

    getattr(own_redis, HEAL[how])()
    worker()
    assert wait_for(row, Job.State.DONE, seconds=240).attempts == 1
    assert ReportFile.objects.filter(report=report).count() == 3
    wait_until(lambda: late.get("/readyz")[0] == 200, what="恢复就绪")
