"""Celery 的入口：编号进来，交给同一个 `run`。"""

import socket

from celery import shared_task
from django.utils import timezone

from portal.core.jobs import running, store, sweep


@shared_task(name="core.run_job")
def run_job(pk: int) -> None:
    running.run(pk)


@shared_task(name="core.tick")
def tick() -> None:
    """beat 每分钟一次：心跳、补漏、收尸、排每日计划。"""
    at = timezone.now()
    store.beat(f"celery@{socket.gethostname()}", at=at)
    sweep.tick(at=at)
