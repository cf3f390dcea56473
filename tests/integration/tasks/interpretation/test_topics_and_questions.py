"""热点按小时回应；咨询有问有答、换人确认、不记提问人。"""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from portal.core import audit
from portal.core.rules import Denied
from portal.core.workflow import ReasonMissing, WrongState, timeline
from portal.publications.models import Publication
from tasks.actions.ledger import Invalid
from tasks.ground import Ground
from tasks.registers.interpretation import actions, selectors
from tasks.registers.interpretation.models import Question
from tasks.registers.interpretation.standing import QUESTIONS, TOPICS, question_records
from tasks.standing import Gauge, State

HOUR = dt.timedelta(hours=1)


def test_the_first_response_counts_in_hours(town):
    topic = town.topic()
    town.respond(topic, topic.found_at + 30 * HOUR)
    town.respond(topic, topic.found_at + dt.timedelta(hours=20, minutes=20), how="media")
    [row] = selectors.topics(town.officer)
    assert selectors.hours(row) == Decimal("20.3")
    assert selectors.clock_at(town.at).topic_word(row) == "按时回应"


def test_a_topic_without_response_turns_overdue_the_day_after_its_last_hour(town):
    town.topic()
    found_on = dt.date(2026, 6, 29)
    [item] = TOPICS.items(Ground(town.campaign, dt.date(2026, 7, 1)), town.counties)
    assert (item.since, item.due_on) == (found_on, found_on + dt.timedelta(days=1))
    assert Gauge(dt.date(2026, 7, 1), dt.date(2026, 7, 1)).state(item) == State.OVERDUE
    [row] = selectors.topics(town.officer)
    assert selectors.clock_at(town.at).topic_word(row) == "超期未回应"


def test_a_response_lies_between_the_finding_and_now(town):
    topic = town.topic()
    for at in (topic.found_at - HOUR, town.at + HOUR):
        with pytest.raises(Invalid):
            actions.add_response(
                topic=topic, values={"at": at, "how": "site", "text": "x"}, by=town.officer, at=town.at
            )
    with pytest.raises(Invalid, match="还没有到"):
        town.topic("别的", found_at=town.at + HOUR)


def test_a_question_is_answered_and_confirmed_by_another(town):
    question = town.answer(town.ask())
    with pytest.raises(Denied, match="另一位"):
        actions.move_question(question=question, move="confirm", by=town.officer, at=town.at)
    done = actions.move_question(question=question, move="confirm", by=town.head, at=town.at)
    assert done.status == Question.Status.CONFIRMED
    with pytest.raises(WrongState):
        actions.move_question(question=question, move="confirm", by=town.head, at=town.at)
    assert [step.move for step in timeline(question)] == ["answer", "confirm"]


def test_a_question_goes_to_the_body_that_knows_and_may_come_back(town):
    question = town.ask()
    for place in ("YD", "WS-T1", "YC"):
        with pytest.raises(Denied, match="同一县区"):
            actions.transfer_question(question=question, to=town.places[place], by=town.officer, at=town.at)
    question = actions.transfer_question(
        question=question, to=town.places["YD-T1"], by=town.officer, at=town.at
    )
    with pytest.raises(ReasonMissing):
        actions.move_question(question=question, move="refuse", by=town.township, at=town.at)
    assert list(selectors.questions(town.township)) == [question]
    [item] = QUESTIONS.items(Ground(town.campaign, dt.date(2026, 7, 1)), town.counties)
    assert item.organisation.code == "YD-T1"
    answered = town.answer(question, by=town.township)
    back = actions.move_question(
        question=answered, move="return", by=town.officer, at=town.at, reason="没答全"
    )
    assert (back.status, back.is_answered) == (Question.Status.RETURNED, False)
    [item] = QUESTIONS.items(Ground(town.campaign, dt.date(2026, 7, 1)), town.counties)
    assert item.done_on is None
    assert item.due_on == dt.date(2026, 7, 8)


