"""全站检索：百万条公开信息里查一个词，看得见的前一百条编号与头五条。"""

import statistics
import sys
import time
from pathlib import Path

from django.contrib.auth import get_user_model

from portal.config import urls  # noqa: F401 网址与视图先装载好，量的是常驻进程
from portal.core import search
from tests.bench import press

TITLE = f"全站检索：{press.SIZE:,} 条公开信息，各种词各查五遍"
GOAL = "≤ 只查编号的 SQL 的 3 倍；PostgreSQL 上三个字以上的词每次不超过 50 毫秒（逐词印出）"
# （说明, 谁, 词）。
ASKED = (
    ("三字以上，少见", "clerk", press.RARE),
    ("三字以上，常见", "clerk", "养老服务"),
    ("两个词", "clerk", "养老服务 决算"),
    ("没有的词", "clerk", "查无此事项"),
    ("两个字，常见", "clerk", "养老"),
    ("县区的人，少见", "yd-officer", press.RARE),
    ("县区的人，常见", "yd-officer", "养老服务"),
    ("村里的人，常见", "yd-t1-v1-clerk", "养老服务"),
)
ROUNDS = 5


def prepare(folder: Path) -> None:
    press.prepare()


def numbers_only(folder: Path) -> None:
    """极限：同样的条件，只取头一百个编号。"""
    for _ in range(ROUNDS):
        for _, username, text in ASKED:
            user = get_user_model().objects.get(username=username)
            kind, words = search.kind("publications"), search.split(text)
            list(kind.matching(user, words).values_list("pk", flat=True)[:100])


def ours(folder: Path) -> None:
    spent: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for label, username, text in ASKED:
            user = get_user_model().objects.get(username=username)
            started = time.perf_counter()
            search.find(search.kind("publications"), user, search.split(text))
            spent.setdefault(label, []).append(1000 * (time.perf_counter() - started))
    for label, found in spent.items():
        print(f"  {label}：中位 {statistics.median(found):.1f} 毫秒，最慢 {max(found):.1f}", file=sys.stderr)


def allowed(medians: dict[str, float]) -> float:
    return 3 * medians["limit"]


CASES = {
    "limit": ("同样的条件，只取头一百个编号", numbers_only),
    "ours": ("检索的一种：编号、条数、头五条与摘录", ours),
}
