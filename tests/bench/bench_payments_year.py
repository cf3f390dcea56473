"""一县一年的发放清单：十份、各 100,000 户。一项补贴分十期发，户都相同，是最难的一种：每份都要与前面各期的合在一起算村级合计。

`make bench` 只做两份，`make bench-large` 做十份；每份的秒数、两个页面的语句数与毫秒数印在标准错误。
"""

import os
import sys
import time
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse

from portal.accounts.models import User
from tests.bench import bench_payments
from tests.bench.bench_payments import AT, ROWS, data
from village import actions
from village.models import PaymentBatch, Programme, VillageSum

FILES = 10 if os.environ.get("BENCH_SIZE") == "large" else 2
TITLE = f"一县一年的发放清单：{FILES} 份，各 {ROWS:,} 户，一项补贴的 {FILES} 期"
GOAL = f"≤ 一份的 {FILES * 1.05:g} 倍，页面语句数不随户数增加"

prepare = bench_payments.prepare


def one(folder: Path) -> None:
    _import(folder, [""])


def periods(folder: Path) -> None:
    _import(folder, [f"{month}月" for month in range(1, FILES + 1)])


def programmes(folder: Path) -> None:
    """十项补贴各一份，户都相同。"""
    first = Programme.objects.get()
    officer = first.created_by
    rest = [
        actions.open_programme(county=first.county, year=first.year, name=f"补贴{n}", by=officer, at=AT)
        for n in range(2, FILES + 1)
    ]
    _import(folder, [""] * FILES, [first, *rest])


def _import(folder: Path, names: list[str], owners: list[Programme] | None = None) -> None:
    officer, head = (User.objects.get(username=name) for name in ("yd-officer", "yd-head"))
    owners, seconds, pages = owners or [Programme.objects.get()] * len(names), [], []
    for programme, period in zip(owners, names, strict=True):
        started = time.perf_counter()
        source = actions.Source("清单.xlsx", period=period)
        upload = actions.upload_list(programme=programme, data=data(folder), source=source, by=officer, at=AT)
        done = actions.read_upload(upload, at=AT)
        actions.confirm_batch(batch=done.batch, by=head, at=AT)
        seconds.append(round(time.perf_counter() - started, 2))
        pages.append(_pages(officer, done.batch))
    amounts = set(PaymentBatch.objects.values_list("amount", flat=True))
    paid = sum(VillageSum.objects.values_list("confirmed_amount", flat=True))
    if len(amounts) != 1 or paid != amounts.pop() * len(names):
        raise RuntimeError("合计不对")
    if len({tuple(statements for statements, _ in page) for page in pages}) > 1:
        raise RuntimeError(f"语句数在增加：{pages}")
    print(f"  各份 {seconds} 秒；合计页、批次页（语句数, 毫秒）{pages[0]} → {pages[-1]}", file=sys.stderr)


def _pages(officer: User, batch: PaymentBatch) -> list[tuple[int, int]]:
    """合计页与批次页各用几条语句、多少毫秒。"""
    client = Client()
    client.force_login(officer, settings.AUTHENTICATION_BACKENDS[1])
    found = []
    for url in (reverse("village:sums"), batch.get_absolute_url()):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            started = time.perf_counter()
            response = client.get(url)
        if response.status_code != 200:
            raise RuntimeError(f"{url}: {response.status_code}")
        found.append((len(queries), round(1000 * (time.perf_counter() - started))))
    return found


def allowed(medians: dict[str, float]) -> float:
    return FILES * 1.05 * medians["limit"]


setup_test_environment()
CASES = {
    "limit": ("一份，读完并复核", one),
    "peer": (f"{FILES} 项补贴，各一份", programmes),
    "ours": (f"一项补贴，{FILES} 期各一份", periods),
}
