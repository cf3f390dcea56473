"""检测规则有变：把已公开的全部重查一遍。查过的记着版本，断了接着查。"""

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from portal.core import audit, jobs
from portal.core.models import Job
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from portal.publications import gate, permissions, privacy, selectors, workflow
from portal.publications.models import Publication

Step = Callable[..., None]


@transaction.atomic
def queue_rescan(*, by, at: dt.datetime) -> Job:
    """现在就重查；同一版规则正在查的，看的是同一件任务。"""
    permissions.check_can_rescan(by)
    key = f"publications.rescan:{privacy.VERSION}:{at.isoformat(timespec='minutes')}"
    job = selectors.rescan_job() or jobs.queue(
        "publications.rescan", key=key, args={}, by=by, at=at, title="重查已公开的信息"
    )
    audit.record("publications.rescan.started", by=by, at=at, detail={"version": privacy.VERSION})
    return job


def rescan(*, step: Step, at: dt.datetime) -> dict:
    """逐条重查还没有用现行规则查过的，一条一个事务；有发现的记在稿件上，并提醒市政务公开办。"""
    waiting = Publication.objects.to_rescan(privacy.VERSION)
    total = waiting.count()
    keys = waiting.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=500)
    for number, pk in enumerate(list(keys), start=1):
        step("逐条重查", done=number - 1, total=total)
        _rescan_one(pk, at=at)
    found = Publication.objects.with_findings().count()
    if total and found:
        _alert(found, at=at)
    return {"scanned": total, "found": found, "version": privacy.VERSION}


@transaction.atomic
def _rescan_one(pk: int, *, at: dt.datetime) -> None:
    publication = workflow.PUBLICATION.lock(Publication(pk=pk))
    if publication.status != Publication.Status.PUBLISHED:
        return
    publication.findings = gate.unanswered(publication)
    publication.finding_count = len(publication.findings)
    publication.scanned_hash = gate.fingerprint(publication)
    publication.scanned_version, publication.scanned_at = privacy.VERSION, at
    publication.save(
        update_fields=["findings", "finding_count", "scanned_hash", "scanned_version", "scanned_at"]
    )
    if publication.finding_count:
        detail = {"findings": publication.finding_count, "version": privacy.VERSION}
        audit.record("publications.publication.flagged", obj=publication, at=at, detail=detail)


def _alert(found: int, *, at: dt.datetime) -> None:
    city = organisations.city()
    people = [
        *organisations.people_with("publish_final", city),
        *organisations.people_with("run_campaign", city),
    ]
    notifications.tell(
        people,
        key=f"rescan:{privacy.VERSION}:{at.date().isoformat()}",
        kind=Message.Kind.TODO,
        title=f"重查已公开的信息：{found} 条有疑似个人信息，请核对",
        url="publications:findings",
        at=at,
    )
