"""公示单：成批排印。一村一份一个事务：被杀了由别人接着排余下的；没有变动的村不再排。"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from portal.core import audit, files, jobs
from portal.core.models import Job
from portal.core.rules import Denied
from portal.organisations.models import Organisation
from village import board as boards
from village import notices, paper, rules_board
from village.models import Notice, Programme

STEP = "排印公示单"


@transaction.atomic
def order_notices(
    *, programme: Programme, place: Organisation, papers: Sequence[str], by, at: dt.datetime
) -> Job:
    """排一件任务：`place`（县、乡镇、村）里各村的公示单。同一项补贴已有一件在办的，返回那一件。"""
    rules_board.check_can_make_notices(by, place)
    Programme.objects.select_for_update().get(pk=programme.pk)
    if waiting := notices.open_job(programme):
        return waiting
    if not notices.villages_in(programme, place).exists():
        raise Denied(f"{place}的“{programme}”还没有复核过的发放清单，没有要公示的户。")
    chosen = [one for one in Notice.Paper.values if one in papers]
    if not chosen:
        raise Denied("请至少选一种纸张：A3 贴在公开栏，A4 存档、入户。")
    audit.record(
        "village.notice.generated", obj=programme, by=by, at=at, detail={"place": place.pk, "papers": chosen}
    )
    return jobs.queue(
        notices.KIND,
        key=f"village-notices:{programme.pk}:{place.pk}:{at.isoformat()}",
        args={"programme": programme.pk, "place": place.pk, "papers": chosen},
        by=by,
        at=at,
        title=f"排印公示单：{place} {programme}",
    )


@dataclass(frozen=True)
class Wanted:
    """要排的一份。"""

    village: Organisation
    paper: str
    fingerprint: str
    households: int
    amount: object


def make_notices(
    *,
    programme: Programme,
    place: Organisation,
    papers: Sequence[str],
    at: dt.datetime,
    job: Job | None = None,
    step: Callable = lambda *_, **__: None,
    workers: int = 2,
) -> dict:
    """排出 `place` 里各村的公示单，返回 {"villages", "made", "same"}；内容没有变的不再排。"""
    villages = list(notices.villages_in(programme, place))
    total, made = len(villages) * len(papers), 0
    known = set(
        Notice.objects.filter(programme=programme, village__in=villages).values_list(
            "village_id", "paper", "fingerprint"
        )
    )
    same: list[Wanted] = []
    wanted = _changed(programme, villages, papers, known, same)
    for one, data in paper.typeset(wanted, workers=workers):
        made += _keep(one, data, programme=programme, job=job, at=at)
        step(STEP, done=made + len(same), total=total)
    step(STEP, done=total, total=total)
    return {"villages": len(villages), "made": made, "same": len(same)}


def _changed(
    programme: Programme, villages, papers: Sequence[str], known: set, same: list[Wanted]
) -> Iterator[tuple[Wanted, boards.Board, str]]:
    """逐村取数；印过的记入 `same`，其余交出去排。"""
    for village in villages:
        board = boards.compose(programme, village)
        mark = boards.fingerprint(board)
        for size in papers:
            one = Wanted(village, size, mark, board.households, board.amount)
            if (village.pk, size, mark) in known:
                same.append(one)
            else:
                yield one, board, size


@transaction.atomic
def _keep(one: Wanted, data: bytes, *, programme: Programme, job: Job | None, at: dt.datetime) -> bool:
    """存下一份；别的任务刚存过同样的，就用那一份。"""
    stored = files.keep(
        data,
        notices.name_of(one.village, programme, one.paper),
        kind="pdf",
        content_type="application/pdf",
        by=None,
        at=at,
    )
    notice, is_new = Notice.objects.get_or_create(
        programme=programme,
        village=one.village,
        paper=one.paper,
        fingerprint=one.fingerprint,
        defaults={
            "households": one.households,
            "amount": one.amount,
            "file": stored,
            "job": job,
            "made_at": at,
        },
    )
    if is_new:
        files.assign(stored, notice)
    else:
        stored.delete()
    return is_new
