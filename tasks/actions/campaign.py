import datetime as dt

from django.db import transaction

from portal.core import audit
from portal.core.rules import Denied
from tasks import permissions, template, workflow
from tasks.models import Campaign, Deadline, Participant, Phase, TaskArea


@transaction.atomic
def create_campaign(*, city, year: int, counties, by, at: dt.datetime, is_demo: bool = False) -> Campaign:
    """由模板建立一个年度的行动：三个阶段、八个方面、四个期限、参加县区。"""
    permissions.check_can_run(by, city)
    if Campaign.objects.filter(year=year).exists():
        raise Denied(f"{year} 年的行动已经建立，不能重复建立。")
    campaign = Campaign.objects.create(
        year=year, city=city, title=template.title(city.short_name, year), is_demo=is_demo
    )
    Phase.objects.bulk_create(_phases(campaign))
    TaskArea.objects.bulk_create(
        TaskArea(campaign=campaign, number=a.number, code=a.code, name=a.name, text=a.text)
        for a in template.AREAS
    )
    Deadline.objects.bulk_create(_deadlines(campaign))
    Participant.objects.bulk_create(Participant(campaign=campaign, county=county) for county in counties)
    audit.record("tasks.campaign.created", obj=campaign, by=by, at=at, detail={"year": year})
    return campaign


def move_campaign(*, campaign: Campaign, move: str, by, at: dt.datetime) -> Campaign:
    """启动或结束行动。"""
    return workflow.CAMPAIGN.move(campaign, move, by=by, at=at)


@transaction.atomic
def update_deadline(*, deadline: Deadline, due_on: dt.date, policy: str, by, at: dt.datetime) -> Deadline:
    """改一个期限的截止日与到期处理；行动结束后不能改。"""
    permissions.check_can_run(by, deadline.campaign)
    if deadline.campaign.status == Campaign.Status.CLOSED:
        raise Denied(f"“{deadline.campaign}”已结束，期限不能再改。")
    if due_on < deadline.opens_on:
        raise Denied(f"截止日期不能早于开放日期 {deadline.opens_on}。")
    if policy == Deadline.Policy.BLOCK and not deadline.may_close:
        raise Denied(f"“{deadline}”是公开的期限，逾期也要公开，不能到期关闭。")
    before = deadline.due_on
    deadline.due_on, deadline.policy = due_on, policy
    deadline.save(update_fields=["due_on", "policy"])
    audit.record("tasks.deadline.changed", obj=deadline, by=by, at=at, detail={"from": before, "to": due_on})
    return deadline


def _phases(campaign: Campaign) -> list[Phase]:
    year = campaign.year
    return [
        Phase(
            campaign=campaign,
            number=phase.number,
            name=phase.name,
            start_on=template.on(year, phase.start),
            end_on=template.on(year, phase.end),
            text=phase.text,
        )
        for phase in template.PHASES
    ]


def _deadlines(campaign: Campaign) -> list[Deadline]:
    year = campaign.year
    return [
        Deadline(
            campaign=campaign,
            code=deadline.code,
            name=deadline.name,
            opens_on=template.on(year, deadline.opens),
            due_on=template.on(year, deadline.due),
        )
        for deadline in template.DEADLINES
    ]
