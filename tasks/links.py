"""登记网址去定期核验：台账、佐证里的网址都经这里，坏了看得到。"""

from portal.core import links
from portal.core.models import Link
from portal.core.rules import Denied


def watched(url: str) -> Link | None:
    """登记一个网址，此后定期核验；空的为 None。写不成网址的抛 `Denied`，说明怎样改。"""
    if not url.strip():
        return None
    try:
        return links.register(url)
    except links.BadUrl as bad:
        raise Denied(str(bad)) from None


def same(url: str, link: Link | None) -> bool:
    """`url` 与登记了的 `link` 是不是同一个网址，写法不同的也算。"""
    if link is None or not url.strip():
        return link is None and not url.strip()
    try:
        return links.normalise(url) == link.url
    except links.BadUrl:
        return False
