"""列表的查询次数不随行数增长；网址里写了什么怪条件也不出错；找不到的页面说中文。"""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.public import paging
from portal.publications.models import Column
from tests.integration.newsroom import AT
from tests.integration.public import addresses

LISTS = ("home", "column", "feed", "sitemap", "site-map")
COLUMN = "/columns/progress/"
STRANGE = (
    {"year": "99999"},
    {"year": "0"},
    {"year": "-1"},
    {"year": "²"},
    {"year": "二〇二六"},
    {"body": "9" * 30},
    {"body": "²"},
    {"words": "\x00"},
    {"words": "%' OR 1=1 --"},
    {"words": "词 " * 200},
    {"page": "\x00"},
    {"page": "9" * 30},
    {"page": "-1"},
    {"embed": "'><script>"},
)


def counts(where: dict[str, str]) -> dict[str, int]:
    """各列表页各查询几次。"""
    found = {}
    for name in LISTS:
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(where[name]).status_code == 200
        found[name] = len(queries)
    return found


def test_the_number_of_queries_does_not_grow_with_the_rows(newsroom):
    where = addresses.of(newsroom.published())
    before = counts(where)
    for number in range(24):
        newsroom.published(f"第{number}号通知")
    assert counts(where) == before
    leaves = Column.objects.filter(numchild=0).count()
    assert before["home"] <= leaves + 1  # 栏目一条，每个末级栏目一条
    assert max(number for name, number in before.items() if name != "home") <= 9


def test_an_article_costs_no_more_with_many_attachments(newsroom):
    few, many = newsroom.published("一个附件", attached=True), newsroom.published("十个附件", attached=True)
    for position in range(2, 11):
        many.files.create(file=many.files.first().file, name=f"附件{position}.docx", position=position)
    numbers = []
    for row in (few, many):
        with CaptureQueriesContext(connection) as queries:
            page = Client().get(row.public_url).content.decode()
        numbers.append((len(queries), page.count(f"{row.public_url}files/")))
    assert numbers == [(numbers[0][0], 1), (numbers[0][0], 10)]


@pytest.mark.parametrize("query", STRANGE, ids=str)
def test_strange_conditions_are_as_if_not_given(newsroom, query):
    newsroom.published()
    answer = Client().get(COLUMN, query)
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


@pytest.mark.parametrize("query", [{"year": "99999"}, {"year": "²"}, {"body": "²"}, {"words": "\x00"}])
def test_an_impossible_condition_hides_nothing(newsroom, query):
    newsroom.published("仍然看得到")
    assert "仍然看得到" in Client().get(COLUMN, query).content.decode()


@pytest.mark.parametrize(
    "address", [f"/info/{'9' * 30}/", f"/info/1/files/{'9' * 30}/", f"/info/{'9' * 30}/rows.csv"]
)
def test_an_impossible_number_is_not_found(newsroom, address):
    newsroom.published()
    assert Client().get(address).status_code == 404


def test_the_conditions_find_by_year_body_and_words(newsroom):
    newsroom.published("去年的通知", at=AT - dt.timedelta(days=365))
    newsroom.published("今年的通知", document_number="云政办〔2026〕7号")

    def shown(**query):
        page = Client().get(COLUMN, query).content.decode()
        return [name for name in ("去年的通知", "今年的通知") if name in page]

    assert shown() == ["去年的通知", "今年的通知"]
    assert shown(year="2025") == ["去年的通知"]
    assert shown(words="〔2026〕7号 今年") == ["今年的通知"]
    assert shown(body=newsroom.city.pk, year=2026) == ["今年的通知"]
    assert shown(body=newsroom.city.pk + 1) == []


def test_the_year_is_counted_in_beijing_time(newsroom):
    newsroom.published("元旦凌晨", at=dt.datetime(2026, 1, 1, 0, 30, tzinfo=AT.tzinfo))
    assert "元旦凌晨" in Client().get(COLUMN, {"year": "2026"}).content.decode()
    assert "元旦凌晨" not in Client().get(COLUMN, {"year": "2025"}).content.decode()


@pytest.mark.parametrize(
    "address", ["/nowhere/", "/columns/nowhere/", "/info/999999/", "/info/999999/rows.json"]
)
def test_what_is_not_there_is_said_in_chinese(newsroom, settings, address):
    settings.DEBUG = False
    answer = Client().get(address)
    page = answer.content.decode()
    assert answer.status_code == 404 and not answer.cookies
    assert "页面不存在" in page and 'lang="zh-CN"' in page
    assert reverse("public:home") in page
    assert "Not Found" not in page and "Traceback" not in page


def test_the_choices_are_the_years_and_bodies_that_have_something(newsroom):
    newsroom.published("前年的", at=AT - dt.timedelta(days=730))
    newsroom.published("今年的")
    newsroom.withdrawn("去年撤回的", at=AT - dt.timedelta(days=365))
    page = Client().get(COLUMN).content.decode()
    assert re.findall(r"<option>(\d{4})</option>", page) == ["2026", "2024"]
    assert re.findall(r'<option value="(\d+)">', page) == [f"{newsroom.city.pk}"]
    chosen = Client().get(COLUMN, {"year": "2024", "body": newsroom.city.pk}).content.decode()
    assert "<option selected>2024</option>" in chosen
    assert f'<option value="{newsroom.city.pk}" selected>' in chosen


def test_an_empty_column_has_no_choices(newsroom):
    page = Client().get(COLUMN).content.decode()
    assert "没有符合条件的内容" in page and not re.findall(r"<option>(\d{4})</option>", page)


def test_a_column_too_long_lists_its_newest_and_says_so(newsroom, monkeypatch):
    monkeypatch.setattr(paging, "MOST", 2)
    for days in range(3):
        newsroom.published(f"第{days}天前的通知", at=AT - dt.timedelta(days=days))
    page = Client().get(COLUMN).content.decode()
    assert "共2条以上" in page and "只列最近 2 条" in page
    assert "第0天前" in page and "第2天前" not in page
    assert "第2天前" in Client().get(COLUMN, {"words": "第2天前"}).content.decode()
    assert "只列最近" not in Client().get(COLUMN, {"words": "第2天前"}).content.decode()
