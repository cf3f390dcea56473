"""期限的两边：北京时间 23:59:59.999999 与次日 00:00:00，进程在 UTC 与纽约都一样。

方案备案、任务承办的两边另见 `tasks/test_filing.py`、`tasks/test_assignments.py`；异议与公示见 `village/postings`。
"""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from assessments import actions as assessments
from assessments.actions.score import ScoreEntry
from assessments.models import Issue, Round
from portal.core import clock
from portal.core.rules import Denied
from portal.organisations.scope import forget
from tasks import actions as tasks
from tasks.models import Deadline, Extension, Filing
from tests.integration.access import city
from tests.integration.access.asking import rolled_back
from tests.integration.access.stage import Stage

TICK, ONE = dt.timedelta(microseconds=1), dt.timedelta(days=1)
ASSESSMENT, SUBMISSION = Deadline.Code.ASSESSMENT, Deadline.Code.SUBMISSION


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), rolled_back(), time_machine.travel(city.AT, tick=False):
        yield city.build()


@pytest.fixture
def stage(people, db, settings, tmp_path, process_zone):
    settings.MEDIA_ROOT = tmp_path
    for person in people.values():
        forget(person)
    return Stage(people)


def deadline(code: str, policy: str = "block") -> Deadline:
    Deadline.objects.filter(code=code).update(policy=policy)
    return Deadline.objects.get(code=code)


def sides(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """`day` 的最后一瞬，与次日零点。"""
    return clock.day_end(day) - TICK, clock.day_end(day)


def extended(stage, limit: Deadline, organisation, to: dt.date) -> None:
    """一份批准的延期单。"""
    row = tasks.request_extension(
        deadline=limit, organisation=organisation, new_due_on=to, reason="材料还在会签", **stage.by("scorer")
    )
    tasks.decide_extension(extension=row, move="approve", **stage.by("reviewer"))


def submit(round_: Round, person, at: dt.datetime) -> Round:
    return assessments.submit_round(round_=round_, by=person, at=at)


def test_a_submission_is_late_from_midnight(stage, people):
    last, after = sides(deadline(SUBMISSION, "late").due_on)
    round_ = stage.round_approved()
    with rolled_back():
        assert submit(round_, people["scorer"], last).is_late is False
    assert submit(round_, people["scorer"], after).is_late is True


def test_a_closed_submission_is_refused_from_midnight_and_names_who_can_help(stage, people):
    last, after = sides(deadline(SUBMISSION).due_on)
    round_ = stage.round_approved()
    with rolled_back():
        assert submit(round_, people["scorer"], last).status == Round.Status.SUBMITTED
    with pytest.raises(Denied, match=r"已于2026年11月5日截止.*市政务公开办申请延期"):
        submit(round_, people["scorer"], after)


def test_an_extension_moves_the_closing_to_its_own_midnight(stage, people):
    limit, to = deadline(SUBMISSION), dt.date(2026, 11, 10)
    round_ = stage.round_approved()
    extended(stage, limit, round_.scheme.department, to)
    last, after = sides(to)
    with rolled_back():
        assert submit(round_, people["scorer"], last).is_late is False
    with pytest.raises(Denied, match="11月10日截止"):
        submit(round_, people["scorer"], after)


def score(round_: Round, people, at: dt.datetime):
    leaf = round_.scheme.indicators.exclude(rule="").first()
    card = round_.scorecards.order_by("pk").first()
    version = getattr(card.scores.filter(indicator=leaf).first(), "version", 0)
    return assessments.record_score(
        scorecard=card,
        indicator=leaf,
        entry=ScoreEntry(deduction=Decimal(0)),
        version=version,
        by=people["scorer"],
        at=at,
    )


def applicability(round_: Round, people, at: dt.datetime):
    card = round_.scorecards.order_by("pk").first()
    return assessments.set_applicability(
        scorecard=card, is_applicable=False, reason="没有这项业务", by=people["scorer"], at=at
    )


def complete(round_: Round, people, at: dt.datetime):
    return assessments.complete_round(round_=round_, by=people["scorer"], at=at)


def approve(round_: Round, people, at: dt.datetime):
    return assessments.approve_round(round_=round_, by=people["head"], at=at)


def scores(round_: Round, people, at: dt.datetime):
    return assessments.record_scores(round_=round_, entries={}, by=people["scorer"], at=at)


SCORING = [
    ("round_scored", score),
    ("round_scored", scores),
    ("round_scored", applicability),
    ("round_scored", complete),
    ("round_awaiting_head", approve),
]


@pytest.mark.parametrize(("start", "write"), SCORING)
def test_scoring_closes_at_midnight_when_the_city_says_so(stage, people, start, write):
    last, after = sides(deadline(ASSESSMENT, "late").due_on)
    round_ = getattr(stage, start)()
    with rolled_back():
        write(round_, people, after)
    deadline(ASSESSMENT, "block")
    with rolled_back():
        write(round_, people, last)
    with rolled_back(), pytest.raises(Denied, match=r"已于2026年10月31日截止.*申请延期"):
        write(round_, people, after)
    extended(stage, deadline(ASSESSMENT), round_.scheme.department, dt.date(2026, 11, 3))
    write(round_, people, sides(dt.date(2026, 11, 3))[0])


def test_scoring_does_not_begin_before_it_opens(stage, people):
    limit = deadline(ASSESSMENT, "late")
    round_ = stage.round_scored()
    Deadline.objects.filter(pk=limit.pk).update(opens_on=dt.date(2026, 9, 20))
    with rolled_back(), pytest.raises(Denied, match="才开放"):
        score(round_, people, clock.day_start(dt.date(2026, 9, 20)) - TICK)
    score(round_, people, clock.day_start(dt.date(2026, 9, 20)))


def test_an_answer_to_an_issue_is_taken_late_and_counted_late_from_midnight(stage, people):
    issue = stage.issue_received()
    Issue.objects.filter(pk=issue.pk).update(due_on=dt.date(2026, 9, 30))
    last, after = sides(dt.date(2026, 9, 30))
    overdue = [
        Issue.objects.filter(pk=issue.pk).overdue(on=clock.local_date(at)).exists() for at in (last, after)
    ]
    assert overdue == [False, True]
    answer = assessments.answer_issue(
        issue=Issue.objects.get(pk=issue.pk),
        measures="已补齐",
        link="https://ws.yunchuan.example/1",
        by=people["officer"],
        at=after,
    )
    assert clock.local_date(answer.answered_at) > Issue.objects.get(pk=issue.pk).due_on


def test_an_extension_to_today_may_be_asked_until_midnight(stage, people):
    limit, today = deadline(Deadline.Code.FILING), dt.date(2026, 7, 3)
    last, after = sides(today)
    values = {"deadline": limit, "organisation": stage.county(), "new_due_on": today, "reason": "会签"}
    with rolled_back(), pytest.raises(Denied, match="不早于今天"):
        tasks.request_extension(**values, by=people["officer"], at=after)
    assert (
        tasks.request_extension(**values, by=people["officer"], at=last).status == Extension.Status.REQUESTED
    )


def test_a_filing_handed_in_at_the_last_instant_is_not_late(stage, people):
    due = dt.date(2026, 9, 20)
    Deadline.objects.filter(code=Deadline.Code.FILING).update(due_on=due, policy="late")
    filing = stage.filing_submitted()
    last, after = sides(due)
    with rolled_back():
        assert tasks.hand_in_filing(filing=filing, by=people["county_head"], at=last).is_late is False
    assert tasks.hand_in_filing(filing=filing, by=people["county_head"], at=after).is_late is True
    assert Filing.objects.get(pk=filing.pk).is_late
