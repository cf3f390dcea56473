import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction

from assessments import measures, permissions, workflow
from assessments.models import Indicator, Round, Scheme, Scorecard
from portal.core import audit
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations


@dataclass(frozen=True)
class IndicatorLine:
    """方案里的一行指标，次序即全表次序；`parent` 是上级的序号，一级指标为空。"""

    number: str
    parent: str
    name: str
    standard: str
    points: Decimal
    rule: str = ""
    config: dict = field(default_factory=dict)
    may_be_inapplicable: bool = False


@transaction.atomic
def create_scheme(*, campaign, field, department, by, at: dt.datetime, full_points=Decimal(100)) -> Scheme:
    """为一个领域起一份方案。每行动每领域一份。"""
    scheme = Scheme(
        campaign=campaign,
        field=field,
        department=department,
        title=f"{campaign.year}年{field}领域政务公开考核方案",
        full_points=full_points,
        created_by=by,
        created_at=at,
    )
    permissions.check_can_draft_scheme(by, scheme)
    if Scheme.objects.filter(campaign=campaign, field=field).exists():
        raise Denied(f"{campaign.year} 年“{field}”领域已有考核方案。")
    scheme.save()
    audit.record("assessments.scheme.created", obj=scheme, by=by, at=at, detail={"field": field.code})
    return scheme


@transaction.atomic
def replace_indicators(*, scheme: Scheme, lines: list[IndicatorLine], by, at: dt.datetime) -> Scheme:
    """以 `lines` 为方案的全部指标。下发后不能再换。"""
    scheme = workflow.SCHEME.lock(scheme)
    permissions.check_can_draft_scheme(by, scheme)
    scheme.indicators.all().delete()
    made: dict[str, Indicator] = {}
    for position, line in enumerate(lines, start=1):
        made[line.number] = Indicator.objects.create(
            scheme=scheme,
            parent=made.get(line.parent),
            position=position,
            number=line.number,
            name=line.name,
            standard=line.standard,
            points=line.points,
            rule=line.rule,
            config=line.config,
            may_be_inapplicable=line.may_be_inapplicable,
        )
    scheme.version += 1
    scheme.full_points = sum((line.points for line in lines if line.rule), Decimal(0)) or scheme.full_points
    scheme.save(update_fields=["version", "full_points"])
    audit.record("assessments.scheme.filled", obj=scheme, by=by, at=at, detail={"indicators": len(lines)})
    return scheme


@transaction.atomic
def issue_scheme(*, scheme: Scheme, by, at: dt.datetime) -> Round:
    """下发并冻结方案，同时为每个参加县区建立评分表。分值逐级不符则拒绝，逐条说明。"""
    scheme = workflow.SCHEME.lock(scheme)
    problems = measures.scheme_problems(scheme)
    if problems:
        raise Denied("方案还不能下发：" + "；".join(problems))
    scheme = workflow.SCHEME.move(scheme, "issue", by=by, at=at)
    round_ = Round.objects.create(scheme=scheme, created_at=at)
    participants = scheme.campaign.participants.select_related("county")
    Scorecard.objects.bulk_create(Scorecard(round=round_, county=row.county) for row in participants)
    notifications.tell(
        organisations.people_with("score", scheme.department),
        key=f"scheme:{scheme.pk}:issued",
        kind=Message.Kind.TODO,
        title=f"“{scheme.field}”考核方案已下发，可以评分",
        url=round_.get_absolute_url(),
        at=at,
    )
    return round_
