"""在库里造公开信息：百万条逐条办要几小时，量的是查，不是办。行数由 `BENCH_SIZE` 定，默认一百万。"""

import datetime as dt
import os

from django.contrib.auth import get_user_model
from django.db import connection

from portal.core.search import indexes
from portal.desk.demo import campaign, people, places
from portal.desk.demo.load import SEED
from portal.organisations.models import Organisation
from portal.publications.models import Column
from tests.bench import seeding

ASKED = os.environ.get("BENCH_SIZE", "")
SIZE = int(ASKED) if ASKED.isdigit() else 1_000_000
TOPICS = ("道路硬化", "义务教育", "养老服务", "公共卫生", "环境保护", "住房保障", "就业创业", "救灾生产")
KINDS = ("公告", "通知", "决算", "公示", "目录", "指南")
RARE, SLUG = "山塘水库除险", "bench"
# 县区各占几份，乡镇、村、部门各占一份。
COUNTY_SHARE = 9
DAYS = 1_800


def prepare() -> None:
    """演示城市的机构与人，`SIZE` 条都已公开的信息，分在一个总栏目下的八个栏目，五年里天天都有。"""
    seeding.migrated()
    found = places.build(year=seeding.YEAR, at=campaign.moment(seeding.YEAR, 1, 5))
    people.Cast(found, year=seeding.YEAR, seed=SEED)
    root = Column.add_root(title="法定主动公开内容", slug=SLUG)
    columns = [root.add_child(title=topic, slug=f"{SLUG}-{number}").pk for number, topic in enumerate(TOPICS)]
    staff = get_user_model().objects.in_bulk(("clerk", "reviewer"), field_name="username")
    with connection.cursor() as cursor:
        # 先写行，后建索引：一次建比逐行维护快得多。
        for table, names in indexes.wanted().items():
            cursor.execute(f"DROP INDEX IF EXISTS {indexes.name_of(table, names)}")
        cursor.execute(_insert(staff["clerk"].pk, staff["reviewer"].pk, columns, _publishers()))
        indexes.ensure()
        cursor.execute("ANALYZE")


def _publishers() -> list[int]:
    """谁发的，一轮；县区多，别的少。"""
    order = Organisation.objects.order_by("path").values_list("pk", "kind")
    return [pk for pk, kind in order for _ in range(COUNTY_SHARE if kind == "county" else 1)]


def _insert(clerk: int, reviewer: int, columns: list[int], publishers: list[int]) -> str:
    """栏目、机构、话题、文种轮换；每万条里有一条少见的词。"""
    topic, kind = _picked("n", TOPICS), _picked("n / 7", KINDS)
    series, at, published, nothing = _dialect()
    values = {
        "column_id": _picked("n / 11", columns), "organisation_id": _picked("n / 3", publishers),
        "title": f"'关于' || CASE WHEN n % 10000 = 77 THEN '{RARE}' ELSE {topic} END || '的' || {kind} || '第' || n || '号'",
        "summary": "'概述 ' || n", "body_html": "''", "keywords": "''", "category": "''", "theme": "''",
        "document_number": "''", "validity": "'in_force'", "source": "''", "consult_office": "''",
        "consult_phone": "''", "origin_type": "''", "origin_pk": "''", "index_number": "'B' || n",
        "status": "'published'", "version": "1", "findings": nothing, "finding_count": "0", "scanned_hash": "''",
        "scanned_version": "''", "created_by_id": f"{clerk}", "created_at": at, "published_by_id": f"{reviewer}",
        "published_at": published, "withdrawal_reason": "''",
    }  # fmt: skip
    chosen = ", ".join(values.values())
    return f"INSERT INTO publications_publication ({', '.join(values)}) SELECT {chosen} FROM {series}"


def _dialect() -> tuple[str, str, str, str]:
    """（1 至 `SIZE` 的数列, 拟稿的时刻, 发布的时刻, 空的 JSON 列表），两种数据库各有写法。"""
    at = f"'{dt.datetime(seeding.YEAR, 3, 1):%Y-%m-%d %H:%M:%S}'"
    if connection.vendor == "sqlite":
        numbers = f"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {SIZE}) SELECT n FROM c"
        return f"({numbers})", at, f"datetime({at}, '-' || (n % {DAYS}) || ' days')", "'[]'"
    at = f"{at}::timestamp AT TIME ZONE 'UTC'"
    days = f"{at} - n % {DAYS} * interval '1 day'"
    return f"generate_series(1, {SIZE}) AS numbers(n)", at, days, "'[]'::jsonb"


def _picked(number: str, options) -> str:
    quoted = [f"'{option}'" if isinstance(option, str) else str(option) for option in options]
    cases = " ".join(f"WHEN {place} THEN {option}" for place, option in enumerate(quoted))
    return f"(CASE ({number}) % {len(quoted)} {cases} END)"
