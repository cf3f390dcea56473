"""检索的索引：SQLite 没有；PostgreSQL 上每张登记过的表一个，查得到的就是它；没有扩展时照常检索，体检会说。"""

import pytest
from django.db import connection
from django.utils import timezone

from portal.core import doctor
from portal.core.search import indexes
from portal.publications.models import Publication

pytestmark = pytest.mark.django_db
postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="三元组索引只有 PostgreSQL 有")


def test_every_searched_column_belongs_to_a_table_of_ours():
    wanted = indexes.wanted()
    assert set(wanted) <= set(connection.introspection.table_names())
    assert "title" in wanted["publications_publication"]
    assert "title" in wanted["tasks_task"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="只看 SQLite")
def test_sqlite_has_none_and_says_nothing():
    assert indexes.ensure() is False
    assert "检索索引" not in [finding.name for finding in doctor.stored(at=timezone.now())]


@postgres
def test_migrating_made_them_all_and_doing_it_again_changes_nothing():
    assert indexes.missing() == []
    assert indexes.ensure() is True
    [finding] = [one for one in doctor.stored(at=timezone.now()) if one.name == "检索索引"]
    assert finding.level == doctor.OK


@postgres
def test_a_search_can_use_the_index():
    rows = Publication.objects.filter(title__icontains="养老服务").only("pk").order_by()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "search_publications_publication" in rows.explain()


@postgres
def test_without_the_extension_the_doctor_says_so(monkeypatch):
    monkeypatch.setattr(indexes, "EXTENSION", "no_such_extension")
    assert indexes.ensure() is False
    tables = indexes.wanted()
    monkeypatch.setattr(indexes, "wanted", lambda: tables | {"accounts_user": ("username", "phone")})
    [finding] = [one for one in doctor.stored(at=timezone.now()) if one.name == "检索索引"]
    assert finding.level == doctor.CAUTION and "逐" not in finding.mend and "CREATE EXTENSION" in finding.mend
