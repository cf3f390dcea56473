"""台账填报：县区连同下级登记一条，就是把那张工作簿里要填的各栏填了一遍。

引自方案备案的责任分工、由台账算出的年度报告表三表四没有人再填，不算。
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, DateField, QuerySet, Value
from django.db.models.functions import Substr, TruncMonth
from django.urls import reverse

from portal.organisations.models import Organisation
from tasks.burden import Demand, Kind, register
from tasks.burden.sources import span
from tasks.models import Campaign
from tasks.registers.annual import tables
from tasks.registers.annual.models import AnnualReport
from tasks.registers.cases.models import Case
from tasks.registers.cases.sheets import CASES
from tasks.registers.interpretation.models import Interpretation, Policy, Question, Response, Topic
from tasks.registers.interpretation.sheets.policies import POLICIES
from tasks.registers.interpretation.sheets.questions import QUESTIONS
from tasks.registers.interpretation.sheets.topics import TOPICS
from tasks.registers.mechanisms.models import Mechanism
from tasks.registers.mechanisms.sheets import MECHANISMS
from tasks.registers.organising.models import Meeting, Responsibility
from tasks.registers.organising.sheets.leaders import LEADERS
from tasks.registers.organising.sheets.meetings import MEETINGS
from tasks.registers.platforms.models import Zone
from tasks.registers.platforms.sheets import ZONES
from tasks.registers.requests.models import DisclosureRequest
from tasks.registers.requests.sheets import SHEET as REQUESTS


@dataclass(frozen=True)
class Form:
    """一种要填的表：`rows` 是登记了的各条，`place` 是单位，`when` 是登记时间，`columns` 是要填的各栏。"""

    code: str
    label: str
    page: str
    rows: QuerySet
    place: str
    when: str
    columns: tuple[str, ...]
    documents: int = 0


def _columns(sheet, shown=frozenset()) -> tuple[str, ...]:
    """要人填的各栏；给人看的、预填不许改的不算。"""
    return tuple(
        column.title
        for column in sheet.columns
        if not (column.locked or column.hidden or column.key in shown)
    )


def _forms() -> tuple[Form, ...]:
    at, body = "created_at", "organisation"
    leaders = Responsibility.objects.filter(filing=None)
    report = tuple(dict.fromkeys(tables.ROW_NAMES[tables.row_of(key)] for key in tables.KEYS_2))
    return (
        Form("leaders", "责任分工", "leaders", leaders, body, "recorded_at", _columns(LEADERS.sheet, LEADERS.shown)),
        Form("meetings", "会议", "meetings", Meeting.objects.all(), body, at, _columns(MEETINGS.sheet, MEETINGS.shown)),
        Form("requests", "依申请公开", "requests", DisclosureRequest.objects.all(), "body", "registered_at", _columns(REQUESTS)),
        Form("annual", "年度报告", "annuals", AnnualReport.objects.all(), "body", at, report, documents=1),
        Form("policies", "政策文件", "policies", Policy.objects.all(), body, at, _columns(POLICIES.sheet)),
        Form("interpretations", "政策解读", "policies", Interpretation.objects.all(), f"policy__{body}", at, _columns(POLICIES.child_sheet)),
        Form("topics", "热点", "topics", Topic.objects.all(), body, at, _columns(TOPICS.sheet)),
        Form("responses", "热点回应", "topics", Response.objects.all(), f"topic__{body}", at, _columns(TOPICS.child_sheet)),
        Form("questions", "政策咨询", "questions", Question.objects.all(), body, at, _columns(QUESTIONS.sheet)),
        Form("mechanisms", "工作机制", "mechanisms", Mechanism.objects.all(), "county", at, _columns(MECHANISMS.sheet, MECHANISMS.shown)),
        Form("zones", "公开平台", "zones", Zone.objects.all(), body, at, _columns(ZONES.sheet)),
        Form("cases", "经验做法", "cases", Case.objects.all(), body, at, _columns(CASES.sheet, CASES.shown)),
    )  # fmt: skip


def of_registers(campaign: Campaign) -> Iterator[Demand]:
    """行动期间登记的各条，按县区、月合计。两次查询。"""
    forms = _forms()
    counts = _counts(forms, campaign)
    for form in forms:
        if mine := counts.get(form.code):
            yield Demand(
                key=f"register:{form.code}",
                kind=Kind.REQUEST,
                asker=campaign.city,
                text=f"{form.label}台账" if not form.documents else form.label,
                url=reverse(f"tasks:{form.page}"),
                counties=frozenset(county for county, _ in mine),
                months=tuple(sorted({month for _, month in mine})),
                fields=len(form.columns),
                documents=form.documents,
                columns=form.columns,
                counts=mine,
            )


def _counts(forms: tuple[Form, ...], campaign: Campaign) -> dict[str, dict]:
    """{表: {（县区编号, 月）: 几条}}；县区以下的归县区，市直的不算。"""
    counties = dict(campaign.participants.values_list("county__path", "county_id"))
    within = span(campaign)
    first, *rest = (_grouped(form, within) for form in forms)
    found: dict[str, dict] = defaultdict(dict)
    for code, path, month, count in first.union(*rest, all=True):
        if path in counties:
            found[code][counties[path], month] = count
    return found


def _grouped(form: Form, within: tuple[dt.date, dt.date]) -> QuerySet:
    """一种表：（表, 县区路径, 月, 几条）。"""
    return (
        form.rows.filter(**{f"{form.when}__date__range": within})
        .annotate(
            of_form=Value(form.code),
            whose=Substr(f"{form.place}__path", 1, 2 * Organisation.steplen),
            in_month=TruncMonth(form.when, output_field=DateField()),
        )
        .order_by()
        .values_list("of_form", "whose", "in_month")
        .annotate(count=Count("pk"))
    )


register("registers", of_registers)
