"""岗位与交接：在办清单、一个动作换人、代理随日期、空缺看得见、代理的不能审自己填的。"""

import datetime as dt
import io
import re

import pypdf
import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from portal.accounts import actions as accounts
from portal.core import clock, imports
from portal.core.models import AuditEvent, ImportBatch, Transition
from portal.core.rules import Denied
from portal.core.sheets import kinds
from portal.desk.handover import posts, work
from portal.organisations import actions
from portal.organisations.models import Handover, Membership, Organisation
from portal.organisations.scope import forget, scope_of
from tasks import actions as tasks
from tasks.models import Campaign, Filing
from tests.integration.access import city
from tests.integration.access.asking import rolled_back

ONE = dt.timedelta(days=1)
TODAY, AT = city.TODAY, city.AT
User = get_user_model()


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), rolled_back(), time_machine.travel(AT, tick=False):
        yield city.build()


@pytest.fixture(autouse=True)
def _here(people, db, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "AccountDuties" not in name]
    for person in people.values():
        forget(person)
    with time_machine.travel(AT, tick=False):
        yield


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def place(code: str) -> Organisation:
    return Organisation.objects.get(code=code)


def term(person) -> Membership:
    return person.memberships.select_related("person", "organisation").get()


def newcomer(username: str = "newcomer"):
    person, _ = accounts.create_user(
        username=username, name=f"新人{username}", must_change=False, by=None, at=AT
    )
    return person


def hand_over(people, *, last_day: dt.date = TODAY, who: str = "officer", successor=None, at=AT) -> Handover:
    held = term(people[who])
    lines = work.of_post(held.organisation, held.role, held.person, on=TODAY)
    return actions.hand_over(
        membership=held,
        successor=successor or newcomer(),
        last_day=last_day,
        lines=lines,
        by=people["admin"],
        at=at,
    )


def batch_of(person) -> ImportBatch:
    data = kinds.get_exporter("workdays").workbook(at=AT)
    return imports.stage(
        kind="workdays", data=data, name="工作日.xlsx", campaign=None, scope={}, by=person, at=AT
    )


def test_the_list_holds_what_waits_on_this_post_and_no_other(people):
    officer, head = people["officer"], people["county_head"]
    mine = work.of_post(place("WS"), "county_officer", officer, on=TODAY)
    assert mine and len({line.key for line in mine}) == len(mine)
    others = work.of_post(place("WS"), "county_head", head, on=TODAY)
    assert {line.key for line in mine}.isdisjoint({line.key for line in others} - {line.key for line in mine})
    elsewhere = work.of_post(place("YD"), "county_officer", officer, on=TODAY)
    assert not [line for line in elsewhere if "望山" in line.title]


def test_looking_at_a_post_leaves_the_persons_own_view_alone(people):
    before = scope_of(people["officer"]).places
    work.of_post(place("YD"), "county_head", people["officer"], on=TODAY)
    assert scope_of(people["officer"]).places == before


def test_one_act_ends_the_old_term_and_starts_the_new_one_the_next_day(people):
    made = hand_over(people)
    assert (made.leaving.end_on, made.arriving.start_on) == (TODAY, TODAY + ONE)
    assert (made.arriving.role, made.arriving.organisation) == (made.leaving.role, made.leaving.organisation)
    assert made.items.count() == len(work.of_post(place("WS"), "county_officer", people["officer"], on=TODAY))
    assert AuditEvent.objects.filter(event="organisations.handover.made").exists()


def test_the_permissions_change_hands_at_midnight(people):
    made = hand_over(people)
    officer, successor = people["officer"], made.arriving.person
    late = clock.day_end(TODAY) - dt.timedelta(microseconds=1)
    for moment, holder, other in ((late, officer, successor), (clock.day_end(TODAY), successor, officer)):
        actions.align_everyone(by=None, at=moment)
        for person in (holder, other):
            forget(person)
        assert scope_of(holder).can("draft", place("WS")), moment
        assert not scope_of(other).can("draft", place("WS")), moment


