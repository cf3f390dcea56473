"""依申请公开台账：编号、逐步办理、期限、审核分离、密文、推进情况。"""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.core import recomputing
from portal.core.models import AuditEvent, DayOverride, Transition
from portal.core.rules import Denied
from tasks.ground import Ground
from tasks.models import Campaign
from tasks.registers.requests import actions, selectors, standing
from tasks.registers.requests.models import DisclosureRequest, RequestDispute, RequestEvent
from tasks.standing import Gauge, State
from tests.integration.tasks.requesting import DAY, A, Town, moment

pytestmark = pytest.mark.django_db
D = dt.date


@pytest.fixture
def town():
    return Town()


def test_each_body_numbers_its_requests_from_one_every_year(town):
    first, second = town.register(), town.register()
    elsewhere = town.register(body=town.township)
    last_year = town.register(D(2025, 12, 30))
    assert [first.number, second.number, elsewhere.number, last_year.number] == [
        "〔2026〕第1号",
        "〔2026〕第2号",
        "〔2026〕第1号",
        "〔2025〕第1号",
    ]


def test_the_last_day_follows_the_steps(town):
    """6月19日端午放假：6月1日收到，二十个工作日到6月30日；补正6月10日到达，到7月9日。"""
    request = town.register()
    assert request.due_on == D(2026, 6, 30)
    request = town.take(request, "ask", D(2026, 6, 3), days=10, text="请写明年度")
    assert (request.due_on, request.waits_until) == (None, D(2026, 6, 17))
    request = town.take(request, "correct", D(2026, 6, 10))
    assert (request.due_on, request.waits_until) == (D(2026, 7, 9), None)
    request = town.take(request, "extend", D(2026, 7, 8), days=5, text="需要征集档案")
    assert (request.due_on, request.extended_on) == (D(2026, 7, 9), D(2026, 7, 16))


