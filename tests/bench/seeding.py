"""备数据：用本平台自己的生成程序与动作，种子固定。"""

import datetime as dt
import random
from decimal import Decimal
from types import SimpleNamespace

from django.core.management import call_command

from assessments import actions, measures
from assessments.actions.scheme import IndicatorLine
from assessments.models import Round, Score
from catalogs import selectors as catalogs
from portal.desk.demo import campaign, people, places
from portal.desk.demo.load import SEED, load

YEAR = 2026
GROUPS, POINTS = 5, (4, 4, 3, 3, 3, 3)
REASON = "要素公开不全，个别信息超过时限，链接打开后与目录所列事项不一致。"


def migrated() -> None:
    call_command("migrate", verbosity=0)


def demonstration() -> None:
    """演示城市办到年底：8 个县区、26 个领域、约一千个问题、一稿报告。"""
    migrated()
    load(today=dt.date(YEAR, 11, 20))


def rounds() -> list[SimpleNamespace]:
    """8 个县区、26 个领域、各 30 项指标，方案已下发而未评分；各项带着评分人。"""
    migrated()
    found = places.build(year=YEAR, at=campaign.moment(YEAR, 1, 5))
    cast = people.Cast(found, year=YEAR, seed=SEED)
    running = campaign.build(found, cast, year=YEAR, today=dt.date(YEAR, 7, 10))
    return [_issued(running, owner, cast) for owner in catalogs.owners(year=YEAR)]


def _issued(running, owner, cast) -> SimpleNamespace:
    scorer = cast.who("department_scorer", owner.department.code)
    head = cast.who("department_head", owner.department.code)
    at = campaign.moment(YEAR, 7, 8)
    scheme = actions.create_scheme(
        campaign=running, field=owner.field, department=owner.department, by=scorer, at=at
    )
    actions.replace_indicators(scheme=scheme, lines=_lines(), by=scorer, at=at)
    return SimpleNamespace(round=actions.issue_scheme(scheme=scheme, by=head, at=at), scorer=scorer)


def _lines() -> list[IndicatorLine]:
    lines = []
    for group in range(1, GROUPS + 1):
        lines.append(IndicatorLine(f"{group}", "", f"第{group}类", "", Decimal(sum(POINTS))))
        for number, points in enumerate(POINTS, start=1):
            standard = "对照标准目录逐项核对；每缺一项扣 1 分，要素不全每处扣 0.5 分，扣完为止。"
            config = {"defects": {"缺项": "1", "要素不全": "0.5"}}
            name = f"{group}.{number}"
            lines.append(
                IndicatorLine(name, f"{group}", f"指标{name}", standard, Decimal(points), "deduction", config)
            )
    return lines


def scores(round_: Round, chance: random.Random) -> dict[tuple[int, int], Score]:
    """每格一个评分（未存库），约一半有扣分。"""
    leaves = measures.leaves(round_.scheme)
    cards = round_.scorecards.order_by("county__path")
    return {(card.pk, leaf.pk): _score(card, leaf, chance) for card in cards for leaf in leaves}


def _score(card, leaf, chance: random.Random) -> Score:
    lost = Decimal(chance.choice(("0", "0", "0.5", "1")))
    score = Score(scorecard=card, indicator=leaf, deduction=lost, value=leaf.points - lost)
    if lost:
        score.reason, score.due_on = REASON, dt.date(YEAR, 11, 25)
        score.requirement = "请补充公开并逐项核对。"
        score.link = f"https://www.example.gov.cn/{card.pk}/{leaf.pk}.html"
    return score
