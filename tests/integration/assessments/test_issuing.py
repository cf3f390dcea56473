"""成批下发问题：一次办完，而每条各有时间线、审计与修改历史；有一条不能办就一条也不办。"""

from decimal import Decimal

import pytest

from assessments import actions, workflow
from assessments.models import Issue
from portal.core import audit
from portal.core.models import AuditEvent
from portal.core.rules import Denied
from portal.core.workflow import WrongState, timeline
from tests.integration.assessments.conftest import AT, score_all


@pytest.fixture
def issues(world, round_):
    """两县各一处扣分，已下发，待签收。"""
    score_all(world, round_, {"YD": Decimal(2), "YX": Decimal(1)})
    actions.complete_round(round_=round_, by=world.scorer, at=AT)
    actions.approve_round(round_=round_, by=world.head, at=AT)
    return list(Issue.objects.order_by("number"))


def test_each_issue_has_its_own_timeline_audit_and_history(world, issues):
    assert [issue.status for issue in issues] == [Issue.Status.ISSUED] * 2
    assert {issue.issued_by for issue in issues} == {world.head}
    for issue in issues:
        assert [row.target for row in timeline(issue)] == ["issued"]
        event = audit.history(issue).get(event="assessments.issue.issued")
        assert event.detail == {"move": "issue", "from": "pending", "to": "issued"}
        assert [row.status for row in issue.history.order_by("pk")] == ["pending", "issued"]
    assert audit.verify_chain() == []


def test_a_second_approval_issues_nothing_twice(world, issues):
    round_ = issues[0].scorecard.round
    actions.move_round(round_=round_, move="send_back", by=world.head, at=AT, reason="重评")
    score_all(world, round_, {"YD": Decimal(3), "YX": Decimal(1)})
    actions.complete_round(round_=round_, by=world.scorer, at=AT)
    actions.approve_round(round_=round_, by=world.head, at=AT)
    assert list(Issue.objects.order_by("number").values_list("deduction", flat=True)) == [
        Decimal(3),
        Decimal(1),
    ]
    assert AuditEvent.objects.filter(event="assessments.issue.issued").count() == 2


def test_one_that_cannot_be_moved_stops_them_all(world, issues):
    before = AuditEvent.objects.count()
    with pytest.raises(Denied, match="云西县"):
        workflow.ISSUE.move_all(issues, "receive", by=world.officer, at=AT)
    assert set(Issue.objects.values_list("status", flat=True)) == {Issue.Status.ISSUED}
    assert AuditEvent.objects.count() == before


def test_the_same_one_given_twice_is_refused(world, issues):
    with pytest.raises(WrongState):
        workflow.ISSUE.move_all([issues[0], issues[0]], "receive", by=world.officer, at=AT)
    assert Issue.objects.get(pk=issues[0].pk).status == Issue.Status.ISSUED


def test_issuing_many_costs_no_more_queries_than_one(world, issues, django_assert_max_num_queries):
    Issue.objects.filter(pk=issues[0].pk).update(status=Issue.Status.PENDING)
    with django_assert_max_num_queries(12):
        workflow.ISSUE.move_all([issues[0]], "issue", by=world.head, at=AT)
    Issue.objects.update(status=Issue.Status.PENDING)
    with django_assert_max_num_queries(12):
        workflow.ISSUE.move_all(issues, "issue", by=world.head, at=AT)
