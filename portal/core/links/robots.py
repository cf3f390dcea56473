"""robots.txt：登记的网页逐页打开一次，与浏览器无异；网站写明不许的，仍不核验，请人去看。"""

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from portal.core.links import fetching
from portal.core.links.page import decode

FORBIDDEN = "网站的 robots.txt 不允许自动核验这个网页，请人工打开确认。"
MAX_ROBOTS = 512 * 1024


class Robots:
    """一件任务里各网站的 robots.txt，每个网站只取一次。取不到（含 4xx、5xx）视为没有限制。"""

    def __init__(self, fetch: Callable = fetching.fetch):
        self.fetch, self.known = fetch, {}

    def knows(self, url: str) -> bool:
        return _site(url) in self.known

    def read(self, url: str) -> None:
        """取 `url` 所在网站的 robots.txt。"""
        self.known[_site(url)] = self._read(_site(url))

    def allows(self, url: str) -> bool:
        return self.known[_site(url)].can_fetch(fetching.ROBOT, url)

    def _read(self, site: str) -> RobotFileParser:
        answer = self.fetch(f"{site}/robots.txt", limit=MAX_ROBOTS)
        rules = RobotFileParser()
        usable = answer.status == 200 and "html" not in answer.content_type.lower()
        rules.parse(decode(answer.body).splitlines() if usable else [])
        return rules


def _site(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "", "", ""))
