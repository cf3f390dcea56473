"""全站检索：百万条公开信息里查一个词，看得见的前一百条编号与头五条。行数由 `BENCH_SIZE` 定，默认一百万。"""

import datetime as dt
import os
import statistics
import sys
import time
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import connection

from portal.core import search
from portal.core.search import indexes
from portal.desk.demo import campaign, people, places
from portal.desk.demo.load import SEED
from portal.organisations.models import Organisation
from portal.publications.models import Column
from tests.bench import seeding

SIZE = int(os.environ.get("BENCH_SIZE", "1000000"))
TITLE = f"全站检索：{SIZE:,} 条公开信息，六种词各查五遍"
GOAL = "≤ 只查编号的 SQL 的 3 倍；PostgreSQL 上三个字以上的词每次不超过 50 毫秒（逐词印出）"
TOPICS = ("道路硬化", "义务教育", "养老服务", "公共卫生", "环境保护", "住房保障", "就业创业", "救灾生产")
KINDS = ("公告", "通知", "决算", "公示", "目录", "指南")
RARE = "山塘水库除险"
# （说明, 谁, 词）。
ASKED = (
    ("三字以上，少见", "clerk", RARE),
    ("三字以上，常见", "clerk", "养老服务"),
    ("两个词", "clerk", "养老服务 决算"),
    ("没有的词", "clerk", "查无此事项"),
    ("两个字，常见", "clerk", "养老"),
    ("县区的人，少见", "yd-officer", RARE),
)
ROUNDS = 5


def prepare(folder: Path) -> None:
    seeding.migrated()
    found = places.build(year=seeding.YEAR, at=campaign.moment(seeding.YEAR, 1, 5))
    people.Cast(found, year=seeding.YEAR, seed=SEED)
    clerk = get_user_model().objects.get(username="clerk")
    column = Column.objects.filter(depth__gt=0).first() or Column.add_root(title="栏目", slug="bench")
    _without_index()
    _plant(clerk.pk, column.pk, [place.pk for place in Organisation.objects.of_kind("county")])
    indexes.ensure()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _without_index() -> None:
    """先写行，后建索引：一次建比逐行维护快得多。"""
    with connection.cursor() as cursor:
        for table, columns in indexes.wanted().items():
            cursor.execute(f"DROP INDEX IF EXISTS {indexes.name_of(table, columns)}")


def _plant(clerk: int, column: int, counties: list[int]) -> None:
    """在库里造行：县区、话题、文种轮换，每万条里有一条少见的词。"""
    series = f"generate_series(1, {SIZE}) AS numbers(n)"
    if connection.vendor == "sqlite":
        series = f"(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {SIZE}) SELECT n FROM c)"
    topic, kind = _picked("n", TOPICS), _picked("n / 7", KINDS)
    county = _picked("n / 3", counties)
    title = f"'关于' || CASE WHEN n % 10000 = 77 THEN '{RARE}' ELSE {topic} END || '的' || {kind} || '第' || n || '号'"
    at = dt.datetime(seeding.YEAR, 3, 1, tzinfo=dt.UTC).isoformat(sep=" ")
    values = {
        "column_id": column, "organisation_id": county, "title": title, "body_html": "''",
        "summary": "'概述 ' || n", "keywords": "''", "category": "''", "theme": "''", "document_number": "''",
        "validity": "'in_force'", "source": "''", "consult_office": "''", "consult_phone": "''",
        "origin_type": "''", "origin_pk": "''", "status": "'draft'", "version": 1, "findings": "'[]'",
        "finding_count": 0, "scanned_hash": "''", "scanned_version": "''", "created_by_id": clerk,
        "created_at": f"'{at}'", "withdrawal_reason": "''",
    }  # fmt: skip
    with connection.cursor() as cursor:
        chosen = ", ".join(map(str, values.values()))
        if connection.vendor == "postgresql":
            chosen = chosen.replace(f"'{at}'", f"'{at}'::timestamptz").replace("'[]'", "'[]'::jsonb")
        cursor.execute(
            f"INSERT INTO publications_publication ({', '.join(values)}) SELECT {chosen} FROM {series}"
        )


def _picked(number: str, options) -> str:
    quoted = [f"'{option}'" if isinstance(option, str) else str(option) for option in options]
    cases = " ".join(f"WHEN {place} THEN {option}" for place, option in enumerate(quoted))
    return f"(CASE ({number}) % {len(quoted)} {cases} END)"


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
