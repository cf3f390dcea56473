"""以某人的浏览器问一次，记下答了什么、写了哪些表；问完一切回滚。"""

import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from unittest.mock import patch

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.test import Client

WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
MARK = re.compile(r'\s*(SAVEPOINT|ROLLBACK TO SAVEPOINT)\s+"?(\w+)"?', re.IGNORECASE)
# 会话自己的账：操作时刻顺延、一次性提示。不是业务，也不给别人看。
OWN = frozenset({"django_session", "usersessions_usersession"})


@dataclass
class Answer:
    """一次答复：状态码、转去哪里、落下了对哪些表的写入。"""

    status: int
    location: str = ""
    written: set[str] = field(default_factory=set)

    @property
    def is_to_sign_in(self) -> bool:
        return (
            self.status == 302
            and self.location.startswith(settings.PRIVATE_PATHS)
            and "/login/" in self.location
        )

    def __str__(self):
        return f"{self.status}{f' → {self.location}' if self.location else ''}"


@contextmanager
def rolled_back() -> Iterator[None]:
    """里面做的一切都不留下。"""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Journal:
    """记写入；退回保存点之前的那些，等于没有写。"""

    def __init__(self):
        self.lines: list[tuple[str, str]] = []

    def __call__(self, execute, sql, params, many, context):
        if mark := MARK.match(sql):
            self._mark(mark[1].upper(), mark[2])
        elif write := WRITE.match(sql):
            self.lines.append(("write", write[1]))
        return execute(sql, params, many, context)

    def _mark(self, word: str, name: str) -> None:
        if word == "SAVEPOINT":
            self.lines.append(("savepoint", name))
        else:
            del self.lines[self.lines.index(("savepoint", name)) + 1 :]

    @property
    def tables(self) -> set[str]:
        return {name for kind, name in self.lines if kind == "write"} - OWN


def ask(browser: Client, method: str, address: str, data: dict) -> Answer:
    """问一次。存下文件也算写入；浏览器的 Cookie 照旧，退出登录也不影响下一问。"""
    journal, cookies = Journal(), deepcopy(browser.cookies)
    with rolled_back(), connection.execute_wrapper(journal), _watching_files() as saved:
        response = getattr(browser, method)(address, data)
        if response.streaming:
            deque(response.streaming_content, maxlen=0)
    browser.cookies = cookies
    written = journal.tables | ({"文件"} if saved.called else set())
    return Answer(response.status_code, response.headers.get("Location", ""), written)


def _watching_files():
    """存文件照常存，只记下存过。"""
    return patch.object(FileSystemStorage, "save", autospec=True, side_effect=FileSystemStorage.save)
