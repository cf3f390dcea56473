"""考核上欠着的事：10 月 31 日前没有审核通过的、11 月 5 日前没有报送的，按领域记在主管部门名下。"""

import datetime as dt
from collections.abc import Iterable

from assessments.models import Round, Scheme
from catalogs import selectors as catalogs
from portal.core import clock
from tasks.ground import Ground
from tasks.models import Campaign, Deadline
from tasks.obligations import Obligation, register

SUBMITTED = (Round.Status.SUBMITTED, Round.Status.ACCEPTED)
APPROVED = (Round.Status.APPROVED, *SUBMITTED)


def unfinished_assessments(ground: Ground, deadline: Deadline) -> list[Obligation]:
    """还没有由部门负责人审核通过的领域；没有方案的也算。"""
    return _owing(ground, deadline, APPROVED, "assessment")


def unsubmitted(ground: Ground, deadline: Deadline) -> list[Obligation]:
    """还没有报送市政务公开办的领域；已报送被退回的也算。"""
    return _owing(ground, deadline, SUBMITTED, "submission")


def _owing(ground: Ground, deadline: Deadline, done: Iterable[str], subject: str) -> list[Obligation]:
    schemes, places = ground.once(_fields, ground.campaign)
    owing = [pk for pk in places if _status(schemes.get(pk)) not in done]
    terms = ground.terms(deadline, (places[pk][1] for pk in owing))
    return [
        Obligation(
            deadline=deadline,
            organisation=places[pk][1],
            subject=f"{subject}:{places[pk][0].code}",
            text=f"{places[pk][0]}领域{deadline.name}（{_state(schemes.get(pk))}）",
            url=_url(schemes.get(pk)),
            due_on=terms[places[pk][1].pk].last_day,
        )
        for pk in owing
    ]


def _fields(campaign: Campaign) -> tuple[dict[int, Scheme], dict[int, tuple]]:
    """各领域的方案，与各领域（领域, 主管部门），都按领域编号；两次查询。"""
    rows = Scheme.objects.filter(campaign=campaign).select_related("round", "field", "department")
    schemes = {scheme.field_id: scheme for scheme in rows}
    places = {
        owner.field_id: (owner.field, owner.department) for owner in catalogs.owners(year=campaign.year)
    }
    return schemes, places | {pk: (scheme.field, scheme.department) for pk, scheme in schemes.items()}


def _round(scheme: Scheme | None) -> Round | None:
    return getattr(scheme, "round", None)


def _status(scheme: Scheme | None) -> str:
    round_ = _round(scheme)
    return round_.status if round_ else ""


def _state(scheme: Scheme | None) -> str:
    if scheme is None:
        return "方案未拟定"
    round_ = _round(scheme)
    return round_.get_status_display() if round_ else "方案未下发"


def _url(scheme: Scheme | None) -> str:
    if scheme is None:
        return "assessments:schemes"
    round_ = _round(scheme)
    return round_.get_absolute_url() if round_ else scheme.get_absolute_url()


def approved_on(ground: Ground, deadline: Deadline) -> list[tuple[str, dt.date]]:
    """部门负责人审核通过的各领域，通过的日子。"""
    return _done_on(ground, APPROVED, "approved_at")


def submitted_on(ground: Ground, deadline: Deadline) -> list[tuple[str, dt.date]]:
    """已报送市政务公开办的各领域，报送的日子。"""
    return _done_on(ground, SUBMITTED, "submitted_at")


def _done_on(ground: Ground, done: Iterable[str], stamp: str) -> list[tuple[str, dt.date]]:
    rows = Round.objects.filter(scheme__campaign=ground.campaign, status__in=tuple(done))
    columns = rows.values_list("scheme__department__path", stamp)
    return [(path, clock.local_date(at)) for path, at in columns if at]


register(Deadline.Code.ASSESSMENT, unfinished_assessments, approved_on)
register(Deadline.Code.SUBMISSION, unsubmitted, submitted_on)
