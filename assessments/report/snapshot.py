"""定格：把此刻的全部成绩、问题、备案取成一份 JSON，报告的每个数字都出自它。"""

import datetime as dt
import json
from collections import defaultdict

from django.core.serializers.json import DjangoJSONEncoder

from assessments import selectors
from assessments.models import Indicator, Issue, Round, Score
from catalogs import selectors as catalogs
from portal.core import clock
from portal.core.crypto import sm3_hex
from tasks.models import Campaign
from tasks.selectors import filing_standings


def take(campaign: Campaign, *, at: dt.datetime) -> dict:
    """取数，须在一个事务里调用（PostgreSQL 上为可重复读），免得取到一半有人改。"""
    found = selectors.results(campaign)
    rounds = {
        round_.scheme.field_id: round_
        for round_ in Round.objects.filter(scheme__campaign=campaign).select_related("scheme__department")
    }
    owners = {row.field_id: row.department.short_name for row in catalogs.owners(year=campaign.year)}
    snapshot = {
        "campaign": {
            "year": campaign.year,
            "title": campaign.title,
            "city": campaign.city.short_name,
            "is_demo": campaign.is_demo,
        },
        "taken_at": at.astimezone(clock.TZ).isoformat(timespec="seconds"),
        "rule": {
            "method": found.rule.method,
            "method_label": found.rule.get_method_display(),
            "ties": found.rule.ties,
            "bands": found.rule.bands,
            "weights": found.rule.weights,
        },
        "counties": [{"code": row.county.code, "name": row.county.short_name} for row in found.rows],
        "fields": [_field(field, owners, rounds) for field in found.fields],
        "scores": _scores(found),
        "inapplicable": _inapplicable(found),
        "combined": [_combined(row) for row in found.rows],
        "leaves": _leaves(found),
        "issues": _issues(campaign, on=clock.local_date(at)),
        "filings": [
            {"county": row.county.short_name, "status": row.status, "standing": row.standing}
            for row in filing_standings(campaign, on=clock.local_date(at))
        ],
    }
    snapshot["leaf_count"] = Indicator.objects.filter(scheme__campaign=campaign).exclude(rule="").count()
    return json.loads(json.dumps(snapshot, cls=DjangoJSONEncoder))


def fingerprint(snapshot: dict) -> str:
    """定格数据的 SM3 指纹，印在报告每一页。"""
    return sm3_hex(json.dumps(snapshot, ensure_ascii=False, sort_keys=True).encode())


def _field(field, owners: dict, rounds: dict) -> dict:
    round_ = rounds.get(field.pk)
    return {
        "code": field.code,
        "name": field.name,
        "department": round_.scheme.department.short_name if round_ else owners.get(field.pk, ""),
        "status": round_.status if round_ else "",
        "status_label": round_.get_status_display() if round_ else "方案未下发",
        "is_late": bool(round_ and round_.is_late),
    }


def _scores(found) -> dict:
    return {row.county.code: {cell.field.code: cell.value for cell in row.cells} for row in found.rows}


def _inapplicable(found) -> list[list[str]]:
    return [
        [row.county.code, cell.field.code]
        for row in found.rows
        for cell in row.cells
        if cell.state == selectors.INAPPLICABLE
    ]


def _combined(row: selectors.CountyResult) -> dict:
    return {
        "code": row.county.code,
        "county": row.county.short_name,
        "score": row.value,
        "rank": row.rank,
        "grade": row.grade,
        "missing": [field.name for field in row.missing],
    }


def _leaves(found) -> dict:
    """{领域: {"indicators": [[序号, 名称, 分值]], "scores": {县区: [[得分, 扣分, 是否不适用]]}}}，供 Excel 活公式。

    只取计入成绩的评分表。
    """
    counted = (selectors.FINAL, selectors.INAPPLICABLE)
    cards = {
        cell.scorecard: (row.county.code, cell.field.code)
        for row in found.rows
        for cell in row.cells
        if cell.scorecard and cell.state in counted
    }
    indicators: dict[str, list[Indicator]] = defaultdict(list)
    rows = (
        Indicator.objects.filter(scheme__campaign=found.campaign)
        .exclude(rule="")
        .select_related("scheme__field")
    )
    for row in rows.order_by("scheme", "position"):
        indicators[row.scheme.field.code].append(row)
    scores: dict = defaultdict(dict)
    fields = ("scorecard_id", "indicator_id", "value", "deduction", "is_inapplicable")
    for card, indicator, *values in Score.objects.filter(scorecard__in=cards).values_list(*fields):
        scores[cards[card]][indicator] = values
    return {code: _field_leaves(code, leaves, cards, scores) for code, leaves in indicators.items()}


def _field_leaves(code: str, leaves, cards, scores) -> dict:
    counties = [county for county, field in cards.values() if field == code]
    return {
        "indicators": [[leaf.number, leaf.name, leaf.points] for leaf in leaves],
        "scores": {
            county: [scores[(county, code)].get(leaf.pk, [None, None, False]) for leaf in leaves]
            for county in counties
        },
    }


def _issues(campaign: Campaign, *, on: dt.date) -> list[dict]:
    rows = (
        Issue.objects.filter(
            scorecard__round__scheme__campaign=campaign, scorecard__round__status=Round.Status.ACCEPTED
        )
        .select_related("scorecard__county", "scorecard__round__scheme__field", "indicator")
        .order_by("scorecard__county__path", "number")
    )
    overdue = set(rows.overdue(on=on).values_list("pk", flat=True))
    return [
        {
            "number": issue.number,
            "county": issue.scorecard.county.short_name,
            "field": issue.scorecard.round.scheme.field.name,
            "indicator": str(issue.indicator) if issue.indicator else "",
            "description": issue.description,
            "deduction": issue.deduction,
            "link": issue.link,
            "due_on": issue.due_on,
            "status": issue.status,
            "status_label": issue.get_status_display(),
            "is_overdue": issue.pk in overdue,
        }
        for issue in rows
    ]
