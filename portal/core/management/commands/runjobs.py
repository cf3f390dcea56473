"""没有 Redis 时的执行者：轮询任务行，并兼作调度器。"""

import signal
import socket
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from portal.core import jobs
from portal.core.jobs.store import beat

TICK_SECONDS = 30


class Command(BaseCommand):
    help = "执行后台任务（不用 Redis 的场合）：轮询任务表，每半分钟扫一次到期与每日计划。"

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="处理完当前到时的任务就退出")
        parser.add_argument("--interval", type=float, default=0.5, help="空闲时的轮询间隔（秒）")

    def handle(self, *args, once, interval, **options):
        self.stopping = False
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        next_tick = 0.0
        while not self.stopping:
            close_old_connections()
            if time.monotonic() >= next_tick:
                self._tick()
                next_tick = time.monotonic() + TICK_SECONDS
            worked = jobs.run_due(limit=1)
            if once and not worked:
                return
            if not worked:
                time.sleep(interval)

    def _tick(self):
        at = timezone.now()
        beat(f"runjobs@{socket.gethostname()}", at=at)
        jobs.tick(at=at)

    def _stop(self, signum, frame):
        self.stopping = True
