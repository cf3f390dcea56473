"""门铃：提交后告诉 Celery 有活干。

门铃绝不拖住网页：在后台线程里按，连接有短的时限；同时在按的超过几次说明对面没人，直接不按，
由每分钟的 `tick` 补上。没有 Redis（本机默认）时 `runjobs` 自己会看，不需要门铃。
"""

import logging
import threading

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

from portal.core.models import Job

log = logging.getLogger(__name__)
_hands = threading.Semaphore(4)


def ring(row: Job) -> None:
    """通知执行者；不等待、不抛错。"""
    if settings.REDIS_URL and _hands.acquire(blocking=False):
        threading.Thread(target=_ring, args=(row.pk, row.lane), daemon=True).start()


def _ring(pk: int, lane: str) -> None:
    try:
        current_app.tasks["core.run_job"].apply_async(args=[pk], queue=lane, retry=False)
    except OperationalError as error:
        log.warning("job bell not heard", extra={"job": pk, "error": type(error).__name__})
    finally:
        _hands.release()
