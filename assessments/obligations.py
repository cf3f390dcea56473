"""考核上欠着的事：10 月 31 日前没有审核通过的、11 月 5 日前没有报送的，按领域记在主管部门名下。"""

import datetime as dt
from collections.abc import Iterable

from assessments.models import Round, Scheme
from catalogs import selectors as catalogs
from portal.core import clock
from portal.organisations import selectors as organisations
from tasks import deadlines
from tasks.models import Campaign, Deadline
from tasks.obligations import Obligation, register

SUBMITTED = (Round.Status.SUBMITTED, Round.Status.ACCEPTED)
APPROVED = (Round.Status.APPROVED, *SUBMITTED)


def unfinished_assessments(campaign: Campaign, deadline: Deadline) -> list[Obligation]:
    """还没有由部门负责人审核通过的领域；没有方案的也算。"""
    return _owing(campaign, deadline, APPROVED, "assessment")


def unsubmitted(campaign: Campaign, deadline: Deadline) -> list[Obligation]:
    """还没有报送市政务公开办的领域；已报送被退回的也算。"""
    return _owing(campaign, deadline, SUBMITTED, "submission")


def _owing(campaign: Campaign, deadline: Deadline, done: Iterable[str], subject: str) -> list[Obligation]:
    rows = Scheme.objects.filter(campaign=campaign).select_related("round", "field", "department")
    schemes = {scheme.field_id: scheme for scheme in rows}
    places = {
        owner.field_id: (owner.field, owner.department) for owner in catalogs.owners(year=campaign.year)
    }
    places |= {pk: (scheme.field, scheme.department) for pk, scheme in schemes.items()}
    owing = [pk for pk in places if _status(schemes.get(pk)) not in done]
    departments = {places[pk][1].pk: places[pk][1] for pk in owing}
    terms = deadlines.terms(deadline, departments.values())
    staff = organisations.staff(departments.values(), "score", "approve_scores")
    return [
        Obligation(
            deadline=deadline,
            organisation=places[pk][1],
            subject=f"{subject}:{places[pk][0].code}",
            text=f"{places[pk][0]}领域{deadline.name}（{_state(schemes.get(pk))}）",
            url=_url(schemes.get(pk)),
            due_on=terms[places[pk][1].pk].last_day,
            people=staff.get((places[pk][1].pk, "score"), ()),
            seniors=staff.get((places[pk][1].pk, "approve_scores"), ()),
        )
        for pk in owing
    ]


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


def approved_on(campaign: Campaign, deadline: Deadline) -> list[tuple[str, dt.date]]:
    """部门负责人审核通过的各领域，通过的日子。"""
    return _done_on(campaign, APPROVED, "approved_at")


def submitted_on(campaign: Campaign, deadline: Deadline) -> list[tuple[str, dt.date]]:
    """已报送市政务公开办的各领域，报送的日子。"""
    return _done_on(campaign, SUBMITTED, "submitted_at")


def _done_on(campaign: Campaign, done: Iterable[str], stamp: str) -> list[tuple[str, dt.date]]:
    rows = Round.objects.filter(scheme__campaign=campaign, status__in=tuple(done))
    columns = rows.values_list("scheme__department__path", stamp)
    return [(path, clock.local_date(at)) for path, at in columns if at]


register(Deadline.Code.ASSESSMENT, unfinished_assessments, approved_on)
register(Deadline.Code.SUBMISSION, unsubmitted, submitted_on)