def test_what_the_leaver_uploaded_goes_to_the_successor_once_he_has_started(people):
    batch = batch_of(people["officer"])
    made = hand_over(people)
    assert ImportBatch.objects.get(pk=batch.pk).created_by == people["officer"]
    tomorrow = AT + ONE
    actions.align_everyone(by=None, at=tomorrow)
    items = set(made.items.values_list("pk", flat=True))
    actions.confirm_handover(handover=made, items=items, by=made.arriving.person, at=tomorrow)
    assert ImportBatch.objects.get(pk=batch.pk).created_by == made.arriving.person
    assert Handover.objects.get(pk=made.pk).confirmed_by == made.arriving.person


def test_a_handover_dated_back_passes_everything_at_once(people):
    batch = batch_of(people["officer"])
    made = hand_over(people, last_day=TODAY - ONE)
    assert ImportBatch.objects.get(pk=batch.pk).created_by == made.arriving.person
    assert Membership.objects.get(pk=made.arriving.pk).is_granted


def test_the_list_is_done_only_when_everything_is_ticked(people):
    made = hand_over(people, last_day=TODAY - ONE)
    successor, first = made.arriving.person, made.items.first().pk
    half = actions.confirm_handover(handover=made, items=[first], by=successor, at=AT)
    assert half.confirmed_at is None and half.items.filter(is_confirmed=True).count() == 1
    everything = set(made.items.values_list("pk", flat=True))
    assert actions.confirm_handover(handover=made, items=everything, by=successor, at=AT).confirmed_at
    with pytest.raises(Denied, match="已经确认"):
        actions.confirm_handover(handover=made, items=everything, by=successor, at=AT)


@pytest.mark.parametrize("who", ["admin", "officer", "county_head"])
def test_only_the_successor_confirms_and_only_after_he_has_started(people, who):
    made = hand_over(people)
    with pytest.raises(Denied, match="后任"):
        actions.confirm_handover(handover=made, items=[], by=people[who], at=AT + ONE)
    with pytest.raises(Denied, match="到那天再确认"):
        actions.confirm_handover(handover=made, items=[], by=made.arriving.person, at=AT)


def test_a_post_is_not_handed_to_oneself_nor_by_others(people):
    with pytest.raises(Denied, match="本人"):
        hand_over(people, successor=people["officer"])
    held = term(people["officer"])
    with pytest.raises(Denied, match="系统管理员"):
        actions.hand_over(
            membership=held, successor=newcomer("x"), last_day=TODAY, lines=[], by=people["clerk"], at=AT
        )


def test_the_page_hands_over_and_the_successor_finds_it_on_his_desk(people):
    successor = newcomer()
    admin = browser(people["admin"])
    page = admin.get(reverse("desk:post", args=[place("WS").pk, "county_officer"])).content.decode()
    assert "办理交接" in page and "在办事项" in page
    url = reverse("desk:hand-over", args=[term(people["officer"]).pk])
    wrong = admin.post(url, {"successor": "没有这个人", "last_day": "2026-09-09"})
    assert wrong.status_code == 422 and "没有“没有这个人”" in wrong.content.decode()
    answer = admin.post(
        url, {"successor": successor.username, "last_day": "2026-09-09", "note": "密码在保险柜"}
    )
    assert answer.status_code == 302
    made = Handover.objects.get()
    desk = browser(successor)
    assert "等你确认的交接（1）" in desk.get(reverse("desk:home")).content.decode()
    shown = desk.get(made.get_absolute_url()).content.decode()
    assert "密码在保险柜" in shown and "确认接手" in shown
    items = list(made.items.values_list("pk", flat=True))
    desk.post(reverse("desk:handover-confirm", args=[made.pk]), {"item": items})
    assert "交接完毕" in desk.get(made.get_absolute_url()).content.decode()


def test_the_leaver_writes_a_note_until_it_is_confirmed(people):
    made = hand_over(people, last_day=TODAY - ONE)
    leaver = browser(people["officer"])
    url = reverse("desk:handover-note", args=[made.pk])
    assert leaver.post(url, {"note": "三季度的会还没有开"}).status_code == 302
    assert Handover.objects.get(pk=made.pk).note == "三季度的会还没有开"
    assert browser(people["admin"]).post(url, {"note": "改"}).status_code == 403
    everything = set(made.items.values_list("pk", flat=True))
    actions.confirm_handover(handover=made, items=everything, by=made.arriving.person, at=AT)
    assert leaver.post(url, {"note": "再改"}).status_code == 403


