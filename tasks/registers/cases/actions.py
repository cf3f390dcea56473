"""经验做法的写入：填报、佐证、推荐、评审、确认、拟稿公开、推介、采纳、撤回。"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from portal.core import audit, clock, files
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation
from portal.publications import actions as publications
from portal.publications.models import Publication
from tasks.models import Campaign
from tasks.permissions import check_is_running
from tasks.registers.cases import permissions, publishing
from tasks.registers.cases.models import Adoption, Case, CaseEvidence, Judgement, Presentation
from tasks.registers.cases.workflow import CASE
from tasks.registers.organising.models import Meeting
from tasks.registers.rules import reading

TEXTS = ("title", "kind", "item", "issue_number", "problem", "practice", "effect", "measured", "replicable")
FIELDS = (*TEXTS, "area", "task", "field")
EVIDENCE = frozenset({"pdf", "docx", "xlsx", "png", "jpeg"})


class Moved(Denied):
    """打开表单之后别人先改了；`theirs` 是现在的内容。"""

    def __init__(self, theirs: Case):
        super().__init__("这个案例刚被他人修改过，请比较两边的内容后再保存。")
        self.theirs = theirs


@transaction.atomic
def draft_case(*, campaign: Campaign, organisation: Organisation, values: dict, by, at: dt.datetime) -> Case:
    """填报一个案例。同一单位同一行动里名称不重。"""
    permissions.check_can_nominate(by, organisation)
    check_is_running(campaign)
    case = Case(campaign=campaign, organisation=organisation, created_by=by, created_at=at)
    _fill(case, values)
    case.save()
    audit.record("tasks.case.drafted", obj=case, by=by, at=at)
    return case


@transaction.atomic
def save_case(*, case: Case, values: dict, version: int, by, at: dt.datetime) -> Case:
    """修改草稿或退回的案例；`version` 已变则抛 `Moved`。"""
    case = CASE.lock(case)
    permissions.check_can_edit(by, case)
    if case.version != version:
        raise Moved(case)
    changed = _fill(case, values)
    case.version = version + 1
    case.save(update_fields=[*changed, "version"])
    audit.record("tasks.case.saved", obj=case, by=by, at=at, detail={"fields": changed})
    return case


@transaction.atomic
def add_evidence(
    *, case: Case, title: str, link: str = "", data: bytes = b"", name: str = "", by, at: dt.datetime
) -> CaseEvidence:
    """附一件佐证：网址或文件。抛 `uploads.Refused`。"""
    case = CASE.lock(case)
    permissions.check_can_edit(by, case)
    if not link and not data:
        raise Denied("请给出网址，或选择文件。")
    stored = files.store(data, name, accept=EVIDENCE, by=by, at=at, owner=case) if data else None
    row = CaseEvidence.objects.create(
        case=case, title=title.strip(), link=link, file=stored, added_by=by, added_at=at
    )
    audit.record("tasks.caseevidence.added", obj=row, by=by, at=at)
    return row


@transaction.atomic
def remove_evidence(*, evidence: CaseEvidence, by, at: dt.datetime) -> None:
    """移除一件佐证，修改期间可以。"""
    permissions.check_can_edit(by, CASE.lock(evidence.case))
    audit.record("tasks.caseevidence.removed", obj=evidence, by=by, at=at)
    evidence.delete()


@transaction.atomic
def move_case(*, case: Case, move: str, by, at: dt.datetime, reason: str = "") -> Case:
    """提交、推荐、退回、确认、撤回。推荐到市即开新一轮评审。"""
    changes = {}
    if move == "endorse":
        case = CASE.lock(case)
        changes = {"round": case.round + 1, "nominated_at": case.nominated_at or at}
    case = CASE.move(case, move, by=by, at=at, reason=reason, **changes)
    _tell_next(case, at=at)
    return case


@transaction.atomic
def judge_case(
    *, case: Case, scores: Mapping[str, Decimal], is_for: bool, opinion: str, by, at: dt.datetime
) -> Judgement:
    """评审：各项得分 {名称: 分}，意见必填；每人每轮一次，不改不删。"""
    case = CASE.lock(case)
    permissions.check_can_judge(by, case)
    if not opinion.strip():
        raise Denied("请写明评审意见。")
    rows = []
    for one in reading.rule_of(case.campaign).scale:
        score = scores.get(one.name)
        if score is None or not 0 <= score <= one.points:
            raise Denied(f"“{one.name}”应为 0 至 {one.points} 分。")
        rows.append({"name": one.name, "points": str(one.points), "score": str(score)})
    row = Judgement.objects.create(
        case=case,
        round=case.round,
        judge=by,
        scores=rows,
        total=sum((Decimal(one["score"]) for one in rows), Decimal(0)),
        is_for=is_for,
        opinion=opinion.strip(),
        judged_at=at,
    )
    audit.record("tasks.judgement.judged", obj=row, by=by, at=at, detail={"total": str(row.total)})
    return row


@transaction.atomic
def draft_publication(*, case: Case, by, at: dt.datetime) -> Publication:
    """拟一篇公开稿，走三审与隐私闸门；已有没撤回的稿件时返回那一篇。"""
    case = CASE.lock(case)
    permissions.check_can_publish(by, case)
    if case.publication and case.publication.status != Publication.Status.WITHDRAWN:
        return case.publication
    publication = publications.draft_publication(
        column=publications.column(publishing.COLUMN),
        organisation=case.campaign.city,
        values=publishing.values(case, on=clock.local_date(at)),
        body_html=publishing.body(case),
        by=by,
        at=at,
    )
    case.publication = publication
    case.save(update_fields=["publication"])
    return publication


@transaction.atomic
def present_case(*, case: Case, meeting: Meeting, by, at: dt.datetime) -> Presentation:
    """登记推介：案例在这次会上介绍。"""
    permissions.check_can_publish(by, CASE.lock(case))
    if meeting.status == Meeting.Status.CANCELLED:
        raise Denied("会议已取消，不能登记推介。")
    row, is_new = Presentation.objects.get_or_create(case=case, meeting=meeting)
    if is_new:
        audit.record("tasks.presentation.presented", obj=row, by=by, at=at)
    return row


@transaction.atomic
def adopt_case(
    *, case: Case, county: Organisation, since: dt.date, link: str, note: str = "", by, at: dt.datetime
) -> Adoption:
    """登记采纳：这个县区自 `since` 起照着做；每县一次。"""
    case = CASE.lock(case)
    permissions.check_can_adopt(by, case, county)
    if since > clock.local_date(at):
        raise Denied(f"起始日期 {since} 还没有到，请在照着做了之后登记。")
    if case.adoptions.filter(county=county).exists():
        raise Denied(f"{county}已经登记采纳过。")
    row = Adoption.objects.create(
        case=case, county=county, since=since, link=link, note=note.strip(), adopted_by=by, adopted_at=at
    )
    audit.record("tasks.adoption.adopted", obj=row, by=by, at=at)
    return row


def _fill(case: Case, values: dict) -> list[str]:
    changed = [name for name in FIELDS if name in values and _is_new(case, name, values[name])]
    for name in changed:
        setattr(case, name, values[name])
    same = Case.objects.filter(campaign=case.campaign, organisation=case.organisation, title=case.title)
    if same.exclude(pk=case.pk).exists():
        raise Denied(f"{case.organisation}已填报过“{case.title}”。")
    return changed


def _is_new(case: Case, name: str, value) -> bool:
    """与现在的不同；外键比编号，还没有存的案例也能比。"""
    return getattr(case, Case._meta.get_field(name).attname) != getattr(value, "pk", value)


def _tell_next(case: Case, *, at: dt.datetime) -> None:
    S, place = Case.Status, case.organisation
    if case.status == S.SUBMITTED:
        people, kind = _heads(place), Message.Kind.TODO
    elif case.status == S.ENDORSED:
        city = case.campaign.city
        people = [*organisations.people_with("receive", city), *organisations.people_with("review", city)]
        kind = Message.Kind.TODO
    elif case.status in (S.RETURNED, S.CONFIRMED):
        people, kind = [p for p in (case.submitted_by, case.endorsed_by) if p], Message.Kind.RESULT
    else:
        return
    notifications.tell(
        people,
        key=f"case:{case.pk}:{case.status}:{case.round}:{case.version}:{at:%Y%m%d%H%M%S}",
        kind=kind,
        title=f"经验做法“{case.title[:60]}”{case.get_status_display()}",
        url=case.get_absolute_url(),
        at=at,
    )


def _heads(place: Organisation):
    """推荐它的负责人：市直部门自己的，或所属县区的。"""
    if place.kind == Organisation.Kind.DEPARTMENT:
        return organisations.people_with("approve_scores", place)
    county = Organisation.objects.get(path=place.path[: 2 * Organisation.steplen])
    return organisations.people_with("approve", county)
