"""每条网址 × 每个角色：该开的开，看不到的 404，看得到而不许办的 403，拒绝的什么也不改。

城只在类开头建一次，在外层事务里；每一格问完回滚，所以次序无关。
"""

import logging
import tempfile
from contextlib import contextmanager
from pathlib import Path

import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client, TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts import second_factor
from portal.organisations.roles import Role
from tests.integration.access import city, matrix, table
from tests.integration.access.asking import ask
from tests.integration.access.stage import Stage

# 没有启用两步验证的管理员到得了的：登录、退出、续时、改密、验明本人、启用两步验证。
DUTY_PAGES = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "accounts:session-extend",
    "mfa_activate_totp",
}
# 一页的语句数：会话、视野、未读等八条之外，列表只该有固定的几条。
BUDGET = 17
# 汇总各应用待办、办过的事每类一条的首页，与预览全部提醒的页面；其余各有一句说明。
BUDGETS = {
    "desk:home": 60,
    "tasks:reminders": 66,
    # 每个台账固定几条；与县区、事项多少无关。
    "tasks:picture": 50,
    "tasks:picture-rows": 68,
    "tasks:picture-overdue": 66,
    "tasks:picture-trend": 50,
    "tasks:picture-forecast": 60,
    "tasks:picture-export": 66,
    "tasks:picture-print": 50,
    "tasks:picture-small": 50,
    "tasks:burden": 30,
    "tasks:burden-rows": 30,
    "tasks:burden-pairs": 30,
    "tasks:reminder-preview-export": 62,
    "tasks:supervision-new": 62,
    "catalogs:home": 22,
    "village:programmes": 20,
    "village:catalogs": 21,
}


class TestMatrix(TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.enterClassContext(override_settings(MEDIA_ROOT=folder, VAR_DIR=Path(folder)))
        cls.enterClassContext(time_machine.travel(city.AT, tick=False))
        cls.enterClassContext(without_refusals_in_the_log())
        super().setUpClass()

    @classmethod
    def setUpTestData(cls):
        cls.people = city.build()

    def setUp(self):
        self.stage = Stage(self.people)
        self.browsers = {role: signed_in(person) for role, person in self.people.items()}
        self.browsers[city.ANONYMOUS] = Client(raise_request_exception=False)

    def test_every_role_of_the_product_asks(self):
        held = {post.role for person in self.people.values() for post in person.memberships.all()}
        assert held == set(Role.values), "新的角色请在 city.py 里安排一个人，在 table/ 里写明它的结果"

    def test_an_administrator_without_a_second_factor_gets_nowhere(self):
        """还没有走到视图就转去启用两步验证，所以编号随便填。"""
        second_factor.remove(self.people["admin"])
        wrong = []
        for row in table.ROWS:
            if row.is_open or row.name in DUTY_PAGES:
                continue
            for method in matrix.METHODS:
                answer = ask(self.browsers["admin"], method, matrix.any_address(row), {})
                if not answer.location.startswith(reverse("mfa_activate_totp")) or answer.written:
                    wrong.append(f"{method.upper()} {row}：{answer}")
        assert not wrong, "\n".join(wrong)

    def test_no_list_asks_the_database_row_by_row(self):
        """不带编号的页面：八个县、二十六个领域在库里，语句数仍在预算之内。"""
        over = []
        for row in table.ROWS:
            if row.get is None or row.args or row.is_open or row.exact:
                continue
            for role in row.get - {city.ANONYMOUS}:
                with CaptureQueriesContext(connection) as asked:
                    self.browsers[role].get(reverse(row.name))
                if len(asked) > BUDGETS.get(row.name, BUDGET):
                    over.append(f"{row.name} {role}：{len(asked)} 条")
        assert not over, "\n".join(over)


def every_cell_of(part):
    """一部分的各格；分成几个测试，好分给几个进程。"""

    def test(self):
        wrong = [problem for row in part.ROWS for problem in matrix.problems(row, self.stage, self.browsers)]
        assert not wrong, f"{len(wrong)} 格不对：\n" + "\n".join(wrong)

    return test


for part in table.PARTS:
    setattr(TestMatrix, f"test_every_cell_of_{part.__name__.rpartition('.')[2]}", every_cell_of(part))


def signed_in(person) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(person, settings.AUTHENTICATION_BACKENDS[1])
    return browser


@contextmanager
def without_refusals_in_the_log():
    """几千次拒绝不必逐条写进日志；出错（500）的仍然写。"""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.ERROR)
    yield
    logger.setLevel(level)
