"""核验一批链接：同时至多两个网站，同一网站按限速一个接一个。

取网页在线程里，读写数据库都在任务自己的线程里。
"""

import datetime as dt
import logging
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.core.links import actions, fetching
from portal.core.links.page import Page
from portal.core.links.robots import FORBIDDEN, Robots
from portal.core.models import Link, LinkHost

log = logging.getLogger(__name__)
PARALLEL_HOSTS = 2
GIVE_UP_AFTER = 3
BUDGET_SECONDS = 15 * 60


class Round:
    """一件任务里的一轮；`running` 用来报进度、续租。"""

    def __init__(self, running, *, fetch=fetching.fetch):
        self.running, self.fetch, self.robots = running, fetch, Robots(fetch)
        self.waiting: deque[deque[Link]] = deque()
        self.active: dict[Future, tuple[Link, deque[Link]]] = {}
        self.troubles: dict[str, int] = {}
        self.checked = self.total = 0
        self.end = time.monotonic() + BUDGET_SECONDS

    def run(self, links: list[Link]) -> dict:
        """连续三个打不开的网站，其余链接这次不再试；时间用完，剩下的留给下次。"""
        self.total = len(links)
        self.waiting = deque(by_host(links))
        with ThreadPoolExecutor(PARALLEL_HOSTS) as pool:
            self._start(pool)
            while self.active:
                done, _ = wait(self.active, return_when=FIRST_COMPLETED)
                for future in done:
                    self._finish(future, pool)
        return {"checked": self.checked, "skipped": self.total - self.checked}

    def _start(self, pool: ThreadPoolExecutor) -> None:
        while self.waiting and self._has_time and len(self.active) < PARALLEL_HOSTS:
            rest = self.waiting.popleft()
            self._submit(rest.popleft(), rest, pool)

    def _submit(self, link: Link, rest: deque[Link], pool: ThreadPoolExecutor) -> None:
        """领一个轮次，打开网页；这个网站的 robots.txt 还没读过的，先占一个轮次去读。"""
        step = self._look if self.robots.knows(link.url) else self._read_robots
        self.active[pool.submit(step, link.url, take_turn(link.host))] = (link, rest)

    def _read_robots(self, url: str, turn: dt.datetime) -> None:
        wait_until(turn)
        self.robots.read(url)

    def _look(self, url: str, turn: dt.datetime) -> actions.Sight:
        if not self.robots.allows(url):
            return actions.Sight(fetching.Answer(url, failure=FORBIDDEN), Page())
        wait_until(turn)
        try:
            return actions.look(url, fetch=self.fetch)
        except Exception as error:  # 一张网页的边界：它再怪，也不能让同批其余的网页永远轮不到
            log.exception("page not understood", extra={"url": url})
            reason = f"读这张网页时出错（{type(error).__name__}），请人工打开确认。"
            return actions.Sight(fetching.Answer(url, failure=reason), Page())

    def _finish(self, future: Future, pool: ThreadPoolExecutor) -> None:
        link, rest = self.active.pop(future)
        sight = future.result()
        if sight is None:
            self._submit(link, rest, pool)
            return
        actions.record(link, sight, at=timezone.now())
        self.checked += 1
        self._count_trouble(link.host, sight)
        self.running.step("核验链接", done=self.checked, total=self.total)
        self._go_on(link.host, rest, pool)

    def _go_on(self, host: str, rest: deque[Link], pool: ThreadPoolExecutor) -> None:
        """接着看同一网站的下一个；看完或不值得再试，就换下一个网站。"""
        if rest and self._worth_going_on(host):
            self._submit(rest.popleft(), rest, pool)
        else:
            self._start(pool)

    def _count_trouble(self, host: str, sight: actions.Sight) -> None:
        lost = sight.answer.failure and sight.answer.failure != FORBIDDEN
        self.troubles[host] = self.troubles.get(host, 0) + 1 if lost else 0

    def _worth_going_on(self, host: str) -> bool:
        return self.troubles[host] < GIVE_UP_AFTER and self._has_time

    @property
    def _has_time(self) -> bool:
        return time.monotonic() < self.end


def by_host(links: list[Link]) -> list[deque[Link]]:
    """每个主机一列，次序不变。"""
    hosts: dict[str, deque[Link]] = {}
    for link in links:
        hosts.setdefault(link.host, deque()).append(link)
    return list(hosts.values())


def wait_until(turn: dt.datetime) -> None:
    time.sleep(max(0.0, (turn - timezone.now()).total_seconds()))


@transaction.atomic
def take_turn(host: str) -> dt.datetime:
    """领取对 `host` 的下一个轮次；各进程领到的时刻彼此至少隔 LINK_CHECK_INTERVAL 秒。"""
    now = timezone.now()
    row, _ = LinkHost.objects.select_for_update().get_or_create(host=host, defaults={"next_at": now})
    turn = max(now, row.next_at)
    row.next_at = turn + dt.timedelta(seconds=settings.LINK_CHECK_INTERVAL)
    row.save(update_fields=["next_at"])
    return turn
