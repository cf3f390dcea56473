"""栏目订阅是合乎 RFC 4287 的 Atom，由独立的解析器读出来核对。"""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from portal.public import views
from tests.integration.newsroom import AT

ATOM = "{http://www.w3.org/2005/Atom}"
SPECIAL = '关于“<甲>&乙”的\x0b"说明"'


@pytest.fixture
def read():
    """取一个栏目的订阅，严格解析。"""

    def parse(slug="progress"):
        response = Client().get(reverse("public:feed", args=[slug]))
        assert response.status_code == 200
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        return etree.fromstring(response.content, etree.XMLParser(resolve_entities=False, recover=False))

    return parse


def text(node, name: str) -> str:
    """恰有一个的元素的文字。"""
    [found] = node.findall(f"{ATOM}{name}")
    return found.text


def links(node) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in node.findall(f"{ATOM}link")}


def test_the_feed_has_what_the_standard_requires(newsroom, read):
    row = newsroom.published("推进政务公开工作的通知")
    feed = read()
    assert feed.tag == f"{ATOM}feed"
    assert (text(feed, "title"), text(feed, "subtitle")) == ("工作推进", "政务公开工作的部署与进展")
    assert links(feed) == {
        "alternate": "http://testserver/columns/progress/",
        "self": "http://testserver/columns/progress/feed.xml",
    }
    [entry] = feed.findall(f"{ATOM}entry")
    assert text(entry, "title") == row.title
    assert text(entry, "summary") == row.summary
    assert text(entry.find(f"{ATOM}author"), "name") == "云川市人民政府"
    assert dt.datetime.fromisoformat(text(entry, "updated")) == AT
    assert links(entry) == {"alternate": f"http://testserver{row.public_url}"}


def test_every_id_is_an_absolute_address_of_its_own(newsroom, read):
    for number in range(3):
        newsroom.published(f"第{number}号通知")
    feed = read()
    ids = [text(node, "id") for node in (feed, *feed.findall(f"{ATOM}entry"))]
    assert len(set(ids)) == 4
    assert all(urlsplit(one).scheme in ("http", "https", "tag") for one in ids), ids


def test_awkward_titles_survive(newsroom, read):
    newsroom.published(SPECIAL, summary="面积<200亩的&其他")
    [entry] = read().findall(f"{ATOM}entry")
    assert text(entry, "title") == SPECIAL.replace("\x0b", "")
    summary = entry.find(f"{ATOM}summary")
    assert (summary.get("type"), summary.text) == ("html", "面积&lt;200亩的&amp;其他")


def test_newest_first_of_this_column_only_and_never_too_many(newsroom, read, monkeypatch):
    monkeypatch.setattr(views, "FEED_LENGTH", 2)
    for number in range(3):
        newsroom.published(f"第{number}号通知", at=AT + dt.timedelta(hours=number))
    newsroom.published("别的栏目", column="training")
    feed = read()
    assert [text(entry, "title") for entry in feed.findall(f"{ATOM}entry")] == ["第2号通知", "第1号通知"]
    assert dt.datetime.fromisoformat(text(feed, "updated")) == AT + dt.timedelta(hours=2)


def test_an_empty_column_has_an_empty_feed(newsroom, read):
    assert read("training").findall(f"{ATOM}entry") == []


def test_the_column_page_points_at_its_feed(newsroom, read):
    page = etree.HTML(Client().get(reverse("public:column", args=["progress"])).content.decode())
    [link] = page.xpath("//link[@rel='alternate' and @type='application/atom+xml']")
    assert link.get("href") == reverse("public:feed", args=["progress"])
