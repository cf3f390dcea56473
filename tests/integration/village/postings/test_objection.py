"""异议：公众与村里提出，号码不留、联系方式只存密文，限期答复，凭回执号查。"""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client

from portal.core.models import AuditEvent
from portal.core.rules import Denied
from portal.notifications.models import Message
from tests.integration.village.conftest import AT
from village import actions
from village.models import Objection

ID, PHONE = "11010519491231002X", "13800138000"


@pytest.fixture
def shown(town, browse):
    """`browse` 停住了时间。"""
    return town.show()


def submit(shown, address: str = "10.0.0.1", **data):
    values = {"text": "我家少了两亩", "contact": PHONE} | data
    return Client(enforce_csrf_checks=True).post(
        f"/villages/postings/{shown.pk}/objection/", values, REMOTE_ADDR=address
    )


def test_a_villager_objects_on_the_public_page_and_looks_the_answer_up(shown, town):
    answer = submit(shown, text=f"我家少了两亩，身份证{ID}", address="10.9.0.1")
    objection = Objection.objects.get()
    assert answer.status_code == 200 and objection.receipt in answer.text and not answer.cookies
    assert ID not in objection.text and "少了两亩" in objection.text
    assert objection.due_on == dt.date(2026, 7, 8)  # 五个工作日
    actions.answer_objection(
        objection=objection,
        move="uphold",
        answer="已入户核对，两亩是邻家的",
        by=town.county.who("village"),
        at=AT,
    )
    found = Client().post(
        "/villages/receipts/", {"receipt": objection.receipt.lower()}, REMOTE_ADDR="10.9.0.1"
    )
    assert found.status_code == 200 and "两亩是邻家的" in found.text and not found.cookies


def test_the_contact_is_stored_only_sealed_and_every_look_leaves_a_trace(shown, town):
    submit(shown, address="10.9.0.2")
    objection = Objection.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM village_objection")
        assert PHONE not in repr(cursor.fetchall())
    assert actions.contact_of(objection=objection, by=town.county.who("village"), at=AT) == PHONE
    with pytest.raises(Denied):
        actions.contact_of(objection=objection, by=town.county.who("clerk"), at=AT)
    trace = AuditEvent.objects.filter(event="village.objection.revealed")
    assert trace.count() == 1 and PHONE not in str(list(trace.values()))


def test_the_village_and_its_township_are_told(shown, town):
    submit(shown, address="10.9.0.3")
    told = Message.objects.filter(key__startswith="village-objection").values_list(
        "person__username", flat=True
    )
    assert set(told) == {"village", "township"}


def test_the_sixth_from_one_address_within_an_hour_waits_and_keeps_its_text(shown):
    answers = [submit(shown, address="10.9.0.4") for _ in range(6)]
    assert [one.status_code for one in answers] == [200] * 5 + [429]
    assert "我家少了两亩" in answers[5].text and Objection.objects.count() == 5
    assert submit(shown, address="10.9.0.5").status_code == 200


def test_a_machine_that_fills_the_hidden_field_is_not_taken(shown):
    assert submit(shown, address="10.9.0.6", website="http://spam.example").status_code == 422
    assert not Objection.objects.exists()


def test_after_the_last_day_the_form_says_where_to_go(town, shown):
    shown.ends_on = shown.starts_on
    shown.save(update_fields=["ends_on"])
    with pytest.raises(Denied, match="不在公示期内"):
        actions.raise_objection(posting=shown, text="少了", contact="", at=AT + dt.timedelta(days=1))


def test_a_receipt_nobody_has_is_said_so(shown):
    answer = Client().post("/villages/receipts/", {"receipt": "ABCDEFGH23"}, REMOTE_ADDR="10.9.0.7")
    assert answer.status_code == 404 and "没有这个回执号" in answer.text


def test_an_answer_needs_words_and_comes_once(shown, town):
    objection = actions.record_objection(
        posting=shown, text="少了", contact="", by=town.county.who("village"), at=AT
    )
    answer = {"objection": objection, "by": town.county.who("village"), "at": AT}
    with pytest.raises(Denied, match="请写明答复"):
        actions.answer_objection(move="uphold", answer=" ", **answer)
    actions.answer_objection(move="correct", answer="已更正", **answer)
    with pytest.raises(Denied, match="刷新"):
        actions.answer_objection(move="uphold", answer="维持", **answer)
