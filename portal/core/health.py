"""存活与就绪：`/healthz` 只说明进程在应答；`/readyz` 逐项看数据库、磁盘、后台执行者与 Redis。

两者给负载均衡与容器的探针用，不碰会话，也不透露版本、路径与错误原文。
"""

import datetime as dt
import shutil

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.core import jobs
from portal.core.models import AuditEvent, RunnerBeat

FREE_BYTES = 512 * 1024 * 1024


@require_safe
@never_cache
def alive(request):
    """进程活着；不碰数据库。"""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def ready(request):
    """各项都好为 200，否则 503；正文逐项写明。距上次备份的小时数只供监控，不影响是否就绪。"""
    checks = {
        "database": database_answers(),
        "disk": free_bytes() >= FREE_BYTES,
        "runner": runner_is_beating(at=timezone.now()),
    }
    if settings.REDIS_URL:
        checks["redis"] = redis_answers()
    body = {"ready": all(checks.values()), "checks": checks, "backup_hours": backup_hours(at=timezone.now())}
    return JsonResponse(body, status=200 if body["ready"] else 503)


def database_answers() -> bool:
    """数据库此刻能应答一句查询。"""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def redis_answers() -> bool:
    """Redis 半秒内应答；它停着时网页与任务的登记照常，只是任务要等它回来才执行。"""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, **settings.REDIS_PATIENCE) as client:
            return client.ping()
    except (redis.RedisError, ValueError):
        return False


def free_bytes() -> int:
    """数据所在磁盘的剩余字节数。"""
    return shutil.disk_usage(settings.VAR_DIR).free


def last_beat() -> dt.datetime | None:
    """任一执行者最近一次心跳；从未有过或查不到为 None。"""
    try:
        return RunnerBeat.objects.order_by("-at").values_list("at", flat=True).first()
    except DatabaseError:
        return None


def backup_hours(*, at: dt.datetime) -> float | None:
    """距上次备份的小时数，一位小数；从未备份或数据库不应答为 None。"""
    try:
        made = last_backup()
    except DatabaseError:
        return None
    return round((at - made) / dt.timedelta(hours=1), 1) if made else None


def last_backup() -> dt.datetime | None:
    """最近一次 `manage.py backup` 成功的时间，凭审计记录；从未备份为 None。"""
    made = AuditEvent.objects.filter(event="core.backup.made").order_by("-at")
    return made.values_list("at", flat=True).first()


def runner_is_beating(*, at: dt.datetime) -> bool:
    """后台执行者近几分钟有过心跳；数据库不应答时当作没有。"""
    try:
        return not jobs.runner_is_down(at=at)
    except DatabaseError:
        return False
