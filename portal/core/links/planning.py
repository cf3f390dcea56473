"""排核验任务：同一网站的链接分成小批、错开时间，一件任务里装几个网站。"""

import datetime as dt
import hashlib
from collections import defaultdict
from itertools import zip_longest

from django.utils import timezone

from portal.core import clock
from portal.core.jobs.store import queue
from portal.core.models import Job, Link

RECHECK_DAYS = 7
HOST_BATCH = 50
JOB_BATCH = 100
WAVE = dt.timedelta(minutes=5)


def due(*, on: dt.date):
    """`on` 这天该核验的链接：新登记的、七天没核验的、前几天没打开的。"""
    start = clock.day_start(on)
    return Link.objects.due(at=start, since=start - dt.timedelta(days=RECHECK_DAYS - 1))


def queue_due(*, on: dt.date, by=None) -> list[Job]:
    """把该核验的都排上；当天再排一次，只补上还没排的。"""
    rows = due(on=on).order_by("host", "pk").values_list("host", "pk")
    return queue_all("core.check_links", list(rows), args={"on": on.isoformat()}, stamp=on.isoformat(), by=by)


def queue_all(
    kind: str, rows: list[tuple[str, int]], *, args: dict, stamp: str, by=None, what: str = "链接"
) -> list[Job]:
    """把（主机，链接编号）各行排成 `kind` 的一件件任务：分批、错开，同一网站不挤在一起。

    `stamp` 相同的同一批只排一次；`kind` 的函数收到 `links` 与 `args`。
    """
    at, made = timezone.now(), []
    for number, wave in enumerate(waves(rows)):
        for batch in wave:
            digest = hashlib.sha256(",".join(map(str, batch)).encode()).hexdigest()[:16]
            made.append(
                queue(
                    kind,
                    key=f"{kind}:{stamp}:{digest}",
                    args={"links": batch} | args,
                    at=at + number * WAVE,
                    by=by,
                    title=f"核验 {len(batch)} 个{what}",
                )
            )
    return made


def waves(rows: list[tuple[str, int]]) -> list[list[list[int]]]:
    """（主机，编号）分成一波波，每波里每个主机至多 `HOST_BATCH` 个，再拼成每件至多 `JOB_BATCH` 个。"""
    hosts = defaultdict(list)
    for host, pk in rows:
        hosts[host].append(pk)
    chunked = [_chunks(pks, HOST_BATCH) for pks in hosts.values()]
    return [_packed([chunk for chunk in wave if chunk]) for wave in zip_longest(*chunked)]


def _packed(chunks: list[list[int]]) -> list[list[int]]:
    """拼批；一个主机的一块不拆到两件任务里。"""
    batches: list[list[int]] = []
    for chunk in chunks:
        if batches and len(batches[-1]) + len(chunk) <= JOB_BATCH:
            batches[-1] += chunk
        else:
            batches.append(list(chunk))
    return batches


def _chunks(pks: list[int], size: int) -> list[list[int]]:
    return [pks[start : start + size] for start in range(0, len(pks), size)]
