"""年度公开：定格、报送、核对、公开。公开逐村进行，中途停了接着来，不重不漏。"""

import datetime as dt

from django.db import transaction

from portal.core import audit, jobs
from portal.core.models import Job
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation
from portal.publications import actions as publications
from village import permissions, releasing
from village.models import Release, ReleasedVillage
from village.workflow import RELEASE

KIND = "village.publish_release"
OPEN = (Release.Status.DRAFT, Release.Status.HANDED_IN, Release.Status.CHECKED)


@transaction.atomic
def draft_release(*, county: Organisation, year: int, by, at: dt.datetime) -> Release:
    """定格本县这一年复核过的合计。还有没走完的一次时，抛 `Denied`。"""
    permissions.check_can_keep_programmes(by, county)
    Organisation.objects.select_for_update().get(pk=county.pk)
    known = Release.objects.filter(county=county, year=year)
    if waiting := known.filter(status__in=OPEN).first():
        raise Denied(f"{waiting}{waiting.get_status_display()}，请先办完，或请办理人退回。")
    rows = releasing.frozen_rows(county, year)
    if not rows:
        raise Denied(f"{county} {year} 年还没有复核过的发放清单，没有可以公开的合计。")
    whole = [releasing.totals(one) for one in rows.values()]
    release = Release.objects.create(
        county=county,
        year=year,
        number=known.count() + 1,
        villages=len(rows),
        households=sum(households for households, _ in whole),
        amount=sum(amount for _, amount in whole),
        created_by=by,
        created_at=at,
    )
    ReleasedVillage.objects.bulk_create(
        [ReleasedVillage(release=release, village_id=village, rows=one) for village, one in rows.items()],
        batch_size=500,
    )
    audit.record("village.release.drafted", obj=release, by=by, at=at, detail={"villages": len(rows)})
    return release


@transaction.atomic
def move_release(*, release: Release, move: str, by, at: dt.datetime, reason: str = "") -> Release:
    """报送、核对、退回；公开即排一件任务，逐村公开。"""
    release = RELEASE.move(release, move, by=by, at=at, reason=reason)
    if release.status == Release.Status.PUBLISHED:
        _queue(release, by=by, at=at)
    _tell(release, by=by, at=at)
    return release


def publish_villages(release: Release, *, at: dt.datetime, step=None) -> int:
    """逐村公开还没有公开的，返回这次公开的村数；每村一个事务。

    被隐私闸门拦下的村留成待放行的稿件，不耽误别的村；最后抛 `Denied`，放行之后再办一次。
    """
    villages = list(releasing.remaining(release).values_list("pk", flat=True))
    blocked = []
    for number, pk in enumerate(villages, start=1):
        if step:
            step("逐村公开", done=release.villages - len(villages) + number, total=release.villages)
        try:
            _publish_one(pk, release, at=at)
        except publications.Blocked as found:
            publications.hold(found, by=release.published_by, at=at)
            blocked.append(found)
    if blocked:
        raise Denied(
            f"{len(blocked)} 个村没有公开，其余已公开。{blocked[0].reason}批准放行之后，重试这件任务。"
        )
    return len(villages)


@transaction.atomic
def _publish_one(pk: int, release: Release, *, at: dt.datetime) -> None:
    released = ReleasedVillage.objects.select_for_update(of=("self",)).select_related("village").get(pk=pk)
    if released.publication_id:
        return
    released.release = release
    released.publication = releasing.publish(released, by=release.published_by, at=at)
    released.save(update_fields=["publication"])


def _queue(release: Release, *, by, at: dt.datetime) -> Job:
    return jobs.queue(
        KIND,
        key=f"village-release:{release.pk}",
        args={"release": release.pk},
        by=by,
        at=at,
        title=f"公开{release.county} {release.year} 年村级补贴合计",
    )


def _tell(release: Release, *, by, at: dt.datetime) -> None:
    S, city = Release.Status, organisations.city()
    turns = {S.HANDED_IN: "receive", S.CHECKED: "publish_final"}
    if release.status in turns:
        people, kind = organisations.people_with(turns[release.status], city), Message.Kind.TODO
    else:
        people, kind = [release.created_by], Message.Kind.RESULT
    notifications.tell(
        [person for person in people if person != by],
        key=f"village-release:{release.pk}:{release.status}",
        kind=kind,
        title=f"{release}：{release.get_status_display()}",
        url=release.get_absolute_url(),
        at=at,
    )
