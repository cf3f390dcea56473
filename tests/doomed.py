"""`runjobs` 的测试版：多几种任务，并能在指定的地方以 SIGKILL 了结自己——与 kill -9 一样，不做任何收尾。

`DIES_AT` 是地方的名字：`step:文字开头`（刚报告那一步）、`write`（文件写到一半）、`kept`（文件已存、还没登记）、
`call:某模块.某函数:次数`（那个函数第几次返回之后，默认第一次）；空则不死。
"""

import datetime as dt
import os
import pkgutil
import signal
import sys
import time
from itertools import count

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.core.files.base import ContentFile  # noqa: E402 须先装载 Django
from django.core.management import execute_from_command_line  # noqa: E402 同上
from django.db import transaction  # noqa: E402 同上

from portal.core import audit, clock, jobs  # noqa: E402 同上
from portal.core.models import Job, StoredFile  # noqa: E402 同上

AT = clock.day_start(dt.date(2026, 7, 1))


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@jobs.job("doomed.effect")
def effect(running):
    """短任务：第一次在效果写下之后、事务提交之前被杀。"""
    audit.record("core.test.effect", at=AT)
    if running.row.attempts == 1:
        die()


@jobs.job("doomed.always")
def always(running):
    """怎么执行都会带走进程。"""
    die()


@jobs.job("doomed.sleepy", atomic=False)
def sleepy(running):
    """长任务：第一次一直等到租约归了别人，醒来后照样想写下效果。"""
    running.step("等着" if running.row.attempts == 1 else "接手")
    while running.row.attempts == 1 and Job.objects.get(pk=running.pk).token == running.token:
        time.sleep(0.05)
    with transaction.atomic():
        audit.record("core.test.sleepy", at=AT)
        running.complete()


@jobs.job("doomed.quick")
def quick(running):
    """什么也不做。"""


def doom(place: str) -> None:
    """在 `place` 埋下一次自杀。"""
    if place.startswith("step:"):
        _wrap(jobs.Running, "step", after=lambda text: text.startswith(place.removeprefix("step:")))
    elif place == "write":
        ContentFile.chunks = _half
    elif place == "kept":
        _wrap(StoredFile, "save", after=lambda: True)
    elif place.startswith("call:"):
        path, _, times = place.removeprefix("call:").partition(":")
        owner, _, name = path.rpartition(".")
        calls = count(1)
        _wrap(pkgutil.resolve_name(owner), name, after=lambda *args: next(calls) == int(times or 1))


def _wrap(owner, name: str, *, after) -> None:
    original = getattr(owner, name)

    def wrapped(*args, **kwargs):
        answer = original(*args, **kwargs)
        if after(*args[1:]):
            die()
        return answer

    setattr(owner, name, wrapped)


def _half(self, chunk_size=None):
    data = self.read()
    yield data[: len(data) // 2]
    die()


if __name__ == "__main__":
    doom(os.environ.get("DIES_AT", ""))
    execute_from_command_line(["manage.py", *sys.argv[1:]])
