"""网页标签、位置、元数据表：政府网站检查时逐页看的。"""

import re

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from portal.publications.models import Column
from tests.integration.newsroom import TABLE
from tests.integration.public import addresses

SITE = {"SiteName": "云川市人民政府", "SiteDomain": "www.yunchuan.example", "SiteIDCode": "9990000001"}
COLUMN = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE = ("ArticleTitle", "PubDate", "ContentSource")
PAGES = ("home", "column", "detail", "site-map", "accessibility", "withdrawn")


@pytest.fixture(autouse=True)
def _site(settings):
    settings.PUBLIC_SITE = settings.PUBLIC_SITE | {
        "name": SITE["SiteName"],
        "domain": SITE["SiteDomain"],
        "id_code": SITE["SiteIDCode"],
        "sponsor": "云川市人民政府办公室",
        "phone": "0999-5550100",
        "icp": "云ICP备00000001号",
        "police": "云公网安备99900000000001号",
    }


@pytest.fixture
def pages(newsroom):
    """各页解析好的树。"""
    publication = newsroom.published(rows=TABLE, attached=True, source="云川市政务公开办")
    where = addresses.of(publication) | {"withdrawn": newsroom.withdrawn().public_url}
    return {name: html.fromstring(Client().get(where[name]).content.decode()) for name in PAGES}


def marks(page) -> dict[str, str]:
    """`<meta name=… content=…>`；同名的出现两次就不对。"""
    found = [(node.get("name"), node.get("content")) for node in page.xpath("//head/meta[@name]")]
    assert len(dict(found)) == len(found), found
    return dict(found)


def test_every_page_says_which_site_it_is(pages):
    for name, page in pages.items():
        assert marks(page).items() >= SITE.items(), name


def test_column_and_article_pages_say_which_column(pages):
    for name in ("column", "detail"):
        found = marks(pages[name])
        assert all(found.get(mark) for mark in COLUMN), (name, found)
        assert found["ColumnName"] == "工作推进"


def test_every_column_has_its_marks(newsroom):
    for column in Column.objects.all():
        found = marks(html.fromstring(Client().get(column.get_absolute_url()).content.decode()))
        assert all(found.get(mark) for mark in COLUMN), column


def test_an_article_says_its_title_time_and_source(pages):
    found = marks(pages["detail"])
    assert (found["ArticleTitle"], found["ContentSource"]) == ("推进政务公开工作的通知", "云川市政务公开办")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", found["PubDate"])
    assert found["PubDate"] == "2026-07-01 09:30"
    assert (found["Keywords"], found["Description"]) == ("政务公开", "部署下半年的政务公开工作")


def test_pages_that_are_no_article_carry_no_article_marks(pages):
    for name in set(PAGES) - {"detail"}:
        assert not marks(pages[name]).keys() & set(ARTICLE), name


def test_the_metadata_table_has_every_row_in_the_usual_order(pages):
    labels = [cell.text_content() for cell in pages["detail"].xpath("//table[@class='meta-table']//th")]
    assert labels == [
        "索引号",
        "组配分类",
        "发布机构",
        "成文日期",
        "发布日期",
        "文号",
        "有效性",
        "生效时间",
        "废止时间",
        "主题分类",
        "名称",
        "关键词",
        "内容概述",
        "政策咨询机关",
        "政策咨询电话",
    ]
    number = pages["detail"].xpath("string(//table[@class='meta-table']//td)")
    assert re.fullmatch(r"[0-9A-Z]{18}/202607-\d{5}", number)


def test_the_trail_leads_home(pages):
    trail = " ".join(pages["detail"].xpath("string(//p[@class='trail'])").split())
    assert trail == "当前位置：首页 > 监督保障 > 工作推进 > 正文"


def test_the_footer_names_those_responsible(pages):
    for name, page in pages.items():
        footer = page.xpath("string(//footer)")
        for words in (
            "主办单位：云川市人民政府办公室",
            "0999-5550100",
            SITE["SiteIDCode"],
            "云ICP备",
            "云公网安备",
        ):
            assert words in footer, (name, words)


def test_an_embedded_page_keeps_its_marks_and_drops_the_frame(newsroom):
    newsroom.published()
    page = html.fromstring(
        Client().get(reverse("public:column", args=["progress"]), {"embed": "1"}).content.decode()
    )
    assert marks(page).items() >= SITE.items()
    assert not page.xpath("//header | //footer | //nav[@class='public-nav' or @class='toolbar']")


def framed(settings, sites, address, **query) -> tuple[str, str]:
    """（许可谁嵌入, X-Frame-Options）。"""
    settings.EMBED_SITES = sites
    answer = Client().get(address, query)
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";") if part)
    return policy["frame-ancestors"], answer.get("X-Frame-Options", "")


def test_only_listed_sites_may_frame_a_public_page(newsroom, settings):
    newsroom.published()
    address, site = reverse("public:column", args=["progress"]), "https://www.example.gov.cn"
    assert framed(settings, [site], address, embed="1") == (site, "")
    assert framed(settings, [], address, embed="1") == ("'none'", "DENY")
    assert framed(settings, [site], address) == ("'none'", "DENY")
    assert framed(settings, [site], "/accounts/login/", embed="1") == ("'none'", "DENY")
