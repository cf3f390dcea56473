"""公开栏目的列表与查词：百万条的一个栏目，从请求到页面，连同年份、机构的选项。"""

import statistics
import sys
import time
from pathlib import Path
from unittest import mock

from django.core.paginator import Paginator
from django.test import Client

from portal.config import urls  # noqa: F401 网址与视图先装载好，量的是常驻进程
from portal.public import selectors, views
from portal.publications.models import Column, Publication
from tests.bench import press

TITLE = f"公开栏目：{press.SIZE:,} 条，翻看与查词，各五遍"
GOAL = "≤ 只取这一页各条的 10 倍；≤ 通行写法的五分之一（逐页印出）"
# （说明, 条件）。
ASKED = (
    ("不查词", {}),
    ("少见的词", {"words": press.RARE}),
    ("常见的词", {"words": "养老服务"}),
    ("两个词", {"words": "养老服务 决算"}),
    ("没有的词", {"words": "查无此事项"}),
    ("一年", {"year": 2025}),
)
ROUNDS = 5


def prepare(folder: Path) -> None:
    press.prepare()


def rows_only(folder: Path) -> None:
    """极限：只取这一页的各条。"""
    places = selectors.below(Column.objects.get(slug=press.SLUG))
    for _ in range(ROUNDS):
        for _, query in ASKED:
            list(selectors.listing(places, **query)[: views.PER_PAGE])


def counted(folder: Path) -> None:
    """对照：照通行写法，数全部条数，年份、机构从全部条目里去重。"""
    plain = {"years": _years, "bodies": _bodies}
    with mock.patch.multiple(selectors, **plain), mock.patch.object(views, "Newest", Paginator):
        ours(folder)


def _years(places: list[int]) -> list[int]:
    rows = Publication.objects.published().filter(column__in=places)
    return [moment.year for moment in rows.datetimes("published_at", "year", order="DESC")]


def _bodies(places: list[int]) -> list:
    rows = Publication.objects.published().filter(column__in=places)
    return list(
        rows.order_by("organisation__path").values("organisation", "organisation__short_name").distinct()
    )


def ours(folder: Path) -> None:
    browser, spent = Client(SERVER_NAME="127.0.0.1"), {}
    for _ in range(ROUNDS):
        for label, query in ASKED:
            started = time.perf_counter()
            answer = browser.get(f"/columns/{press.SLUG}/", query)
            spent.setdefault(label, []).append(1000 * (time.perf_counter() - started))
            if (
                answer.status_code != 200
                or ("养老" in query.get("words", ""))
                and "养老服务" not in answer.text
            ):
                raise RuntimeError(f"{label}：页面不对")
    for label, found in spent.items():
        print(f"  {label}：中位 {statistics.median(found):.0f} 毫秒，最慢 {max(found):.0f}", file=sys.stderr)


def allowed(medians: dict[str, float]) -> float:
    return min(10 * medians["limit"], medians["peer"] / 5)


CASES = {
    "limit": ("只取这一页的各条", rows_only),
    "peer": ("数全部、去重全部", counted),
    "ours": ("数到上限，选项逐个问有没有", ours),
}