def test_the_papers_carry_the_list(people):
    made = hand_over(people)
    client = browser(people["admin"])
    pack = client.get(reverse("desk:handover-pack", args=[made.pk]))
    assert pack["Content-Type"] == "application/pdf"
    text = pypdf.PdfReader(io.BytesIO(pack.content)).pages[-1].extract_text()
    for who in ("移交人", "接交人", "监交人"):
        assert re.search(rf"{who}（签字）：\s+年\s+月\s+日", text)
    for name, args in (
        ("handover-workbook", [made.pk]),
        ("post-workbook", [place("WS").pk, "county_officer"]),
    ):
        assert client.get(reverse(f"desk:{name}", args=args)).content[:2] == b"PK"


def test_a_post_of_another_county_is_not_found(people):
    made = hand_over(people, who="officer")
    foreign = browser(people["other_county_head"])
    assert foreign.get(reverse("desk:post", args=[place("WS").pk, "county_officer"])).status_code == 404
    assert foreign.get(made.get_absolute_url()).status_code == 404
    listed = foreign.get(reverse("desk:posts")).content.decode()
    assert "云东县" in listed and "望山区" not in listed.split("<main")[1]
    own = browser(people["county_head"])
    page = own.get(reverse("desk:post", args=[place("WS").pk, "county_officer"]))
    assert page.status_code == 200 and "办理交接" not in page.content.decode()


def test_an_empty_post_is_listed_with_since_when(people):
    actions.end_membership(membership=term(people["officer"]), on=TODAY - ONE, by=people["admin"], at=AT)
    [vacant] = [p for p in posts.vacancies(people["admin"], on=TODAY) if str(p) == "望山区 县区填报人"]
    assert vacant.vacant_since == TODAY
    for role in ("admin", "clerk"):
        page = browser(people[role]).get(reverse("desk:home")).content.decode()
        assert "岗位空缺" in page and "望山区 县区填报人" in page
    assert "岗位空缺" not in browser(people["county_head"]).get(reverse("desk:home")).content.decode()
    page = browser(people["admin"]).get(reverse("desk:post", args=[place("WS").pk, "county_officer"]))
    assert "下面的事没有人办" in page.content.decode()
    listed = browser(people["admin"]).get(reverse("desk:posts"), {"state": "vacant"}).content.decode()
    assert "2026-09-10 起" in listed


def test_a_post_nobody_ever_held_is_empty_too(people):
    actions.add_organisation(
        parent=place("YC"), name="云南县", short_name="云南县", kind="county", code="YN", by=None, at=AT
    )
    found = {str(post): post.vacant_since for post in posts.vacancies(people["admin"], on=TODAY)}
    assert found["云南县 县区填报人"] is None and found["云南县 县区负责人"] is None
    client = browser(people["admin"])
    assert client.get(reverse("desk:post", args=[place("YN").pk, "county_officer"])).status_code == 200


def act_for(
    people, person, *, start: dt.date = TODAY, days: int = 3, role: str = "county_head"
) -> Membership:
    return actions.appoint(
        person=person,
        organisation=place("WS"),
        role=role,
        is_acting=True,
        start_on=start,
        end_on=start + days * ONE,
        by=people["admin"],
        at=AT,
    )


def test_an_acting_term_grants_from_its_first_midnight_and_returns_by_itself(people):
    officer, ws = people["officer"], place("WS")
    held = act_for(people, officer, start=TODAY + ONE, days=0)
    seen = []
    for moment in (
        clock.day_end(TODAY) - dt.timedelta(microseconds=1),
        clock.day_start(held.start_on),
        clock.day_end(held.end_on) - dt.timedelta(microseconds=1),
        clock.day_end(held.end_on),
    ):
        actions.align_everyone(by=None, at=moment)
        forget(officer)
        seen.append(scope_of(officer).can("approve", ws))
    assert seen == [False, True, True, False]