@pytest.mark.parametrize(
    "text", ["我是13800138000，怎么办证？", "身份证11010519491231002X能办吗", "卡号6222021001116245702没到账"]
)
def test_nothing_that_tells_who_asked_is_kept(town, text):
    with pytest.raises(actions.PersonalInText) as found:
        town.ask(text)
    assert "13800138000" not in found.value.reason
    question = town.ask()
    with pytest.raises(actions.PersonalInText):
        town.answer(question, f"已回电：{text}")
    assert Question.objects.get().answer == ""


def test_a_question_is_corrected_until_it_is_answered(town, client):
    question = town.ask()
    client.force_login(town.officer, backend="django.contrib.auth.backends.ModelBackend")
    edit = reverse("tasks:question-edit", args=[question.pk])
    assert edit in client.get(question.get_absolute_url()).content.decode()
    typed = {"channel": "window", "asked_at": "2026-07-01T08:00", "text": "个体户怎样贷款？", "version": 0}
    refused = client.post(edit, typed | {"text": "我是13800138000，怎样贷款"})
    assert refused.status_code == 422 and "个人信息" in refused.content.decode()
    assert client.post(edit, typed).status_code == 302
    question.refresh_from_db()
    assert (question.text, question.channel, question.version) == ("个体户怎样贷款？", "window", 1)
    [event] = audit.history(question).filter(event__endswith=".changed")
    assert set(event.detail["fields"]) == {"channel", "asked_at", "text"}
    late = client.post(edit, typed | {"text": "改得晚的"})
    assert late.status_code == 409 and "采用对方" in late.content.decode()
    town.answer(question)
    assert client.post(edit, typed | {"version": 1}).status_code == 403
    assert edit not in client.get(question.get_absolute_url()).content.decode()


def test_only_the_desk_that_took_the_question_corrects_it(town):
    question = actions.transfer_question(
        question=town.ask(), to=town.places["YD-T1"], by=town.officer, at=town.at
    )
    values = {"text": "改过的", "channel": "window", "asked_at": question.asked_at}
    for person in (town.township, town.other, town.clerk, town.head):
        with pytest.raises(Denied, match="填报人"):
            actions.correct_question(question=question, values=values, version=0, by=person, at=town.at)
    actions.correct_question(question=question, values=values, version=0, by=town.officer, at=town.at)


def test_similar_questions_are_found_among_the_settled(town):
    known = town.answer(town.ask("个体户怎样申请创业担保贷款？"))
    assert selectors.similar("创业担保贷款怎样申请", town.officer) == []
    actions.move_question(question=known, move="confirm", by=town.head, at=town.at)
    assert selectors.similar("创业担保贷款怎样申请", town.officer) == [known]
    assert selectors.similar("创业担保贷款怎样申请", town.other) == []
    assert question_records(town.county)[0].title == "个体户怎样申请创业担保贷款？"


def test_a_settled_answer_becomes_a_draft_for_the_public_once(town):
    question = town.answer(town.ask())
    with pytest.raises(Denied, match="办结"):
        actions.draft_answer(question=question, by=town.officer, at=town.at)
    actions.move_question(question=question, move="confirm", by=town.head, at=town.at)
    draft = actions.draft_answer(question=question, by=town.officer, at=town.at)
    assert draft.status == Publication.Status.DRAFT
    assert draft.column.slug == "policy-answers"
    assert "政务大厅二楼" in draft.body_html
    assert actions.draft_answer(question=question, by=town.officer, at=town.at) == draft


def test_whose_turn_it_is(town):
    question = town.ask()
    assert [one[1] for one in selectors.awaiting(town.officer)] == [str(question)]
    assert selectors.awaiting(town.head) == []
    town.answer(question)
    assert selectors.awaiting(town.officer) == []
    assert [one[2] for one in selectors.awaiting(town.head)] == ["待确认"]
