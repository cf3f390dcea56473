"""真实的进程与线程：看得见测试的数据库，可以随时被杀。"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from portal.core import jobs
from portal.core.models import Job

ROOT = Path(__file__).resolve().parents[1]
DOOMED = ("-m", "tests.doomed")
LEASE_SECONDS = 2


@pytest.fixture
def shared_database(transactional_db, tmp_path):
    """测试库能被别的进程与线程打开。SQLite 的内存库换成一个文件，用完换回。"""
    if connection.vendor != "sqlite":
        yield
        Runner.kill_all()
        return
    memory, name = connection.connection, connection.settings_dict["NAME"]
    path = tmp_path / "shared.sqlite3"
    connection.settings_dict["NAME"] = str(path)
    connection.connection = None
    connection.ensure_connection()
    memory.backup(connection.connection)
    yield
    Runner.kill_all()
    connection.close()
    connection.settings_dict["NAME"], connection.connection = name, memory


def database_url() -> str:
    made = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{made['NAME']}"
    place = f"{made['HOST'] or '127.0.0.1'}:{made['PORT'] or 5432}"
    return f"postgres://{made['USER']}:{made['PASSWORD']}@{place}/{made['NAME']}"


class Runner:
    """一个 `runjobs` 进程；`dies_at` 是它自杀（SIGKILL）的地方，见 tests/doomed.py。"""

    started: ClassVar[list] = []

    def __init__(self, *, dies_at: str = "", **env: str):
        env = {
            "DATABASE_URL": database_url(),
            "REDIS_URL": "",
            "DJANGO_SETTINGS_MODULE": "tests.e2e.worker_settings",
            "JOURNEY_MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "JOB_LEASE_SECONDS": str(LEASE_SECONDS),
            "DIES_AT": dies_at,
        } | env
        command = [sys.executable, *DOOMED, "runjobs", "--interval", "0.05"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=os.environ | env, stdout=subprocess.DEVNULL)
        Runner.started.append(self)

    @classmethod
    def kill_all(cls) -> None:
        """测试失败时留下的也要了结：它会抢走后面测试的任务。"""
        while cls.started:
            cls.started.pop().kill()

    def __enter__(self):
        return self

    def __exit__(self, *reason):
        self.kill()

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()

    def send(self, signal: int) -> None:
        os.kill(self.process.pid, signal)

    def wait(self, seconds: float = 180) -> int:
        """等它自己结束，答退出码；被 SIGKILL 的是 -9。"""
        return self.process.wait(timeout=seconds)


def wait_until(
    holds: Callable[[], bool],
    *,
    seconds: float = 180,
    what: str | Callable[[], str] = "",
    tick: bool = False,
) -> None:
    """等到成立。`what` 是没有等到时说的话，可以到那时再问；`tick` 为真时替 beat 扫，约每秒一次。"""
    until, rung = time.monotonic() + seconds, time.monotonic()
    while not holds():
        if time.monotonic() >= until:
            raise AssertionError(f"{seconds} 秒了，还没有：{what() if callable(what) else what or holds}")
        if tick and time.monotonic() > rung + 1:
            jobs.tick(at=timezone.now())
            rung = time.monotonic()
        time.sleep(0.05)


def wait_for(row: Job, state: str, *, seconds: float = 180, tick: bool = False) -> Job:
    """等任务到某个状态。"""

    def arrived() -> bool:
        row.refresh_from_db()
        return row.state == state

    wait_until(arrived, seconds=seconds, what=f"任务 {state}", tick=tick)
    return row


def at_once(acts: Sequence[Callable]) -> list:
    """各在自己的线程、自己的连接里同时开始；答各自的返回值或抛出的错误，次序同 `acts`。"""
    barrier = threading.Barrier(len(acts))
    answers: list = [None] * len(acts)

    def run(number: int, act: Callable) -> None:
        try:
            barrier.wait(timeout=60)
            answers[number] = act()
        except Exception as error:  # 错误就是答复，由测试判断
            answers[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=180)
    return answers
