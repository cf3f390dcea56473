"""全体测试共用：性质测试的档位，以及清库时绕开“只增不改”的触发器。"""

import datetime as dt
import shutil
import time

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.db.backends.sqlite3.base import DatabaseWrapper
from hypothesis import HealthCheck, settings

from portal.core import clock

# 机器快慢不该让测试时过时不过：不限时；用固定的种子，失败可以重现。
settings.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("suite")

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql IS NOT NULL"


@pytest.fixture(scope="session", autouse=True)
def _flush_past_triggers():
    """SQLite 清库用 DELETE，会被审计表的触发器拒绝：清之前摘下触发器，清完原样装回。

    PostgreSQL 清库用 TRUNCATE，行级触发器不动，无须处理。
    """
    with pytest.MonkeyPatch.context() as patch:
        operations = DatabaseWrapper.ops_class
        patch.setattr(operations, "execute_sql_flush", _without_triggers(operations))
        yield


def _without_triggers(operations):
    original = operations.execute_sql_flush

    def execute_sql_flush(self, sql_list):
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            triggers = cursor.execute(TRIGGERS).fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {self.quote_name(name)}")
            original(self, sql_list)
            for _, sql in triggers:
                cursor.execute(sql)

    return execute_sql_flush


@pytest.fixture
def at():
    """测试里的“此刻”：2026 年 7 月 1 日上午九点，北京时间，工作日。"""
    return dt.datetime(2026, 7, 1, 9, 0, tzinfo=clock.TZ)


@pytest.fixture(params=["UTC", "America/New_York"])
def process_zone(request, monkeypatch):
    """进程自己的时区不是北京时间时，期限照样按北京时间算。"""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(scope="session", autouse=True)
def _no_files_left():
    """测试存入的文件都在一个临时文件夹里，跑完删掉。"""
    yield
    shutil.rmtree(configured.MEDIA_ROOT, ignore_errors=True)
