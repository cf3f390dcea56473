"""考核的读取：待办、综合成绩、各种台账。查询次数与行数无关。"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from assessments import combining, measures
from assessments.models import CombinationRule, Issue, Report, Round, Scheme, Scorecard
from catalogs import selectors as catalogs
from catalogs.models import Field
from portal.core import clock
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks import deadlines
from tasks.models import Campaign, Deadline

FINAL, PROVISIONAL, PENDING, INAPPLICABLE = "final", "provisional", "pending", "inapplicable"
STATE_LABELS = {FINAL: "", PROVISIONAL: "暂定", PENDING: "未报送", INAPPLICABLE: "不适用"}


@dataclass(frozen=True)
class Cell:
    """一个县区在一个领域的成绩。`value` 未定为 None；`scorecard` 是评分表编号，没有评分表为 None。"""

    field: Field
    value: Decimal | None
    state: str
    scorecard: int | None = None

    @property
    def note(self) -> str:
        return STATE_LABELS[self.state]

    @property
    def pure(self) -> combining.FieldScore:
        return combining.FieldScore(self.value, self.state != INAPPLICABLE)


@dataclass(frozen=True)
class CountyResult:
    """一个县区的综合成绩；`missing` 是还没有成绩的领域，有缺就不排名。"""

    county: Organisation
    cells: tuple[Cell, ...]
    value: Decimal | None
    rank: int | None
    grade: str
    missing: tuple[Field, ...]
    explain: str

    @property
    def is_provisional(self) -> bool:
        return any(cell.state == PROVISIONAL for cell in self.cells)


@dataclass(frozen=True)
class Results:
    """一个行动的综合成绩：`rows` 按机构树顺序，各行的 `cells` 与 `fields` 对齐。"""

    campaign: Campaign
    rule: CombinationRule
    fields: tuple[Field, ...]
    rows: tuple[CountyResult, ...]
    with_submitted: bool

    @property
    def ranked(self) -> list[CountyResult]:
        """有名次的，由前到后。"""
        return sorted((row for row in self.rows if row.rank is not None), key=lambda row: row.rank)

    def field_ranks(self, code: str) -> dict[int, int | None]:
        """某领域内的名次：{县区编号: 名次}。"""
        at = [field.code for field in self.fields].index(code)
        return combining.ranks({row.county.pk: row.cells[at].value for row in self.rows}, ties=self.rule.ties)


def combination_of(campaign: Campaign) -> CombinationRule:
    """行动的合成规则；没有设过的是默认规则（未存库）。"""
    return CombinationRule.objects.filter(campaign=campaign).first() or CombinationRule(campaign=campaign)


def results(campaign: Campaign, *, with_submitted: bool = False) -> Results:
    """各县区各领域的成绩与综合成绩。

    只有市政务公开办已接收的算数；`with_submitted` 为真时已报送未接收的也算，标为暂定。
    查询次数固定，与县区、领域、指标数无关。
    """
    rule, fields = combination_of(campaign), fields_of(campaign)
    cards = list(
        Scorecard.objects.filter(round__scheme__campaign=campaign).select_related("round__scheme", "county")
    )
    counted = [card for card in cards if _state(card, with_submitted) in (FINAL, PROVISIONAL)]
    totals = measures.totals(counted)
    cells = {(card.county_id, card.round.scheme.field_id): (card, totals.get(card.pk)) for card in cards}
    counties = _counties(campaign, cards)
    grid = {
        county.pk: tuple(_cell(field, cells.get((county.pk, field.pk)), with_submitted) for field in fields)
        for county in counties
    }
    combined = {pk: _combine(row, rule) for pk, row in grid.items()}
    places = combining.ranks({pk: one.value for pk, one in combined.items()}, ties=rule.ties)
    by_code = {field.code: field for field in fields}
    rows = tuple(
        CountyResult(
            county,
            grid[county.pk],
            combined[county.pk].value,
            places[county.pk],
            combining.grade(combined[county.pk].value, rule.bands),
            tuple(by_code[code] for code in combined[county.pk].missing),
            combined[county.pk].explain,
        )
        for county in counties
    )
    return Results(campaign, rule, tuple(fields), rows, with_submitted)


def _combine(row: tuple[Cell, ...], rule: CombinationRule) -> combining.Combined:
    scores = {cell.field.code: cell.pure for cell in row}
    return combining.combine(scores, method=rule.method, weights=rule.weights)


def fields_of(campaign: Campaign) -> list[Field]:
    """行动涉及的领域：当年有主管部门的，加上已有方案的。没有方案的领域也算缺，不会悄悄略过。"""
    rows = Field.objects.pilot().filter(Q(owners__year=campaign.year) | Q(schemes__campaign=campaign))
    return list(rows.distinct().order_by("code"))


def _counties(campaign: Campaign, cards) -> list[Organisation]:
    """参加县区，加上中途退出但有评分表的，机构树顺序。"""
    found = {row.county_id: row.county for row in campaign.participants.select_related("county")}
    for card in cards:
        found.setdefault(card.county_id, card.county)
    return sorted(found.values(), key=lambda county: county.path)


def _state(card: Scorecard, with_submitted: bool) -> str:
    if not card.is_applicable:
        return INAPPLICABLE
    if card.round.status == Round.Status.ACCEPTED:
        return FINAL
    if with_submitted and card.round.status == Round.Status.SUBMITTED:
        return PROVISIONAL
    return PENDING


def _cell(field: Field, found, with_submitted: bool) -> Cell:
    if found is None:
        return Cell(field, None, PENDING)
    card, total = found
    state = _state(card, with_submitted)
    value = total.value if total else None
    if total and not total.applicable:
        state = INAPPLICABLE
    return Cell(field, value, state, card.pk)


def results_by_county(counties, user) -> list[tuple[Organisation, list[tuple[Scorecard, object]]]]:
    """各县看得到的各领域评分表与合计（`scoring.Total`），领域编号顺序；部门审核之前的看不到。语句数与县数无关。"""
    rows = Scorecard.objects.visible_to(user).filter(county__in=counties)
    cards = list(
        rows.select_related("round__scheme__field", "round__scheme__department", "round__scheme__campaign")
        .annotate(open_issues=Count("issues", filter=~Q(issues__status__in=DONE_ISSUES), distinct=True))
        .order_by("-round__scheme__campaign__year", "round__scheme__field__code")
    )
    totals, found = measures.totals(cards), defaultdict(list)
    for card in cards:
        found[card.county_id].append((card, totals[card.pk]))
    return [(county, found[county.pk]) for county in counties]


DONE_ISSUES = (Issue.Status.CLOSED, Issue.Status.DISMISSED)


@dataclass(frozen=True)
class SchemeRow:
    """考核方案台账的一行：每个领域一行，没有方案的也在。"""

    field: Field
    department: Organisation
    scheme: Scheme | None
    leaf_count: int

    @property
    def status(self) -> str:
        return self.scheme.get_status_display() if self.scheme else "未拟定"


def scheme_rows(campaign: Campaign, user) -> list[SchemeRow]:
    """此人看得到的领域的方案，领域编号顺序；两次查询。"""
    leaves = Count("indicators", filter=~Q(indicators__rule=""))
    rows = visible_schemes(user).filter(campaign=campaign).annotate(leaf_count=leaves)
    schemes = {scheme.field_id: scheme for scheme in rows}
    reading = scope_of(user).reading
    found = [
        SchemeRow(owner.field, owner.department, schemes.pop(owner.field_id, None), 0)
        for owner in catalogs.owners(year=campaign.year)
        if owner.field_id in schemes or any(owner.department.path.startswith(path) for path in reading)
    ]
    found += [SchemeRow(scheme.field, scheme.department, scheme, 0) for scheme in schemes.values()]
    counted = [
        SchemeRow(row.field, row.department, row.scheme, row.scheme.leaf_count if row.scheme else 0)
        for row in found
    ]
    return sorted(counted, key=lambda row: row.field.code)


def visible_schemes(user):
    """此人看得到的方案，连同页面要用的各项。"""
    rows = Scheme.objects.visible_to(user)
    return rows.select_related("campaign__city", "field", "department", "created_by", "issued_by")


@dataclass(frozen=True)
class RoundRow:
    """评分与报送台账的一行：`scored` 是评完的县区数，`counties` 是适用的县区数。"""

    round: Round
    scored: int
    counties: int
    due_on: dt.date
    standing: str

    @property
    def percent(self) -> int:
        return 100 * self.scored // self.counties if self.counties else 0


def visible_rounds(user):
    rows = Round.objects.visible_to(user)
    return rows.select_related("scheme__campaign__city", "scheme__field", "scheme__department")


def round_rows(campaign: Campaign, user, *, on: dt.date) -> list[RoundRow]:
    """各领域考核的进度；查询次数与领域、县区数无关。"""
    rounds = list(visible_rounds(user).filter(scheme__campaign=campaign).order_by("scheme__field__code"))
    deadline = campaign.deadlines.get(code=Deadline.Code.SUBMISSION)
    terms = deadlines.terms(deadline, [row.scheme.department for row in rounds])
    wanted = dict(
        Scheme.objects.filter(campaign=campaign)
        .values_list("pk")
        .annotate(n=Count("indicators", filter=~Q(indicators__rule="")))
    )
    scored = Count("scores", filter=Q(scores__value__isnull=False) | Q(scores__is_inapplicable=True))
    cards = Scorecard.objects.filter(round__in=rounds, is_applicable=True).annotate(scored=scored)
    done: dict[int, list[bool]] = {}
    for round_pk, scheme_pk, count in cards.values_list("round_id", "round__scheme_id", "scored"):
        done.setdefault(round_pk, []).append(count >= wanted[scheme_pk])
    return [_round_row(row, done.get(row.pk, []), terms[row.scheme.department_id], on) for row in rounds]


def _round_row(row: Round, done: list[bool], term, on: dt.date) -> RoundRow:
    reported_at = row.submitted_at if row.status in (Round.Status.SUBMITTED, Round.Status.ACCEPTED) else None
    standing = term.timeliness(reported_at) or ("逾期未报" if on > term.last_day else "未到期")
    return RoundRow(row, sum(done), len(done), term.last_day, standing)


def issue_rows(user):
    """此人看得到的问题，连同列表要显示的各项。"""
    return with_places(Issue.objects.visible_to(user))


def with_places(issues):
    """问题连同县区、领域、主管部门、行动与各级指标，一次取出。"""
    scheme = "scorecard__round__scheme"
    return issues.select_related(
        "scorecard__county",
        f"{scheme}__campaign__city",
        f"{scheme}__field",
        f"{scheme}__department",
        "indicator__parent__parent",
    )


def issue_counts(rows, *, on: dt.date) -> dict[str, int]:
    """问题的总数、未销号、待复核、已销号、逾期；一次查询。"""
    S = Issue.Status
    late = Q(due_on__lt=on) & ~Q(status__in=(*DONE_ISSUES, S.PENDING))
    return rows.order_by().aggregate(
        total=Count("pk"),
        open=Count("pk", filter=~Q(status__in=DONE_ISSUES)),
        answered=Count("pk", filter=Q(status=S.ANSWERED)),
        closed=Count("pk", filter=Q(status=S.CLOSED)),
        overdue=Count("pk", filter=late),
    )


def awaiting(user) -> list[tuple[str, str, str, str, dt.date | None]]:
    """轮到此人办的考核事项：（类别, 标题, 状态, 网址, 截止日）。"""
    scope = scope_of(user)
    scoring, approving = scope.organisations("score"), scope.organisations("approve_scores")
    receiving, drafting = scope.organisations("receive"), scope.organisations("draft")
    found = _schemes_awaiting(user, scoring, approving) if scoring or approving else []
    if scoring or approving or receiving:
        found += _rounds_awaiting(user, scoring, approving, receiving)
    if scoring or drafting:
        found += _issues_awaiting(user, scoring, drafting)
    running, reviewing = scope.organisations("run_campaign"), scope.organisations("review")
    return found + (_reports_awaiting(user, running, reviewing) if running or reviewing else [])


def _schemes_awaiting(user, scoring, approving):
    rows = Scheme.objects.filter(status=Scheme.Status.DRAFT, campaign__status=Campaign.Status.RUNNING)
    to_issue = Q(department__in=approving, indicators__isnull=False) & ~Q(created_by=user)
    mine = rows.filter(Q(department__in=scoring) | to_issue).select_related("field").distinct()
    return [("考核方案", str(row), row.get_status_display(), row.get_absolute_url(), None) for row in mine]


def _rounds_awaiting(user, scoring, approving, receiving):
    S = Round.Status
    department = "scheme__department__in"
    turns = (
        Q(status__in=(S.SCORING, S.RETURNED, S.APPROVED), **{department: scoring})
        | Q(status=S.AWAITING_HEAD, **{department: approving}) & ~Q(completed_by=user)
        | Q(status=S.SUBMITTED, scheme__campaign__city__in=receiving)
    )
    rows = Round.objects.filter(turns, scheme__campaign__status=Campaign.Status.RUNNING)
    rows = list(rows.select_related("scheme__field", "scheme__campaign"))
    due = _due_days({row.scheme.campaign_id for row in rows}, Deadline.Code.SUBMISSION)
    return [
        (
            "领域考核",
            str(row),
            row.get_status_display(),
            row.get_absolute_url(),
            due.get(row.scheme.campaign_id),
        )
        for row in rows
    ]


def _due_days(campaigns: set[int], code: str) -> dict[int, dt.date]:
    return dict(
        Deadline.objects.filter(campaign__in=campaigns, code=code).values_list("campaign_id", "due_on")
    )


def _issues_awaiting(user, scoring, drafting):
    S = Issue.Status
    turns = Q(status__in=(S.ISSUED, S.RECTIFYING, S.RETURNED), scorecard__county__in=drafting)
    department = Q(scorecard__round__scheme__department__in=scoring)
    turns |= Q(status__in=(S.ANSWERED, S.ESCALATED)) & department & ~Q(answered_by=user)
    rows = issue_rows(user).filter(turns)
    return [
        (
            "问题整改",
            f"{row.number} {row.description[:40]}",
            row.get_status_display(),
            row.get_absolute_url(),
            row.due_on,
        )
        for row in rows
    ]


def _reports_awaiting(user, running, reviewing):
    P = Report.Status
    turns = Q(status__in=(P.DRAFT, P.RETURNED), campaign__city__in=running)
    turns |= Q(status=P.AWAITING_REVIEW, campaign__city__in=reviewing) & ~Q(submitted_by=user)
    rows = Report.objects.filter(turns, campaign__status=Campaign.Status.RUNNING)
    return [
        ("综合评估报告", str(row), row.get_status_display(), row.get_absolute_url(), None) for row in rows
    ]


def is_overdue(issue: Issue, at: dt.datetime) -> bool:
    """问题此刻是否逾期未销号。"""
    waiting = (*DONE_ISSUES, Issue.Status.PENDING)
    return issue.status not in waiting and issue.due_on is not None and issue.due_on < clock.local_date(at)
