"""登记网址、核验一次、记下结果。"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from portal.core import clock
from portal.core.links import addresses, fetching, page
from portal.core.links.verdict import Before, Found, is_changed, is_server_error, verdict
from portal.core.models import Link, LinkCheck
from portal.core.models.links import LinkState

KEPT = 30
NOTE_LENGTH = 200
LOST = ("404", "找不到", "不存在", "已删除", "notfound")


@dataclass(frozen=True)
class Sight:
    """打开一次所见；不碰数据库，可以在别的线程里得到。"""

    answer: fetching.Answer
    page: page.Page


def register(url: str) -> Link:
    """登记一个网址；写法不同的同一网址是同一行。写不成网址的抛 `BadUrl`。"""
    return register_many([url])[0]


@transaction.atomic
def register_many(urls: Iterable[str]) -> list[Link]:
    """逐个登记，次序与所给的相同；有一个不成网址就一个也不登记。"""
    wanted = [addresses.normalise(url) for url in urls]
    at = timezone.now()
    rows = [Link(url=url, host=addresses.host_of(url), first_seen_at=at) for url in dict.fromkeys(wanted)]
    Link.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    found = _by_url(set(wanted))
    return [found[url] for url in wanted]


def _by_url(urls: set[str], *, size: int = 500) -> dict[str, Link]:
    """分批取，不超出数据库一条语句的参数上限。"""
    ordered, found = sorted(urls), {}
    for start in range(0, len(ordered), size):
        rows = Link.objects.filter(url__in=ordered[start : start + size])
        found |= {link.url: link for link in rows}
    return found


def check(link: Link, *, at: dt.datetime, fetch: Callable = fetching.fetch) -> LinkCheck:
    """此刻打开一次并记下；网络不顺也是一种结果，不抛。"""
    return record(link, look(link.url, fetch=fetch), at=at)


def look(url: str, *, fetch: Callable = fetching.fetch) -> Sight:
    """打开并读懂；只有成功的答复才读正文。"""
    answer = fetch(url)
    readable = answer.status is not None and 200 <= answer.status < 300 and answer.body
    return Sight(answer, page.read_page(answer.body, answer.content_type) if readable else page.Page())


@transaction.atomic
def record(link: Link, sight: Sight, *, at: dt.datetime) -> LinkCheck:
    """把所见记入历史，更新链接的现状；没有得到网页时，保留上次知道的标题、日期与摘要。"""
    row = Link.objects.select_for_update().get(pk=link.pk)
    before = Before(row.text_hash, _error_days(row), row.stale_after_days)
    found = _found(sight, on=clock.local_date(at))
    state = verdict(before, found)
    made = LinkCheck.objects.create(
        link=row, at=at, state=state, status_code=found.status_code, title=sight.page.title,
        page_date=found.page_date, text_hash=found.text_hash, seconds=sight.answer.seconds,
        note=note(row.url, sight, state),
    )  # fmt: skip
    _update(row, made, sight, changed=is_changed(before, found))
    _forget_old(row)
    for name in UPDATED:
        setattr(link, name, getattr(row, name))
    return made


UPDATED = [
    "checked_at", "state", "status_code", "title", "page_date", "text_hash", "text_length", "changed_at",
    "failures", "note",
]  # fmt: skip


def _found(sight: Sight, *, on: dt.date) -> Found:
    answer, seen = sight.answer, sight.page
    return Found(on, answer.status, answer.failure, seen.text_hash, seen.date)


def _update(row: Link, made: LinkCheck, sight: Sight, *, changed: bool) -> None:
    lost = made.state in (LinkState.DEAD, LinkState.UNREACHABLE)
    row.checked_at, row.state, row.status_code, row.note = made.at, made.state, made.status_code, made.note
    row.failures = row.failures + 1 if lost else 0
    if not lost:
        row.title, row.page_date = made.title, made.page_date
        row.text_hash, row.text_length = made.text_hash, sight.page.text_length
    if changed:
        row.changed_at = made.at
    row.save(update_fields=UPDATED)


def _error_days(row: Link) -> frozenset[dt.date]:
    """最近一串 5xx 出现在哪些日子；中间连不上的那几次不算，也不打断。"""
    days = set()
    for at, status_code in row.checks.values_list("at", "status_code"):
        if is_server_error(status_code):
            days.add(clock.local_date(at))
        elif status_code is not None:
            break
    return frozenset(days)


def _forget_old(row: Link) -> None:
    old = row.checks.values_list("pk", flat=True)[KEPT:]
    row.checks.filter(pk__in=list(old)).delete()


def note(url: str, sight: Sight, state: str) -> str:
    """给人看的一句话：为什么是这个状态，或虽然打得开却值得人看一眼。"""
    answer = sight.answer
    if answer.failure:
        return answer.failure[:NOTE_LENGTH]
    code = answer.status
    if state == LinkState.DEAD:
        return f"网站答复 {code}：网页已不在。" if code in (404, 410) else f"网站连续三天答复 {code}。"
    if is_server_error(code):
        return f"网站答复 {code}：网站出错，连续三天如此才算失效。"
    if state == LinkState.UNREACHABLE:
        return f"网站答复 {code}：不接受自动核验，请人工打开确认。"
    return _doubt(url, sight)


def _doubt(url: str, sight: Sight) -> str:
    """打得开但可疑：网站用普通网页说“找不到”，或跳回了首页。"""
    title = sight.page.title.replace(" ", "").lower()
    if any(word in title for word in LOST):
        return "网页标题像是“找不到网页”，请人工打开确认。"
    if urlsplit(sight.answer.url).path in ("", "/") and urlsplit(url).path not in ("", "/"):
        return "已跳转到网站首页，请人工打开确认。"
    return ""
