"""从网站取订阅源。"""

import pytest

from portal.core.links.feeds import BadFeed, fetch_feed

MAP = "<urlset><url><loc>{}</loc></url></urlset>"
INDEX = "<sitemapindex>{}</sitemapindex>"
XML = {"Content_Type": "application/xml"}


def test_a_feed_is_fetched_and_its_links_completed(site):
    body = '<feed><entry><title>通知</title><link href="/1"/></entry></feed>'
    url = site.put("/feed", body, Content_Type="application/atom+xml")
    assert [entry.url for entry in fetch_feed(url)] == [site.url("/1")]


def test_the_maps_of_an_index_are_fetched_in_turn(site):
    for number in range(2):
        site.put(f"/map{number}.xml", MAP.format(f"/page{number}"), **XML)
    maps = "".join(f"<sitemap><loc>/map{number}.xml</loc></sitemap>" for number in range(2))
    url = site.put("/sitemap.xml", INDEX.format(maps), **XML)
    assert [entry.url for entry in fetch_feed(url)] == [site.url("/page0"), site.url("/page1")]
    assert site.paths == ["/sitemap.xml", "/map0.xml", "/map1.xml"]


def test_an_index_that_lists_itself_is_read_once(site):
    url = site.put("/s.xml", INDEX.format("<sitemap><loc>/s.xml</loc></sitemap>"), **XML)
    assert fetch_feed(url) == []
    assert len(site.paths) == 2


def test_an_index_of_too_many_maps_is_refused(site):
    maps = "".join(f"<sitemap><loc>/{number}</loc></sitemap>" for number in range(21))
    with pytest.raises(BadFeed, match="超过 20 份"):
        fetch_feed(site.put("/s.xml", INDEX.format(maps), **XML))
    assert site.paths == ["/s.xml"]


def test_an_index_cannot_lead_into_the_inner_network(site):
    maps = f"<sitemap><loc>{site.url('/', host='127.0.0.9')}</loc></sitemap>"
    with pytest.raises(BadFeed, match="内部网络地址"):
        fetch_feed(site.put("/s.xml", INDEX.format(maps), **XML))


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [(404, "", "答复 404"), (200, "<p>首页", "不是订阅源"), (200, " " * 11_000_000, "超过 10 MB")],
)
def test_what_is_no_feed_is_refused_with_a_reason(site, status, body, reason):
    with pytest.raises(BadFeed, match=reason):
        fetch_feed(site.put("/feed", body, status=status))
