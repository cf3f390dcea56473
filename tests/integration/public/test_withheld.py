"""没有公开的、撤回了的，公众从哪条路都到不了。"""

import pytest
from django.test import Client
from django.urls import reverse

from portal.publications.models import Publication
from tests.integration.newsroom import REVIEWS, TABLE
from tests.integration.public import addresses

S = Publication.Status
SECRET = "尚未公开的安排"
ONE = ("detail", "attachment", "rows-csv", "rows-json")
MANY = ("home", "column", "feed", "sitemap", "site-map")


@pytest.fixture
def published(newsroom):
    """同一栏目里另有一篇公开着的，各列表因此不空。"""
    return newsroom.published("已经公开的通知", rows=TABLE, attached=True)


def one(publication) -> dict[str, str]:
    return {name: addresses.of(publication)[name] for name in ONE}


def mentions(publication, text: str) -> list[str]:
    """各列表里出现 `text` 或这一篇网址的。"""
    where = addresses.of(publication)
    pages = {name: addresses.text_of(Client().get(where[name])) for name in MANY}
    pages["search"] = addresses.text_of(Client().get(where["column"], {"words": text}))
    shown = f'value="{text}"'
    return [
        name
        for name, page in pages.items()
        if text in page.replace(shown, "") or publication.public_url in page
    ]


@pytest.mark.parametrize("steps", range(len(REVIEWS)))
def test_a_draft_under_review_is_nowhere(newsroom, published, steps):
    row = newsroom.advance(newsroom.draft(SECRET, rows=TABLE, attached=True), steps)
    answers = {name: Client().get(address).status_code for name, address in one(row).items()}
    assert row.status in (S.DRAFT, S.FIRST_REVIEW, S.SECOND_REVIEW, S.FINAL_REVIEW)
    assert answers == dict.fromkeys(ONE, 404)
    assert mentions(row, SECRET) == []
    assert mentions(published, published.title) == ["home", "column", "feed", "sitemap", "search"]


def test_a_returned_draft_is_nowhere(newsroom, published):
    row = newsroom.advance(newsroom.draft(SECRET, rows=TABLE, attached=True), 1)
    row = newsroom.move(row, "return", "first", reason="标题不准确")
    assert row.status == S.RETURNED
    assert {Client().get(address).status_code for address in one(row).values()} == {404}
    assert mentions(row, SECRET) == []


def test_withdrawn_leaves_a_tombstone_with_the_reason_and_nothing_else(newsroom, published):
    row = newsroom.withdrawn("有误的通知", rows=TABLE, attached=True, reason="附表数据有误")
    answer = Client().get(row.public_url)
    page = answer.content.decode()
    assert answer.status_code == 410
    assert "附表数据有误" in page and row.index_number in page
    assert "有误的通知的正文" not in page and "补贴结果" not in page and "附件.docx" not in page
    assert mentions(row, "有误的通知") == []
    gone = {name: Client().get(address).status_code for name, address in one(row).items()}
    assert gone == {"detail": 410, "attachment": 404, "rows-csv": 404, "rows-json": 404}


def test_an_attachment_changed_after_publication_is_not_served(newsroom, published):
    address = reverse("public:attachment", args=[published.pk, 1])
    assert Client().get(address).status_code == 200
    other = newsroom.draft("另一篇", attached=True).files.get().file
    published.files.update(file=other)
    assert Client().get(address).status_code == 404


def test_embedding_shows_no_more_than_the_page(newsroom, published):
    row = newsroom.draft(SECRET)
    assert Client().get(row.public_url, {"embed": "1"}).status_code == 404
    page = Client().get(published.column.get_absolute_url(), {"embed": "1"}).content.decode()
    assert SECRET not in page and published.title in page
