"""督办单的读取：台账、待办，以及作为“还欠着的事”。"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q

from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks import owing
from tasks.models import Campaign, Supervision
from tasks.obligations import Obligation

SOURCE = "supervision"
S = Supervision.Status
DONE_STATES = (S.CLOSED, S.REVOKED)


def supervisions(campaign: Campaign, user, *, on: dt.date, status: str = "", place=None, late=False, q=""):
    """此人看得到的督办单；`late` 只要过了期限还没有销号的。"""
    rows = Supervision.objects.visible_to(user).filter(campaign=campaign)
    rows = rows.filter(status=status) if status else rows
    rows = rows.filter(organisation=place) if place else rows
    rows = rows.filter(due_on__lt=on).exclude(status__in=(*DONE_STATES, S.DRAFT)) if late else rows
    rows = rows.filter(Q(title__icontains=q) | Q(matters__text__icontains=q)).distinct() if q else rows
    return rows.select_related("organisation", "issued_by").prefetch_related("matters")


def by_recipient(found: Sequence[Obligation]) -> dict[Organisation, list[Obligation]]:
    """各件归到被督办的县区或部门；市自己的事不督办。"""
    ends = 2 * Organisation.steplen
    paths = {one.organisation.path[:ends] for one in found if len(one.organisation.path) >= ends}
    places = {place.path: place for place in Organisation.objects.filter(path__in=paths)}
    groups = defaultdict(list)
    for one in found:
        if place := places.get(one.organisation.path[:ends]):
            groups[place].append(one)
    return dict(groups)


def recipients(found: Sequence[Obligation]) -> list[Organisation]:
    """这些事归到的县区与部门，机构树顺序。"""
    return sorted(by_recipient(found), key=lambda place: place.path)


def matters(
    owed: Sequence[Obligation], chosen: Sequence[str] | None, *, on: dt.date, place: str = "", q: str = ""
) -> list[Obligation]:
    """可以督办的：点名的那些；没有点名的，列超期的，按单位与文字筛。"""
    if chosen is not None:
        named = set(chosen)
        return [one for one in owed if one.key in named]
    late = [one for one in owed if one.days_left(on) < 0 and q in one.title]
    return [one for one in late if not place or one.organisation.path.startswith(place)]


def awaiting(user) -> list[tuple]:
    """轮到此人办的督办单（类别, 事项, 状态, 去处, 截止）；一次查询。"""
    scope = scope_of(user)
    held = {perm: scope.organisations(perm) for perm in ("draft", "approve", "score", "approve_scores")}
    theirs = [pk for places in held.values() for pk in places]
    running, checking = scope.organisations("run_campaign"), scope.organisations("review")
    if not (theirs or running or checking):
        return []
    turns = Q(organisation__in=theirs, status__in=(S.ISSUED, S.SIGNED, S.RETURNED))
    turns |= Q(campaign__city__in=running, status=S.DRAFT)
    turns |= Q(campaign__city__in=checking, status=S.ANSWERED) & ~Q(issued_by=user) & ~Q(answered_by=user)
    rows = Supervision.objects.filter(turns, campaign__status=Campaign.Status.RUNNING)
    return [("督办单", str(r), r.get_status_display(), r.get_absolute_url(), r.due_on) for r in rows]


def owed(campaign: Campaign, on: dt.date) -> list[Obligation]:
    """还没有答复的督办单，同台账的事一样提醒。"""
    rows = Supervision.objects.open().filter(campaign=campaign).select_related("organisation")
    return [
        Obligation(
            organisation=row.organisation,
            subject=row.key,
            text=f"{row}（{row.get_status_display()}）",
            url=row.get_absolute_url(),
            due_on=row.due_on,
            origin=SOURCE,
        )
        for row in rows
    ]


owing.add(SOURCE, "督办单", owed)
