import datetime as dt

from django.db import transaction
from django.db.models import Max

from assessments import workflow
from assessments.models import Issue, Rectification, Round, Score
from portal.core import audit, history
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations

CHECKED = ("description", "link", "deduction", "requirement", "due_on")


def issues_from_scores(*, round_: Round, by, at: dt.datetime) -> list[Issue]:
    """把本轮的每处扣分变成一条问题并下发；须在部门审核的事务里调用。

    以（评分表、指标）为键：再次审核时已有的问题只更新内容，不另起一条，也不改动其状态；
    扣分取消了的问题不会自行销号，由部门复核后“不予认定”。
    """
    scores = list(
        Score.objects.filter(scorecard__round=round_, deduction__gt=0, scorecard__is_applicable=True)
        .select_related("scorecard__county", "indicator")
        .order_by("scorecard__county__path", "indicator__position")
    )
    rows = Issue.objects.filter(scorecard__round=round_, source=Issue.Source.DEPARTMENT)
    known = {_place(issue): issue for issue in rows.select_related("scorecard__county")}
    made = _create_all([score for score in scores if _place(score) not in known], round_, by=by, at=at)
    return [
        _update(known[key], score, by=by, at=at) if (key := _place(score)) in known else made[key]
        for score in scores
    ]


def _place(row: Score | Issue) -> tuple[int, int]:
    """扣在哪里：（评分表、指标）。"""
    return row.scorecard_id, row.indicator_id


class Numbers:
    """编号：年度+领域-县区-流水，如 202607-YD-003；每县每领域连续。"""

    def __init__(self, round_: Round):
        self.head = f"{round_.scheme.campaign.year}{round_.scheme.field.code}"
        rows = Issue.objects.filter(scorecard__round=round_).values_list("scorecard__county_id")
        self.last = {pk: int(top.rsplit("-", 1)[1]) for pk, top in rows.annotate(top=Max("number"))}

    def next(self, county) -> str:
        self.last[county.pk] = self.last.get(county.pk, 0) + 1
        return f"{self.head}-{county.code}-{self.last[county.pk]:03d}"


def _create_all(scores: list[Score], round_: Round, *, by, at) -> dict[tuple[int, int], Issue]:
    """新的扣分登记为问题并下发：{扣在哪里: 问题}。"""
    numbers = Numbers(round_)
    drafts = [_draft(score, numbers.next(score.scorecard.county), at=at) for score in scores]
    made = workflow.ISSUE.move_all(history.create_all(Issue, drafts), "issue", by=by, at=at)
    return {_place(issue): issue for issue in made}


def _draft(score: Score, number: str, *, at) -> Issue:
    return Issue(
        number=number,
        scorecard=score.scorecard,
        indicator=score.indicator,
        description=score.reason,
        link=score.link,
        deduction=score.deduction,
        requirement=score.requirement,
        due_on=score.due_on,
        created_by_id=score.updated_by_id,
        created_at=at,
    )


def _update(issue: Issue, score: Score, *, by, at) -> Issue:
    fresh = {"description": score.reason, **{name: getattr(score, name) for name in CHECKED[1:]}}
    changed = [name for name in CHECKED if getattr(issue, name) != fresh[name]]
    if not changed:
        return issue
    for name in changed:
        setattr(issue, name, fresh[name])
    issue.version += 1
    issue.save(update_fields=[*changed, "version"])
    audit.record("assessments.issue.changed", obj=issue, by=by, at=at, detail={"fields": changed})
    return issue


def move_issue(*, issue: Issue, move: str, by, at: dt.datetime, reason: str = "") -> Issue:
    """签收、报上级、恢复、不予认定。反馈与复核另有内容，见 `answer_issue`、`recheck_issue`。"""
    with transaction.atomic():
        issue = workflow.ISSUE.move(issue, move, by=by, at=at, reason=reason)
        _tell(issue, at=at)
        return issue


@transaction.atomic
def answer_issue(
    *, issue: Issue, measures: str, link: str, result: str = "", evidence=None, by, at: dt.datetime
) -> Rectification:
    """县区反馈一轮整改。必须有整改措施与能证明整改的链接，没有链接等于没有整改。"""
    if not measures.strip():
        raise Denied("请填写整改措施。")
    if not link.strip():
        raise Denied("请填写整改链接：没有能打开核对的链接，不能算作已整改。")
    if not link.strip().lower().startswith(("http://", "https://")):
        raise Denied("整改链接应以 http:// 或 https:// 开头，请从浏览器地址栏完整复制。")
    issue = workflow.ISSUE.move(issue, "answer", by=by, at=at)
    answer = Rectification.objects.create(
        issue=issue,
        round_number=issue.rectifications.count() + 1,
        measures=measures.strip(),
        result=result.strip(),
        link=link.strip(),
        evidence=evidence,
        answered_by=by,
        answered_at=at,
    )
    _tell(issue, at=at)
    return answer


@transaction.atomic
def recheck_issue(*, issue: Issue, passed: bool, opinion: str, by, at: dt.datetime) -> Issue:
    """部门复核最近一轮反馈：整改到位则销号，不到位须写意见并退回重改。"""
    issue = workflow.ISSUE.move(issue, "close" if passed else "return", by=by, at=at, reason=opinion)
    answer = issue.rectifications.order_by("-round_number").first()
    answer.verdict = Rectification.Verdict.PASSED if passed else Rectification.Verdict.FAILED
    answer.opinion, answer.rechecked_by, answer.rechecked_at = opinion.strip(), by, at
    answer.save(update_fields=["verdict", "opinion", "rechecked_by", "rechecked_at"])
    _tell(issue, at=at)
    return issue


@transaction.atomic
def move_issues(*, issues: list[Issue], move: str, by, at: dt.datetime, reason: str = "") -> list[Issue]:
    """成批办理（如全部签收）；有一条不能办就一条也不办。"""
    return [move_issue(issue=issue, move=move, by=by, at=at, reason=reason) for issue in issues]


def _tell(issue: Issue, *, at: dt.datetime) -> None:
    S, county = Issue.Status, issue.scorecard.county
    department = issue.scorecard.round.scheme.department
    todo = {
        S.RETURNED: (("draft", county), Message.Kind.TODO),
        S.ANSWERED: (("score", department), Message.Kind.TODO),
        S.ESCALATED: (("score", department), Message.Kind.TODO),
        S.CLOSED: (("draft", county), Message.Kind.RESULT),
        S.DISMISSED: (("draft", county), Message.Kind.RESULT),
    }
    if issue.status not in todo:
        return
    where, kind = todo[issue.status]
    notifications.tell(
        organisations.people_with(*where),
        key=f"issue:{issue.pk}:{issue.status}:{issue.rectifications.count()}",
        kind=kind,
        title=f"问题 {issue.number} {issue.get_status_display()}",
        url=issue.get_absolute_url(),
        at=at,
    )
