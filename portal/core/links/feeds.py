"""读订阅源与网站地图：Atom、RSS 2.0、sitemap.xml 与 sitemap 索引。"""

import datetime as dt
import time
import zlib
from dataclasses import dataclass, replace
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException, ElementTree
from django.conf import settings

from portal.core.links import fetching
from portal.core.links.addresses import normalise
from portal.core.links.dates import find_date
from portal.core.links.page import decode

MAX_FEED = 10 * 1024 * 1024
MAX_ENTRIES = 50_000
MAX_MAPS = 20
TITLE_LENGTH = 300
GZIP = b"\x1f\x8b"
ACCEPT = ("text/", "application/")


class BadFeed(ValueError):
    """读不了的订阅源；文字是给人看的原因与改法。"""


@dataclass(frozen=True)
class Entry:
    """一条：网址、标题、发布与更新日期（北京时间）。网站地图没有标题。"""

    url: str
    title: str = ""
    published: dt.date | None = None
    updated: dt.date | None = None


def read_feed(data: bytes, *, base: str = "") -> list[Entry]:
    """`data` 里的各条，次序不变；相对网址按 `base` 补全，写不成网址的略去。读不了的抛 `BadFeed`。"""
    return _entries(_root(data), base)


def fetch_feed(url: str, *, fetch=fetching.fetch) -> list[Entry]:
    """取来再读；是 sitemap 索引的，接着按限速取其中至多 `MAX_MAPS` 份地图。"""
    answer, root = _open(url, fetch)
    entries = _entries(root, answer.url)
    if _name(root) != "sitemapindex":
        return entries
    if len(entries) > MAX_MAPS:
        raise BadFeed(f"网站地图索引里有 {len(entries)} 份地图，超过 {MAX_MAPS} 份，请直接填其中一份的网址。")
    found: list[Entry] = []
    for entry in entries:
        time.sleep(settings.LINK_CHECK_INTERVAL)
        found += _map_entries(entry.url, fetch)
        _refuse_too_many(len(found))
    return found


def _map_entries(url: str, fetch) -> list[Entry]:
    answer, root = _open(url, fetch)
    return [] if _name(root) == "sitemapindex" else _entries(root, answer.url)


def _open(url: str, fetch) -> tuple[fetching.Answer, Element]:
    answer = fetch(url, limit=MAX_FEED, accept=ACCEPT)
    if answer.failure:
        raise BadFeed(answer.failure)
    if answer.status != 200:
        raise BadFeed(f"网站答复 {answer.status}，没有给出订阅源。")
    if answer.truncated:
        raise BadFeed(TOO_LARGE)
    return answer, _root(answer.body)


TOO_LARGE = f"订阅源超过 {MAX_FEED // 1024 // 1024} MB，请换用分页的或较小的。"


def _root(data: bytes) -> Element:
    data = _unpacked(data)
    if len(data) > MAX_FEED:
        raise BadFeed(TOO_LARGE)
    try:
        return ElementTree.fromstring(decode(data).lstrip("\ufeff \r\n\t"))
    except DefusedXmlException:
        raise BadFeed("订阅源里有实体定义，可能有害，不予读取。") from None
    except (ParseError, ValueError):
        raise BadFeed("不是订阅源：内容不是完整的 XML，请核对网址。") from None


def _unpacked(data: bytes) -> bytes:
    """sitemap.xml.gz：解到上限为止。"""
    if not data.startswith(GZIP):
        return data
    try:
        return zlib.decompressobj(31).decompress(data, MAX_FEED + 1)
    except zlib.error:
        raise BadFeed("压缩的网站地图解不开，请核对网址。") from None


def _entries(root: Element, base: str) -> list[Entry]:
    reader = READERS.get(_name(root))
    if reader is None:
        raise BadFeed("不是订阅源：只认得 Atom、RSS 2.0 和网站地图（sitemap）。")
    rows = reader(root)
    _refuse_too_many(len(rows))
    return [entry for row in rows if (entry := _completed(row, base))]


def _refuse_too_many(count: int) -> None:
    if count > MAX_ENTRIES:
        raise BadFeed(f"订阅源超过 {MAX_ENTRIES} 条，请换用较小的。")


def _completed(entry: Entry, base: str) -> Entry | None:
    """补全网址；`BadUrl` 与 `urljoin` 认不出的都是 `ValueError`。"""
    try:
        return replace(entry, url=normalise(urljoin(base, entry.url))) if entry.url else None
    except ValueError:
        return None


def _atom(root: Element) -> list[Entry]:
    return [
        Entry(_atom_link(node), _title(node), _date(node, "published"), _date(node, "updated"))
        for node in _all(root, "entry")
    ]


def _atom_link(node: Element) -> str:
    """rel 为 alternate（或不写）的链接；没有则用 id。"""
    found = [link for link in _all(node, "link") if link.get("rel", "alternate") == "alternate"]
    return found[0].get("href", "").strip() if found else _text(node, "id")


def _rss(root: Element) -> list[Entry]:
    items = [item for channel in _all(root, "channel") for item in _all(channel, "item")]
    return [
        Entry(_rss_link(item), _title(item), _date(item, "pubDate") or _date(item, "date"), None)
        for item in items
    ]


def _rss_link(item: Element) -> str:
    """没有 link 的，用作为永久链接的 guid。"""
    guid = next(iter(_all(item, "guid")), None)
    permanent = guid is not None and guid.get("isPermaLink", "true") == "true"
    return _text(item, "link") or (_text(item, "guid") if permanent else "")


def _sitemap(root: Element) -> list[Entry]:
    nodes = _all(root, "url") + _all(root, "sitemap")
    return [Entry(_text(node, "loc"), updated=_date(node, "lastmod")) for node in nodes]


READERS = {"feed": _atom, "rss": _rss, "urlset": _sitemap, "sitemapindex": _sitemap}


def _name(node: Element) -> str:
    """不计命名空间的元素名；各网站的命名空间常常写错。"""
    return node.tag.rpartition("}")[2]


def _all(node: Element, name: str) -> list[Element]:
    return [child for child in node if _name(child) == name]


def _text(node: Element, name: str) -> str:
    found = next(iter(_all(node, name)), None)
    return "".join(found.itertext()).strip() if found is not None else ""


def _title(node: Element) -> str:
    return " ".join(_text(node, "title").split())[:TITLE_LENGTH]


def _date(node: Element, name: str) -> dt.date | None:
    return find_date(_text(node, name))
