"""读订阅源与网站地图。"""

import datetime as dt
import gzip

import pytest

from portal.core.links import feeds
from portal.core.links.feeds import BadFeed, Entry, read_feed

DAY = dt.date(2026, 7, 1)
RSS = """<?xml version="1.0" encoding="{charset}"?>
<rss version="2.0"><channel><title>政务公开</title>
<item><title> 关于印发
的通知</title><link>https://a.cn/1?a=1&amp;b=2</link><pubDate>Tue, 30 Jun 2026 20:00:00 GMT</pubDate></item>
<item><title><![CDATA[公示 & 公告]]></title><guid>https://a.cn/2</guid><pubDate>2026-07-01 09:00:00</pubDate></item>
<item><title>不是网址</title><guid isPermaLink="false">https://a.cn/3</guid></item>
<item><title>坏的</title><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>公开</title>
<entry><title type="html">通知</title><link rel="self" href="/x"/><link href="/1"/>
<published>2026-06-30T23:30:00Z</published><updated>2026-07-02T00:00:00+08:00</updated></entry>
<entry><title>公示</title><id>https://a.cn/2</id></entry></feed>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> https://a.cn/1 </loc><lastmod>2026-07-01</lastmod></url><url><loc>https://a.cn/2</loc></url></urlset>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk", "gb18030"])
def test_rss_is_read_in_any_chinese_charset(charset):
    data = RSS.format(charset=charset).encode(charset)
    assert read_feed(data) == [
        Entry("https://a.cn/1?a=1&b=2", "关于印发 的通知", DAY),
        Entry("https://a.cn/2", "公示 & 公告", DAY),
    ]


def test_atom_is_read_and_its_relative_links_completed():
    assert read_feed(ATOM.encode(), base="https://a.cn/feed") == [
        Entry("https://a.cn/1", "通知", DAY, dt.date(2026, 7, 2)),
        Entry("https://a.cn/2", "公示"),
    ]


def test_a_relative_link_without_a_base_is_left_out():
    assert [entry.url for entry in read_feed(ATOM.encode())] == ["https://a.cn/2"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_site_map_is_read_packed_or_not(pack):
    wanted = [Entry("https://a.cn/1", updated=DAY), Entry("https://a.cn/2")]
    assert read_feed(pack(SITEMAP.encode())) == wanted


def test_a_site_map_index_lists_its_maps():
    data = SITEMAP.replace("urlset", "sitemapindex").replace("url>", "sitemap>").encode()
    assert [entry.url for entry in read_feed(data)] == ["https://a.cn/1", "https://a.cn/2"]


BOMB = '<!DOCTYPE a [<!ENTITY b "公开">]><rss><channel><item><title>&b;</title></item></channel></rss>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><rss><channel>&b;</channel></rss>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "不是完整的 XML"),
        (b"<html><body>404", "不是完整的 XML"),
        (b"<html></html>", "只认得"),
        (ATOM.encode()[:-10], "不是完整的 XML"),
        (BOMB.encode(), "实体定义"),
        (OUTSIDE.encode(), "实体定义"),
        (b"\x1f\x8bnonsense", "解不开"),
        (gzip.compress(b" " * 60_000_000, mtime=0), "超过 10 MB"),
        (b" " * (feeds.MAX_FEED + 1), "超过 10 MB"),
        (b"<urlset>" + b"<url/>" * 50_001 + b"</urlset>", "超过 50000 条"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_with_a_reason(data, reason):
    with pytest.raises(BadFeed, match=reason):
        read_feed(data)


def test_a_plain_document_type_is_harmless():
    data = b'<!DOCTYPE rss><rss version="0.91"><channel/></rss>'
    assert read_feed(data) == []


def test_a_feed_nested_without_end_is_read_without_harm():
    deep = b"<a>" * 200_000 + b"x" + b"</a>" * 200_000
    (entry,) = read_feed(b"<urlset><url><loc>https://a.cn/1</loc>" + deep + b"</url></urlset>")
    assert entry.url == "https://a.cn/1"