def test_the_page_appoints_an_acting_officer_and_says_until_when(people):
    client = browser(people["admin"])
    url = reverse("desk:post-acting", args=[place("WS").pk, "county_head"])
    values = {"person": people["officer"].username, "start_on": "2026-09-10", "end_on": "2026-09-20"}
    assert client.post(url, values | {"end_on": "2026-09-01"}).status_code == 422
    assert client.post(url, values).status_code == 302
    page = client.get(reverse("desk:post", args=[place("WS").pk, "county_head"])).content.decode()
    assert f"{people['officer'].name}（代理至 2026-09-20）" in page
    again = client.post(url, values)
    assert again.status_code == 422 and "任期不能重叠" in again.content.decode()


@pytest.fixture
def fresh_filing(people):
    """一份可以提交的备案，由望山区填报人填写。"""
    filing = Filing.objects.get(county=place("WS"), campaign=Campaign.objects.get())
    Filing.objects.filter(pk=filing.pk).update(
        status=Filing.Status.DRAFT, created_by=people["officer"], version=1
    )
    return Filing.objects.get(pk=filing.pk)


def test_an_acting_head_does_not_approve_what_he_drafted_himself(people, fresh_filing):
    officer = people["officer"]
    tasks.move_filing(filing=fresh_filing, move="submit", by=officer, at=AT)
    act_for(people, officer)
    with pytest.raises(Denied, match="不能审核自己"):
        tasks.hand_in_filing(filing=fresh_filing, by=officer, at=AT)


def test_nor_when_a_colleague_pressed_the_button(people, fresh_filing):
    officer, colleague = people["officer"], newcomer()
    actions.appoint(
        person=colleague,
        organisation=place("WS"),
        role="county_officer",
        start_on=TODAY,
        by=None,
        at=AT,
    )
    tasks.move_filing(filing=fresh_filing, move="submit", by=colleague, at=AT)
    act_for(people, officer)
    with pytest.raises(Denied, match="不能审核自己"):
        tasks.hand_in_filing(filing=fresh_filing, by=officer, at=AT)


def test_the_timeline_says_acting_for_what_until_when(people, fresh_filing):
    colleague = newcomer()
    tasks.move_filing(filing=fresh_filing, move="submit", by=people["officer"], at=AT)
    act_for(people, colleague)
    tasks.hand_in_filing(filing=fresh_filing, by=colleague, at=AT)
    rows = Transition.objects.filter(object_type="tasks.filing", object_pk=str(fresh_filing.pk))
    assert rows.get(move="hand_in", by=colleague).capacity == "代理县区负责人至2026-09-13"
    assert rows.filter(move="submit", by=people["officer"]).last().capacity == ""
    page = browser(people["clerk"]).get(fresh_filing.get_absolute_url()).content.decode()
    assert f"{colleague.name}（代理县区负责人至2026-09-13）" in page


def test_an_account_with_a_post_is_not_stopped_and_the_page_offers_the_handover(people):
    client = browser(people["admin"])
    page = client.get(reverse("organisations:person", args=[people["officer"].pk])).content.decode()
    assert reverse("desk:post", args=[place("WS").pk, "county_officer"]) in page.split("停用账号</button>")[1]
    hand_over(people, last_day=TODAY - ONE)
    assert (
        client.post(reverse("organisations:person-deactivate", args=[people["officer"].pk])).status_code
        == 302
    )


def test_taking_back_the_appointment_leaves_the_record(people):
    made = hand_over(people)
    actions.cancel_appointment(membership=made.arriving, by=people["admin"], at=AT)
    row = Handover.objects.get(pk=made.pk)
    assert row.arriving is None
    assert "任命已撤销" in browser(people["admin"]).get(row.get_absolute_url()).content.decode()


def test_the_list_of_posts_costs_the_same_however_many(people, django_assert_max_num_queries):
    client = browser(people["admin"])
    client.get(reverse("desk:posts"))
    with django_assert_max_num_queries(17):
        client.get(reverse("desk:posts"))
