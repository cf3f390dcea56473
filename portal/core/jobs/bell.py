"""门铃：提交后告诉 Celery 有活干。

门铃绝不拖住网页：网页只把编号放进队列，由一个后台线程逐个按；对面不应答就把排着的都放下，
由每分钟的 `tick` 补上。没有 Redis（本机默认）时 `runjobs` 自己会看，不需要门铃。
"""

import contextlib
import logging
import queue
import threading

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

from portal.core.models import Job

log = logging.getLogger(__name__)
CAPACITY = 2000


class Bell:
    """一个进程一个；线程在第一次用到时才起，分叉后的子进程各起各的。"""

    def __init__(self):
        self._waiting: queue.Queue[tuple[int, str]] = queue.Queue(CAPACITY)
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def ring(self, pk: int, lane: str) -> None:
        """排上队就返回；队满则不按。"""
        with contextlib.suppress(queue.Full):
            self._waiting.put_nowait((pk, lane))
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="bell", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            pk, lane = self._waiting.get()
            try:
                current_app.tasks["core.run_job"].apply_async(args=[pk], queue=lane, retry=False)
            except OperationalError as error:
                dropped = self._put_down()
                log.warning(
                    "job bell not heard",
                    extra={"job": pk, "dropped": dropped, "error": type(error).__name__},
                )

    def _put_down(self) -> int:
        """放下排着的，答有几个。"""
        dropped = 0
        with contextlib.suppress(queue.Empty):
            while True:
                self._waiting.get_nowait()
                dropped += 1
        return dropped


bell = Bell()


def ring(row: Job) -> None:
    """通知执行者；不等待、不抛错。"""
    if settings.REDIS_URL:
        bell.ring(row.pk, row.lane)
