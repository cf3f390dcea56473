"""Celery 工作进程用的应用：真的那个，外加几种测试任务。"""

import datetime as dt
import os
import time

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings.test")
if not apps.ready:
    django.setup()

from django.db import transaction  # noqa: E402 须先装载 Django

from portal.config.celery import app  # noqa: E402 同上
from portal.core import audit, clock, jobs  # noqa: E402 同上

__all__ = ["app"]
AT = clock.day_start(dt.date(2026, 7, 1))


@jobs.job("test.quick")
def quick(running, *, number):
    audit.record("core.test.quick", at=AT, detail={"number": number})


@jobs.job("test.napping")
def napping(running, *, number):
    """效果前后各打个盹，好让进程在事务中间被杀。"""
    time.sleep(0.05)
    audit.record("core.test.napping", at=AT, detail={"number": number})
    time.sleep(0.02)


@jobs.job("test.slow", atomic=False)
def slow(running, *, number):
    """第一次会睡到被杀；接手的那次很快。效果与“完成”同一事务。"""
    running.step("睡着" if running.row.attempts == 1 else "醒来")
    if running.row.attempts == 1:
        time.sleep(60)
    with transaction.atomic():
        audit.record("core.test.slow", at=AT, detail={"number": number})
        running.complete(number=number)
