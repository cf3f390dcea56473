"""推进情况总表：104 个县区 × 八个方面，从请求到页面；语句数与县区数无关。"""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from portal.accounts.models import User
from portal.config import urls  # noqa: F401 网址与视图先装载好，量的是常驻进程
from tasks import standing
from tasks.ground import Ground
from tasks.models import Campaign
from tests.bench import province, seeding

TITLE = "推进情况总表：104 个县区 × 八个方面，27 个台账，约 1.9 万件，看三遍"
GOAL = "≤ 逐行数再出页面的一半，语句不多于 50 条"
DAY, MOST = dt.date(seeding.YEAR, 11, 20), 50
ROUNDS = 3


def prepare(folder: Path) -> None:
    seeding.migrated()
    province.build(today=DAY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def batches_only(folder: Path) -> None:
    """极限：只把各台账的各批取来。"""
    for _ in range(ROUNDS):
        ground = Ground(Campaign.objects.select_related("city").get(), DAY)
        if not all(register.batches(ground, ground.counties) for register in standing.registers()):
            raise RuntimeError("数据没有备齐")


def row_by_row(folder: Path) -> None:
    """对照：同一页，各台账都逐行取成事项再数。"""
    plain = {one.code: replace(one, lots=None) for one in standing.registers()}
    with mock.patch.dict(standing._registers, plain):
        ours(folder)


def ours(folder: Path) -> None:
    free = [item for item in settings.MIDDLEWARE if "AccountDuties" not in item]
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(User.objects.get(username="clerk"), settings.AUTHENTICATION_BACKENDS[1])
    for _ in range(ROUNDS):
        with override_settings(MIDDLEWARE=free), CaptureQueriesContext(connection) as asked:
            answer = browser.get("/desk/picture/", {"on": DAY.isoformat()})
        if answer.status_code != 200 or answer.text.count("/desk/picture/counties/") != province.COUNTIES:
            raise RuntimeError("总表没有列全")
        if len(asked) > MOST:
            raise RuntimeError(f"总表用了 {len(asked)} 条语句")


def allowed(medians: dict[str, float]) -> float:
    return medians["peer"] / 2


CASES = {
    "limit": ("只取各批", batches_only),
    "peer": ("逐行取成事项再数，出页面", row_by_row),
    "ours": ("数各批、亮灯、出页面", ours),
}
