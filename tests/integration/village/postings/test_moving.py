"""工作日表变动之后：还在公示的、没有答复的随之改期；结束了的、期满了的不变。"""

import datetime as dt

import pytest

from portal.core import recomputing
from portal.core.models import AuditEvent, DayOverride
from portal.desk.workdays import actions as workdays
from portal.desk.workdays.actions import DayLine
from portal.notifications.models import Message
from tests.integration.village.conftest import AT
from tests.integration.village.postings.conftest import TODAY
from village import actions
from village.actions import posting as posting_actions
from village.models import Objection, Posting

# 7 月 1 日张贴，七个自然日止于 8 日（周三）；异议五个工作日也到 8 日。
HOLIDAY = DayLine(dt.date(2026, 7, 8), False, "放假", "云川市通知")


@pytest.fixture
def shown(town):
    return town.show()


@pytest.fixture
def objection(shown, town):
    return actions.record_objection(
        posting=shown, text="我家少了两亩", contact="", by=town.county.who("village"), at=AT
    )


def adjust(town, *lines, removed=(), at=AT):
    seen = workdays.propose(lines=lines, removed=removed, on=at.date())
    return workdays.adjust_days(
        lines=lines, removed=removed, fingerprint=seen.fingerprint, by=town.county.who("clerk"), at=at
    )


def test_an_open_posting_and_objection_move_and_those_concerned_are_told(shown, objection, town):
    done = adjust(town, HOLIDAY)
    assert [(s.label, s.before.day, s.after.day) for s in done.shifts] == [
        ("应答复日期", 8, 9),
        ("公示止", 8, 9),
    ]
    assert Posting.objects.get(pk=shown.pk).ends_on == dt.date(2026, 7, 9)
    assert Objection.objects.get(pk=objection.pk).due_on == dt.date(2026, 7, 9)
    told = Message.objects.filter(title__contains="2 个期限随之变动")
    assert {message.person.username for message in told} == {"village", "township"}
    assert AuditEvent.objects.filter(event="village.posting.moved", object_pk=str(shown.pk)).exists()
    assert AuditEvent.objects.filter(event="core.dayoverride.added").exists()


def test_taking_the_adjustment_back_moves_them_back(shown, objection, town):
    adjust(town, HOLIDAY)
    adjust(town, removed=[HOLIDAY.date])
    assert Posting.objects.get(pk=shown.pk).ends_on == dt.date(2026, 7, 8)
    assert Objection.objects.get(pk=objection.pk).due_on == dt.date(2026, 7, 8)
    assert not DayOverride.objects.exists()
    assert recomputing.shifts({}, on=TODAY) == []


def test_what_is_answered_or_ended_never_moves(shown, objection, town):
    actions.answer_objection(
        objection=objection, move="uphold", answer="已核对", by=town.county.who("village"), at=AT
    )
    posting_actions.end_postings(on=dt.date(2026, 7, 9), at=AT + dt.timedelta(days=8))
    assert Posting.objects.get(pk=shown.pk).status == Posting.Status.ENDED
    assert adjust(town, HOLIDAY).shifts == ()
    assert Posting.objects.get(pk=shown.pk).ends_on == dt.date(2026, 7, 8)
    assert Objection.objects.get(pk=objection.pk).due_on == dt.date(2026, 7, 8)


def test_a_posting_that_ran_out_is_not_opened_again(shown, objection, town):
    late = adjust(town, HOLIDAY, at=AT + dt.timedelta(days=8))
    assert [shift.label for shift in late.shifts] == ["应答复日期"]


def test_a_confirmation_after_something_moved_is_refused_and_writes_nothing(shown, town):
    seen = workdays.propose(lines=[HOLIDAY], on=TODAY)
    town.show("YD-T1-V2", who="other_village")
    with pytest.raises(workdays.Moved):
        workdays.adjust_days(
            lines=[HOLIDAY], fingerprint=seen.fingerprint, by=town.county.who("clerk"), at=AT
        )
    assert not DayOverride.objects.exists()
