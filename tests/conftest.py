"""全体测试共用：性质测试的档位，以及清库时绕开“只增不改”的触发器。"""

import pytest
from django.db import transaction
from django.db.backends.sqlite3.base import DatabaseWrapper
from hypothesis import HealthCheck, settings

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
