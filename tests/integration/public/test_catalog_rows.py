"""公众看一本目录：筛选、翻页、下载、打印的都是公开了的行。"""

import csv
import io

import pytest

from portal.public import views
from portal.publications.models import Publication
from tests.integration.catalogs.conftest import city  # noqa: F401  目录测试的城市


@pytest.fixture
def published(city):  # noqa: F811
    city.standard()
    city.confirmed()
    return Publication.objects.published().get(column__slug="catalogs")


def address(publication, name: str = "") -> str:
    return f"/info/{publication.pk}/{name}"


def test_the_page_offers_the_facets_of_the_catalog(client, published):
    page = client.get(address(published)).content.decode()
    for value in ("涉农补贴", "县级", "政府网站"):
        assert f"<option>{value}</option>" in page
    assert "共 4 条" in page


def test_a_filter_narrows_the_page_the_csv_and_the_json_alike(client, published):
    query = {"f0": "涉农补贴", "words": "农机"}
    page = client.get(address(published), query)
    listed = client.get(address(published, "rows.json"), query).json()["rows"]
    text = client.get(address(published, "rows.csv"), query).content.decode("utf-8-sig")
    assert [row["二级事项"] for row in listed] == ["农机购置与应用补贴"]
    assert [row["二级事项"] for row in csv.DictReader(io.StringIO(text))] == ["农机购置与应用补贴"]
    assert "符合条件的 1 条" in page.content.decode()
    assert "耕地地力保护补贴" not in page.content.decode()


def test_nothing_found_says_so(client, published):
    assert "没有符合条件的内容" in client.get(address(published), {"words": "没有的词"}).content.decode()


def test_long_tables_are_paged_and_can_be_listed_whole_for_print(client, published, monkeypatch):
    monkeypatch.setattr(views, "ROWS_PER_PAGE", 3)
    first = client.get(address(published)).content.decode()
    whole = client.get(address(published), {"show": "all"}).content.decode()
    assert first.count("政府信息公开条例") == 3
    assert whole.count("政府信息公开条例") == 4
    assert "全部列出（供打印）" in first
    assert "全部列出（供打印）" not in whole