def test_an_answer_is_reviewed_by_another_person_before_it_goes_out(town):
    request = town.take(town.register(), "draft", DAY, outcome="disclosed")
    with pytest.raises(Denied, match="审核人"):
        town.take(request, "approve", DAY, by=town.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        DisclosureRequest.objects.filter(pk=request.pk).update(
            answered_by=town.officer, drafted_by=town.officer
        )
    request = town.take(request, "return", DAY, text="依据写错了")
    request = town.answer(request, D(2026, 6, 2))
    assert (request.finished_on, request.answered_by) == (D(2026, 6, 2), town.head)
    request = town.take(request, "deliver", D(2026, 6, 3), text="邮寄")
    assert town.take(request, "close", D(2026, 6, 4)).status == DisclosureRequest.Status.CLOSED


def test_steps_backwards_or_after_the_end_leave_nothing_behind(town):
    request = town.register()
    town.take(request, "ask", D(2026, 6, 3), days=10, text="请写明年度")
    for move, on, words in (
        ("correct", D(2026, 6, 2), "早于上一步"),
        ("lapse", D(2026, 6, 17), "还不能认定"),
    ):
        with pytest.raises(Denied, match=words):
            town.take(request, move, on)
    town.take(request, "lapse", D(2026, 6, 18))
    with pytest.raises(Denied, match="已于 2026-06-18"):
        town.take(request, "correct", D(2026, 6, 18))
    request.refresh_from_db()
    assert (request.outcome, request.finished_on) == ("lapsed", D(2026, 6, 18))
    assert RequestEvent.objects.filter(request=request).count() == 2


@pytest.mark.parametrize(
    ("move", "words"),
    [("ask", "补正什么"), ("consult", "征求什么"), ("extend", "理由"), ("suspend", "法定理由")],
)
def test_a_step_that_needs_a_reason_has_one(town, move, words):
    with pytest.raises(Denied, match=words):
        town.take(town.register(), move, DAY, days=5)


def test_the_applicant_is_kept_only_as_cipher(town):
    request = town.register(applicant="张三丰 13800138000", subject="请寄到手机13800138000")
    stored = bytes(DisclosureRequest.objects.get(pk=request.pk).sealed_applicant)
    assert "张三丰".encode() not in stored and b"13800138000" not in stored
    assert "13800138000" not in request.subject
    assert actions.applicant_of(request=request, by=town.head, at=moment(DAY)) == "张三丰 13800138000"
    assert AuditEvent.objects.filter(event="tasks.disclosurerequest.revealed").count() == 1
    with pytest.raises(Denied):
        actions.applicant_of(request=request, by=town.cast.who("city_clerk", "YC"), at=moment(DAY))
    said = [
        *AuditEvent.objects.values_list("text", "object_label", "detail"),
        *Transition.objects.values_list("reason"),
    ]
    assert "张三丰" not in str(said) and "13800138000" not in str(said)


def test_only_the_body_or_its_county_registers(town):
    town.register(body=town.township)
    town.register(body=town.township, by=town.cast.who("township_officer", "YD-T1"))
    with pytest.raises(Denied, match="云东县的经办人"):
        town.register(by=town.other)
    with pytest.raises(Denied, match="不是行政机关"):
        town.register(body=town.places["YD-T1-V1"])
    department = town.places["D02"]
    scorer, head = (town.cast.who(f"department_{role}", department.code) for role in ("scorer", "head"))
    request = town.register(body=department, by=scorer)
    request = town.take(request, "draft", DAY, by=scorer, outcome="disclosed")
    assert town.take(request, "approve", DAY, by=head).answered_by == head


def test_a_lost_update_is_refused(town):
    request = town.register()
    facts = actions.Facts(A.LEGAL, DAY, "post", "改过的内容")
    actions.edit_request(request=request, facts=facts, version=1, by=town.officer, at=moment(DAY))
    with pytest.raises(Denied, match="刚被他人改过"):
        actions.edit_request(request=request, facts=facts, version=1, by=town.officer, at=moment(DAY))


def test_a_moved_holiday_moves_the_open_requests(town):
    request, answered = town.register(), town.answer(town.register(), D(2026, 6, 5))
    asked = town.take(town.register(D(2026, 6, 22)), "ask", D(2026, 6, 23), days=10, text="请写明年度")
    table = {D(2026, 6, 30): (False, "临时放假", "通知")}
    found = {shift.obj.pk: shift for shift in recomputing.shifts(table, on=D(2026, 6, 25))}
    assert {pk: (s.before, s.after) for pk, s in found.items()} == {
        request.pk: (D(2026, 6, 30), D(2026, 7, 1)),
        asked.pk: (D(2026, 7, 7), D(2026, 7, 8)),
    }
    assert town.officer in found[request.pk].people
    DayOverride.objects.create(date=D(2026, 6, 30), is_workday=False, name="临时放假", source="通知")
    recomputing.apply(list(found.values()), by=None, at=moment(D(2026, 6, 25)))
    assert DisclosureRequest.objects.get(pk=request.pk).due_on == D(2026, 7, 1)
    assert DisclosureRequest.objects.get(pk=asked.pk).waits_until == D(2026, 7, 8)
    assert DisclosureRequest.objects.get(pk=answered.pk).due_on == D(2026, 6, 30)
    assert recomputing.shifts(table, on=D(2026, 6, 25)) == []


def test_disputes_have_a_result_once_decided(town):
    request = town.answer(town.register(), D(2026, 6, 5))
    dispute = actions.record_dispute(
        request=request,
        route="reconsideration",
        filed_on=D(2026, 6, 20),
        by=town.officer,
        at=moment(D(2026, 7, 1)),
    )
    decide = {"dispute": dispute, "result": "corrected", "by": town.officer, "at": moment(D(2026, 8, 1))}
    with pytest.raises(Denied, match="审结日期应在"):
        actions.decide_dispute(**decide, decided_on=D(2026, 6, 10))
    actions.decide_dispute(**decide, decided_on=D(2026, 7, 30))
    with pytest.raises(Denied, match="已于 2026-07-30"):
        actions.decide_dispute(**decide, decided_on=D(2026, 7, 31))
    assert RequestDispute.objects.decided_in(2026).count() == 1
    assert RequestDispute.objects.pending_at_end_of(2026).count() == 0


def test_the_rows_of_the_annual_report_are_found_again(town):
    carried = town.register(D(2025, 12, 30))
    town.answer(carried, D(2026, 1, 20), "secret")
    town.register(), town.answer(town.register(), D(2026, 6, 5))
    found = {
        row: selectors.register(town.officer, on=D(2027, 1, 5), year=2026, row=row, place="YD").count()
        for row in ("new", "carried", "secret", "disclosed", "forward", "partly")
    }
    assert found == {"new": 2, "carried": 1, "secret": 1, "disclosed": 1, "forward": 1, "partly": 0}
    assert selectors.register(town.other, on=DAY).count() == 0


def test_standing_reads_every_request_of_the_county_with_its_legal_last_day(town):
    campaign = Campaign(year=2026)
    late = town.answer(town.register(), D(2026, 7, 3))
    open_ = town.register(D(2026, 6, 2), body=town.township)
    extended = town.take(town.register(D(2026, 6, 3)), "extend", D(2026, 6, 20), days=20, text="案卷多")
    extended = town.answer(extended, D(2026, 7, 10))
    found = {
        item.key: item
        for item in standing.SOURCE.items(Ground(campaign, D(2026, 7, 10)), [town.county, town.places["YX"]])
    }
    gauge = Gauge(D(2026, 7, 10), D(2026, 7, 15))
    states = {pk: gauge.state(found[f"request:{pk}"]) for pk in (late.pk, open_.pk, extended.pk)}
    assert states == {late.pk: State.LATE, open_.pk: State.OVERDUE, extended.pk: State.EXTENDED}
    assert {item.county_id for item in found.values()} == {town.county.pk}


def test_standing_asks_once_whatever_the_number_of_counties(town):
    town.register(), town.register(body=town.township)
    counties = [place for place in town.places.values() if place.kind == place.Kind.COUNTY]
    with CaptureQueriesContext(connection) as asked:
        list(standing.SOURCE.items(Ground(Campaign(year=2026), D(2026, 7, 10)), counties))
    assert len(asked) == 1


def test_the_todo_list_names_what_waits_for_whom(town):
    mine = town.register()
    review = town.take(town.register(), "draft", DAY, outcome="disclosed")
    asked = town.take(town.register(), "ask", D(2026, 6, 3), days=2, text="请写明")
    urls = lambda user, on: {row[3] for row in selectors.awaiting(user, on=on)}  # noqa: E731
    assert urls(town.officer, D(2026, 6, 3)) == {mine.get_absolute_url()}
    assert urls(town.officer, D(2026, 6, 8)) == {mine.get_absolute_url(), asked.get_absolute_url()}
    assert urls(town.head, DAY) == {review.get_absolute_url()}
    assert urls(town.other, DAY) == set()
