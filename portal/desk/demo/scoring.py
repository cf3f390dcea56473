"""考核：26 个领域的方案、经工作簿导入的评分、问题与整改、一稿综合评估报告。"""

import datetime as dt
import random
from decimal import Decimal

from assessments import actions
from assessments.actions.scheme import IndicatorLine
from assessments.models import Issue, Round, Score
from assessments.sheets import scores as sheets
from catalogs import selectors as catalogs
from portal.core import clock, imports
from portal.desk.demo.campaign import moment
from portal.desk.demo.texts import ASKED_AGAIN, FAULTS, LEVELS, REQUIREMENTS

LATE_FIELDS = ("11", "23")
INAPPLICABLE = {("09", "LJ"): "临江区为城区，没有农村危房改造任务。"}


def build(campaign, cast, *, today: dt.date, seed: int) -> None:
    """方案七月下发，十月评分，十一月初报送；未到的日子不发生。"""
    year, chance = campaign.year, random.Random(seed)  # noqa: S311 造演示成绩
    for owner in catalogs.owners(year=year):
        _Field(campaign, owner, cast, chance, today).play()
    if today >= dt.date(year, 11, 6):
        _rectify(campaign, cast, chance, today)
    if today >= dt.date(year, 11, 10):
        _report(campaign, cast, moment(year, 11, 10))


class _Field:
    """一个领域从方案到报送。"""

    def __init__(self, campaign, owner, cast, chance, today: dt.date):
        self.campaign, self.field, self.department = campaign, owner.field, owner.department
        self.scorer = cast.who("department_scorer", owner.department.code)
        self.head = cast.who("department_head", owner.department.code)
        self.clerk = cast.who("city_clerk", "YC")
        self.chance, self.today, self.year = chance, today, campaign.year

    def play(self) -> None:
        if not self._reached(7, 10):
            return
        scheme = actions.create_scheme(
            campaign=self.campaign,
            field=self.field,
            department=self.department,
            by=self.scorer,
            at=moment(self.year, 7, 8),
        )
        actions.replace_indicators(
            scheme=scheme, lines=_lines(self.field), by=self.scorer, at=moment(self.year, 7, 8, 15)
        )
        round_ = actions.issue_scheme(scheme=scheme, by=self.head, at=moment(self.year, 7, 10))
        if self._reached(10, 20):
            self._score(round_)

    def _score(self, round_: Round) -> None:
        at = moment(self.year, 10, 20)
        data = sheets.workbook(round_, at=at, scores=self._scores(round_, at))
        batch = imports.stage(
            kind="scores",
            data=data,
            name=f"{self.field}评分表.xlsx",
            campaign=self.year,
            scope={"field": self.field.code},
            by=self.scorer,
            at=at,
        )
        imports.confirm(batch, by=self.scorer, at=at)
        self._set_aside(round_, at)
        if not self._reached(10, 28):
            return
        round_ = actions.complete_round(round_=round_, by=self.scorer, at=moment(self.year, 10, 28))
        round_ = actions.approve_round(round_=round_, by=self.head, at=moment(self.year, 10, 30))
        late = self.field.code in LATE_FIELDS
        sent = moment(self.year, 11, 7 if late else 3)
        if clock.local_date(sent) > self.today:
            return
        round_ = actions.submit_round(round_=round_, by=self.scorer, at=sent)
        actions.move_round(round_=round_, move="accept", by=self.clerk, at=sent + dt.timedelta(hours=4))

    def _set_aside(self, round_: Round, at: dt.datetime) -> None:
        for card in round_.scorecards.select_related("county"):
            if reason := INAPPLICABLE.get((self.field.code, card.county.code)):
                actions.set_applicability(
                    scorecard=card, is_applicable=False, reason=reason, by=self.scorer, at=at
                )

    def _scores(self, round_: Round, at: dt.datetime) -> dict[tuple[int, int], Score]:
        """未存库的评分，只为写进工作簿；入库要经导入。"""
        found = {}
        leaves = list(round_.scheme.indicators.exclude(rule="").order_by("position"))
        for place, card in enumerate(round_.scorecards.select_related("county").order_by("county__path")):
            care = 0.05 + 0.09 * ((place * 3) % 8)
            for leaf in leaves:
                found[(card.pk, leaf.pk)] = self._one(card, leaf, care, at)
        return found

    def _one(self, card, leaf, care: float, at: dt.datetime) -> Score:
        lost = Decimal(0)
        if self.chance.random() > care + 0.1:
            steps = int(leaf.points / 2 * 2) or 1
            lost = min(leaf.points, Decimal(self.chance.randint(1, max(1, min(10, steps)))) / 2)
            lost = max(lost, Decimal("0.5"))
        score = Score(scorecard=card, indicator=leaf, deduction=lost, value=leaf.points - lost)
        if lost:
            score.reason = self.chance.choice(FAULTS[leaf.number[0]]).format(field=self.field.name)
            score.link = (
                f"https://yunchuan.example/{card.county.code.lower()}/{self.field.code}/{leaf.position}.html"
            )
            score.requirement = REQUIREMENTS[leaf.number[0]]
            score.due_on = dt.date(self.year, 11, 25)
        return score

    def _reached(self, month: int, day: int) -> bool:
        return self.today >= dt.date(self.year, month, day)


def _lines(field) -> list[IndicatorLine]:
    lines = []
    for number, (name, points, children) in enumerate(LEVELS, start=1):
        lines.append(IndicatorLine(f"{number}", "", name, "", Decimal(points)))
        for index, (child, child_points, standard, rule, config) in enumerate(children, start=1):
            text = ASKED_AGAIN.get((field.code, child), standard).format(field=field.name)
            line = IndicatorLine(
                f"{number}.{index}", f"{number}", child, text, Decimal(child_points), rule, config
            )
            lines.append(line)
    return lines


def _rectify(campaign, cast, chance, today: dt.date) -> None:
    """各县的问题每三条办一条，走到不同的地步：待签收、整改中、待复核、退回、已销号。"""
    rows = Issue.objects.filter(scorecard__round__scheme__campaign=campaign).select_related(
        "scorecard__county", "scorecard__round__scheme__department"
    )
    year = campaign.year
    for number, issue in enumerate(rows.order_by("scorecard__county__path", "pk")[::3]):
        stage = number % 6
        officer = cast.who("county_officer", issue.scorecard.county.code)
        scorer = cast.who("department_scorer", issue.scorecard.round.scheme.department.code)
        if stage == 0:
            continue
        issue = actions.move_issue(issue=issue, move="receive", by=officer, at=moment(year, 11, 4))
        if stage == 1:
            continue
        actions.answer_issue(
            issue=issue,
            measures="已对照标准目录补充公开内容，并由分管负责人复核。",
            result="已整改到位，页面可以打开核对。",
            link=f"{issue.link}?fixed=1" if issue.link else "https://yunchuan.example/fixed.html",
            by=officer,
            at=moment(year, 11, 5),
        )
        if stage == 2:
            continue
        opinion = "已核对链接，整改到位。" if stage > 3 else "链接打开后内容仍不完整，请补充。"
        actions.recheck_issue(
            issue=issue, passed=stage > 3, opinion=opinion, by=scorer, at=moment(year, 11, 6)
        )


def _report(campaign, cast, at: dt.datetime) -> None:
    clerk = cast.who("city_clerk", "YC")
    report = actions.draft_report(campaign=campaign, by=clerk, at=at)
    actions.build_report(report=report.pk, version=report.version, step=lambda text, **counts: None, at=at)
