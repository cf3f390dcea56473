"""成批办理问题：部门导入问题清单，县区导入整改反馈。"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from assessments import permissions, workflow
from assessments.actions.issue import Numbers, answer_issue
from assessments.models import Indicator, Issue, Round, Scorecard
from portal.core import audit
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations

EDITABLE = ("kind", "requirement", "due_on")


@dataclass(frozen=True)
class IssueLine:
    """另行登记的一条问题；`scorecard` 是评分表编号，`indicator` 是末级指标编号或 None。"""

    scorecard: int
    indicator: int | None
    source: str
    description: str
    kind: str = ""
    link: str = ""
    requirement: str = ""
    due_on: dt.date | None = None


@transaction.atomic
def record_issues(
    *, round_: Round, lines: list[IssueLine], changes: dict[int, dict], by, at: dt.datetime
) -> tuple[int, int]:
    """登记 `lines` 里的新问题，按 {问题编号: {字段: 值}} 改整改要求、时限、类型；返回（新增, 改动）条数。

    县区已看得到本轮成绩的，新问题随即下发；否则等部门审核时一并下发。
    """
    permissions.check_can_list_issues(by, round_)
    cards = Scorecard.objects.select_related("county").in_bulk([line.scorecard for line in lines])
    indicators = Indicator.objects.in_bulk([line.indicator for line in lines if line.indicator])
    numbers, made = Numbers(round_), []
    for line in lines:
        card = cards[line.scorecard]
        made.append(_add(card, indicators.get(line.indicator), line, numbers.next(card.county), by=by, at=at))
    for issue in Issue.objects.filter(pk__in=changes, scorecard__round=round_):
        _change(issue, changes[issue.pk], by=by, at=at)
    if round_.is_shown_to_counties:
        issue_pending(round_=round_, by=by, at=at)
    audit.record(
        "assessments.issues.listed",
        obj=round_,
        by=by,
        at=at,
        detail={"new": len(made), "changed": len(changes)},
    )
    return len(made), len(changes)


def issue_pending(*, round_: Round, by, at: dt.datetime) -> list[Issue]:
    """下发本轮所有待下发的问题，并告知县区；在调用者的事务里。"""
    rows = Issue.objects.filter(scorecard__round=round_, status=Issue.Status.PENDING)
    sent = workflow.ISSUE.move_all(list(rows), "issue", by=by, at=at)
    for county in {issue.scorecard.county for issue in sent}:
        count = sum(issue.scorecard.county == county for issue in sent)
        notifications.tell(
            organisations.people_with("draft", county),
            key=f"round:{round_.pk}:listed:{county.pk}:{at.isoformat()}",
            kind=Message.Kind.TODO,
            title=f"“{round_.scheme.field}”领域又下发 {count} 个问题，请签收整改",
            url="assessments:issues",
            at=at,
        )
    return sent


def _add(card: Scorecard, indicator: Indicator | None, line: IssueLine, number: str, *, by, at) -> Issue:
    return Issue.objects.create(
        number=number,
        scorecard=card,
        indicator=indicator,
        source=line.source,
        description=line.description,
        kind=line.kind,
        link=line.link,
        requirement=line.requirement,
        due_on=line.due_on,
        created_by=by,
        created_at=at,
    )


def _change(issue: Issue, fields: dict, *, by, at) -> None:
    for name in EDITABLE:
        if name in fields:
            setattr(issue, name, fields[name])
    issue.version += 1
    issue.save(update_fields=[*EDITABLE, "version"])
    audit.record("assessments.issue.changed", obj=issue, by=by, at=at, detail={"fields": sorted(fields)})


@transaction.atomic
def answer_issues(*, answers: dict[int, dict], by, at: dt.datetime) -> int:
    """成批反馈整改：{问题编号: {measures, result, link}}；没有签收的先签收。有一条不能办就一条也不办。"""
    issues = Issue.objects.select_related("scorecard__county").in_bulk(list(answers))
    for pk, answer in answers.items():
        issue = issues[pk]
        try:
            if issue.status == Issue.Status.ISSUED:
                issue = workflow.ISSUE.move(issue, "receive", by=by, at=at)
            answer_issue(issue=issue, by=by, at=at, **answer)
        except Denied as denied:
            raise Denied(f"{issue.number}：{denied.reason}") from denied
    return len(answers)
