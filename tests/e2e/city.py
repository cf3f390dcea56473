"""旅程走过的小城：演示的机构与人，两个县参加，一个领域考核。"""

import datetime as dt
import importlib
from dataclasses import dataclass
from decimal import Decimal

from django.apps import apps
from django.utils import timezone

from assessments import actions as assessments
from assessments.actions.scheme import IndicatorLine
from assessments.actions.score import ScoreEntry
from assessments.models import Round
from catalogs import selectors as catalogs
from portal.core import clock
from portal.desk.demo import people, places
from portal.publications.models import Column
from tasks import actions

LINES = (
    IndicatorLine("1", "", "主动公开", "", Decimal(60)),
    IndicatorLine(
        "1.1", "1", "目录编制", "对照标准目录逐项编制；每缺一项扣 1 分", Decimal(20), "deduction", {}
    ),
    IndicatorLine("1.2", "1", "更新时效", "信息形成之日起 20 个工作日内公开", Decimal(40), "deduction", {}),
    IndicatorLine("2", "", "政策解读", "政策文件与解读材料相互关联", Decimal(40), "deduction", {}),
)


@dataclass
class City:
    """建好的小城：各人的账号口令，和正在评分的一轮。"""

    passwords: dict[str, str]
    department: str
    round_: Round
    year: int


def plant_columns() -> None:
    """栏目由迁移种下；前面的测试清过库的，照样再种一遍。"""
    if Column.objects.exists():
        return
    migration = importlib.import_module("portal.publications.migrations.0002_columns")
    migration.plant(apps, None)


def build() -> City:
    plant_columns()
    at = timezone.now()
    year = clock.local_date(at).year
    found = places.build(year=year, at=clock.day_start(dt.date(year, 1, 1)))
    cast = people.Cast(found, year=year, seed=1)
    clerk = cast.who("city_clerk", "YC")
    counties = [found["YD"], found["YX"]]
    campaign = actions.create_campaign(city=found["YC"], year=year, counties=counties, by=clerk, at=at)
    campaign = actions.move_campaign(campaign=campaign, move="start", by=clerk, at=at)
    _put_off(campaign, clerk, at)
    first, *others = catalogs.owners(year=year)
    for number, owner in enumerate(others):
        _accepted(_issued(campaign, owner, cast, at), cast, at, lost=Decimal(number % 3))
    round_ = _issued(campaign, first, cast, at)
    passwords = {account.username: account.password for account in cast.accounts}
    return City(passwords, first.department.code.lower(), round_, year)


def _put_off(campaign, clerk, at) -> None:
    """期限都推到年底：哪一天跑测试、拍图，都没有逾期。"""
    for deadline in campaign.deadlines.all():
        due_on = dt.date(campaign.year, 12, 31)
        actions.update_deadline(deadline=deadline, due_on=due_on, policy=deadline.policy, by=clerk, at=at)


def _issued(campaign, owner, cast, at) -> Round:
    """部门拟好并下发的方案，可以评分了。"""
    scorer = cast.who("department_scorer", owner.department.code)
    head = cast.who("department_head", owner.department.code)
    scheme = assessments.create_scheme(
        campaign=campaign, field=owner.field, department=owner.department, by=scorer, at=at
    )
    scheme = assessments.replace_indicators(scheme=scheme, lines=list(LINES), by=scorer, at=at)
    return assessments.issue_scheme(scheme=scheme, by=head, at=at)


def _accepted(round_: Round, cast, at, *, lost: Decimal) -> None:
    """别的领域都已评完报送：云东县满分，云西县目录扣 `lost` 分。"""
    code = round_.scheme.department.code
    scorer, head = cast.who("department_scorer", code), cast.who("department_head", code)
    leaves = list(round_.scheme.indicators.exclude(rule="").order_by("position"))
    entries = {}
    for card in round_.scorecards.select_related("county"):
        for leaf in leaves:
            off = lost if card.county.code == "YX" and leaf == leaves[0] else Decimal(0)
            entries[(card.pk, leaf.pk)] = ScoreEntry(deduction=off, reason="目录不全" if off else "")
    assessments.record_scores(round_=round_, entries=entries, by=scorer, at=at)
    round_ = assessments.complete_round(round_=round_, by=scorer, at=at)
    round_ = assessments.approve_round(round_=round_, by=head, at=at)
    round_ = assessments.submit_round(round_=round_, by=scorer, at=at)
    assessments.move_round(round_=round_, move="accept", by=cast.who("city_clerk", "YC"), at=at)
