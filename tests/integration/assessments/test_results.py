"""综合成绩、待办、期限。"""

from decimal import Decimal

import pytest

from assessments import actions, selectors
from assessments.actions.scheme import IndicatorLine
from catalogs.models import FieldOwner
from portal.core import clock
from portal.core.rules import Denied
from portal.core.sheets import kinds
from tasks import obligations as tasks_obligations
from tasks import owing
from tasks.ground import Ground


@pytest.fixture
def alone(world, accepted):
    """全市只考核一个领域。"""
    FieldOwner.objects.filter(field=world.fields[1]).delete()
    return world


def test_accepted_scores_make_value_rank_and_grade(alone):
    rows = {row.county.code: row for row in selectors.results(alone.campaign).rows}
    assert (rows["YD"].value, rows["YD"].rank, rows["YD"].grade) == (Decimal("98.00"), 2, "优秀")
    assert (rows["YX"].value, rows["YX"].rank) == (Decimal("100.00"), 1)


def test_a_field_without_a_score_is_missing_not_zero(world, accepted):
    rows = selectors.results(world.campaign).rows
    assert {(row.value, row.rank, row.missing[0].name) for row in rows} == {(None, None, "义务教育")}


def test_submitted_scores_count_only_when_asked_and_are_provisional(world, approved):
    FieldOwner.objects.filter(field=world.fields[1]).delete()
    actions.submit_round(round_=approved, by=world.scorer, at=world.at)
    assert all(row.value is None for row in selectors.results(world.campaign).rows)
    rows = selectors.results(world.campaign, with_submitted=True).rows
    assert all(row.value is not None and row.is_provisional for row in rows)


def test_results_need_the_same_queries_for_any_number_of_fields(world, accepted, django_assert_num_queries):
    with django_assert_num_queries(6):
        selectors.results(world.campaign)
    second = actions.create_scheme(
        campaign=world.campaign,
        field=world.fields[1],
        department=world.departments[1],
        by=world.other_scorer,
        at=world.at,
    )
    lines = [IndicatorLine("1", "", "公开", "", Decimal(100), "deduction")]
    actions.replace_indicators(scheme=second, lines=lines, by=world.other_scorer, at=world.at)
    actions.issue_scheme(scheme=second, by=world.other_head, at=world.at)
    with django_assert_num_queries(6):
        selectors.results(world.campaign)


def test_flat_results_have_a_combined_row_with_a_null_field(alone):
    rows = kinds.get_exporter("results").rows(campaign=2026, by=alone.clerk)
    assert list(rows[0]) == ["county", "field", "score", "rank", "grade"]
    assert [(row["county"], row["rank"]) for row in rows if row["field"] is None] == [
        ("云东县", 2),
        ("云西县", 1),
    ]


def test_counties_do_not_export_the_citys_results(alone):
    with pytest.raises(Denied, match="只有市政务公开办"):
        kinds.get_exporter("results").rows(campaign=2026, by=alone.officer)


def kinds_of(user):
    return [(kind, state) for kind, _, state, _, _ in selectors.awaiting(user)]


def test_work_waits_for_the_person_whose_turn_it_is(world, scored):
    assert kinds_of(world.scorer) == [("领域考核", "评分中")]
    assert kinds_of(world.head) == []
    actions.complete_round(round_=scored, by=world.scorer, at=world.at)
    assert kinds_of(world.head) == [("领域考核", "待部门审核")]
    actions.approve_round(round_=scored, by=world.head, at=world.at)
    assert kinds_of(world.officer) == [("问题整改", "待签收")]
    assert kinds_of(world.west) == []
    actions.submit_round(round_=scored, by=world.scorer, at=world.at)
    assert kinds_of(world.clerk) == [("领域考核", "已报送")]


def test_departments_owe_what_is_not_approved_or_submitted(world, approved):
    owed = [
        (item.deadline.code, item.organisation.short_name)
        for item in tasks_obligations.outstanding(Ground(world.campaign, clock.local_date(world.at)))
        if item.deadline.code in ("assessment", "submission")
    ]
    assert owed == [("assessment", "市教育局"), ("submission", "市农业农村局"), ("submission", "市教育局")]


def test_the_people_told_are_scorers_and_their_head(world, round_):
    owed = owing.owing(world.campaign, on=clock.local_date(world.at))
    item = next(one for one in owed if one.source == "deadline:submission")
    assert set(item.people) == {world.scorer, world.scorer_b}
    assert item.seniors == (world.head,)


def test_the_scorer_cannot_approve_own_scores(world, scored):
    actions.complete_round(round_=scored, by=world.scorer, at=world.at)
    with pytest.raises(Denied, match="只有市农业农村局的负责人"):
        actions.approve_round(round_=scored, by=world.scorer, at=world.at)


def test_two_reviewers_at_once_the_second_is_told_why(world, approved):
    actions.submit_round(round_=approved, by=world.scorer, at=world.at)
    actions.move_round(round_=approved, move="accept", by=world.clerk, at=world.at)
    with pytest.raises(Denied, match="当前状态是“已接收”"):
        actions.move_round(round_=approved, move="accept", by=world.clerk, at=world.at)
