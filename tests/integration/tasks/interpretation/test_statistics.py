"""统计：每个数都数得出是哪几行，查询次数与县区数无关。"""

import datetime as dt
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks.registers.interpretation import lists, statistics
from tasks.registers.interpretation.selectors import clock_at


def test_the_numbers_of_a_county_and_the_total(town):
    on = dt.date(2026, 6, 15)
    first, second = town.policy("甲", on=on), town.policy("乙", on=on)
    town.policy("丙", on=on, needs_interpretation=False, reason="名单")
    town.interpret(first, on, form="text")
    town.interpret(first, on + dt.timedelta(days=1), form="picture", is_linked=True)
    town.interpret(second, dt.date(2026, 6, 24), form="video")
    topic = town.topic()
    town.respond(topic, topic.found_at + dt.timedelta(hours=30))
    town.answer(town.ask())
    town.policy("别县的", place="WS", by=town.other)
    rows, total = statistics.county_rows(town.clerk, clock_at(town.at), year=2026)
    own = next(row for row in rows if row.county.code == "YD")
    assert (own.policies, own.needs, own.interpreted, own.in_time, own.overdue) == (3, 2, 2, 1, 0)
    assert (own.rate, own.days) == (Decimal("100.0"), Decimal("4.5"))
    assert (own.not_text, own.linked) == (Decimal("66.7"), Decimal("33.3"))
    assert own.forms == "文字解读 1、图解 1、视频 1"
    assert (own.topics, own.responded, own.responded_in_time, own.hours) == (1, 1, 0, Decimal("30.0"))
    assert (own.questions, own.answered, own.answered_in_time, own.released) == (1, 1, 1, 0)
    assert (total.policies, total.needs, total.interpreted) == (4, 3, 2)
    assert total.rate == Decimal("66.7")


def test_each_number_opens_exactly_its_rows(town):
    on = dt.date(2026, 6, 15)
    town.interpret(town.policy("甲", on=on), on)
    town.policy("乙", on=on)
    rows, _ = statistics.county_rows(town.clerk, clock_at(town.at), year=2026)
    own = next(row for row in rows if row.county.code == "YD")
    for state, number in (("needs", own.needs), ("done", own.interpreted), ("overdue", own.overdue)):
        shown = lists.policy_rows(town.clerk, clock_at(town.at), state=state, county="YD", year=2026)
        assert len(shown) == number


def test_as_many_queries_for_many_rows_as_for_few(town):
    town.policy()
    few = asked(town)
    for number in range(6):
        town.policy(f"甲{number}", place="WS", by=town.other)
        town.topic(f"乙{number}")
        town.ask(f"丙丙{number}")
    assert asked(town) == few <= 10


def asked(town) -> int:
    town.clerk.__dict__.pop("_scope", None)
    with CaptureQueriesContext(connection) as found:
        statistics.county_rows(town.clerk, clock_at(town.at), year=2026)
    return len(found)


def test_the_pages_keep_what_was_typed_and_say_what_is_wrong(town, client):
    client.force_login(town.officer, backend="django.contrib.auth.backends.ModelBackend")
    facts = {"title": "甲", "issuer": "县府", "kind": "normative", "published_on": "2026-06-01"}
    answer = client.post(reverse("tasks:policy-add"), facts)
    assert answer.status_code == 422
    assert "请写明理由" in answer.content.decode()
    policy = town.policy("乙")
    edit = reverse("tasks:policy-edit", args=[policy.pk])
    facts |= {"needs_interpretation": "on", "title": "乙乙", "version": 0}
    assert client.post(edit, facts).status_code == 302
    late = client.post(edit, facts | {"title": "丁丁"})
    shown = late.content.decode()
    assert late.status_code == 409
    assert all(word in shown for word in ("丁丁", "乙乙", "采用对方", 'name="version" value="1"'))
    assert 'data-target="issuer"' not in shown  # 两边一样的不列
    assert client.post(edit, facts | {"title": "丁丁", "version": 1}).status_code == 302
    policy.refresh_from_db()
    assert (policy.title, policy.version) == ("丁丁", 2)


def test_a_number_of_a_person_is_refused_on_the_page_and_masked(town, client):
    client.force_login(town.officer, backend="django.contrib.auth.backends.ModelBackend")
    facts = {"channel": "hotline", "asked_at": "2026-07-01T08:00", "text": "我是13800138000，怎样办证"}
    answer = client.post(reverse("tasks:question-add"), facts)
    assert answer.status_code == 422
    assert "138****8000" in answer.content.decode() or "138" in answer.content.decode()
