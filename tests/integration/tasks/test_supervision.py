"""催办一天一次；督办单连续编号，签收、答复附证、另一人复核销号；印出来是公文。"""

import datetime as dt
import io

import pypdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.core import clock, workflow
from portal.core.rules import Denied
from portal.core.workflow import ReasonMissing, WrongState
from portal.desk import selectors as desk
from portal.notifications.models import Message
from tasks import actions, owing, standing
from tasks.models import Supervision, Urge
from tasks.views import supervision as views
from tests.integration.tasks.test_filing import YEAR, City

pytestmark = pytest.mark.django_db
DUE = dt.date(YEAR, 6, 30)
AT = clock.day_start(dt.date(YEAR, 7, 6)) + dt.timedelta(hours=9)
ON = clock.local_date(AT)


@pytest.fixture
def city(db, monkeypatch):
    """只有期限，没有台账的事掺进来。"""
    monkeypatch.setattr(standing, "_registers", {})
    return City()


def key_of(city, code: str) -> str:
    """这个县区欠着的方案备案；别的台账另有到期的，不在这里说。"""
    found = owing.owing(city.campaign, on=ON)
    return next(
        one.key for one in found if one.organisation == city.places[code] and one.source == "deadline:filing"
    )


def urged(city, by=None, at=AT):
    return actions.urge(campaign=city.campaign, key=key_of(city, "YD"), by=by or city.clerk, at=at)


def drafted(city, *codes: str) -> list[Supervision]:
    return actions.draft_supervisions(
        campaign=city.campaign,
        keys=[key_of(city, code) for code in codes],
        title="专项行动方案逾期未报",
        demand="立即报送方案。\n说明逾期原因。",
        due_on=ON + dt.timedelta(days=5),
        by=city.clerk,
        at=AT,
    )


def issued(city) -> Supervision:
    return actions.issue_supervision(supervision=drafted(city, "YD")[0], by=city.clerk, at=AT)


def moved(row, move, by, reason="") -> Supervision:
    return actions.move_supervision(supervision=row, move=move, by=by, at=AT, reason=reason)


def answered(row, by, **evidence) -> Supervision:
    evidence = evidence or {"link": "https://www.example.cn/plan"}
    return actions.answer_supervision(supervision=row, text="已报送方案", by=by, at=AT, **evidence)


def test_an_overdue_matter_is_urged_once_a_day(city):
    filing = city.drafted()
    row, is_new = urged(city)
    assert is_new and row.told == 2
    assert [urged(city)[1] for _ in range(9)] == [False] * 9
    assert Urge.objects.count() == 1
    assert Message.objects.filter(title__startswith="催办：", person=city.officer).count() == 1
    assert [step.label for step in workflow.timeline(filing)] == ["催办"]
    assert urged(city, at=AT + dt.timedelta(days=1))[1]


def test_what_is_done_or_far_off_or_of_another_is_not_urged(city):
    with pytest.raises(Denied, match="到期前 3 天"):
        actions.urge(
            campaign=city.campaign, key=key_of(city, "YD"), by=city.clerk, at=AT - dt.timedelta(days=20)
        )
    with pytest.raises(Denied, match="已经办结"):
        actions.urge(campaign=city.campaign, key="meeting:none", by=city.clerk, at=AT)
    with pytest.raises(Denied, match="上级单位"):
        urged(city, by=city.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        row, _ = urged(city)
        row.pk = None
        row.save(force_insert=True)


def test_one_paper_for_each_county(city):
    rows = drafted(city, "YD", "YX")
    assert {row.organisation.code for row in rows} == {"YD", "YX"}
    assert all(row.matters.count() == 1 and row.number is None for row in rows)
    issued = [actions.issue_supervision(supervision=row, by=city.clerk, at=AT) for row in rows]
    assert sorted(row.document_number for row in issued) == [f"督〔{YEAR}〕1号", f"督〔{YEAR}〕2号"]


def test_from_issue_to_closing_by_another(city):
    row = issued(city)
    assert any(todo.kind == "督办单" for todo in desk.todos(city.officer, on=ON))
    row = moved(row, "sign", city.officer)
    row = answered(row, city.officer)
    with pytest.raises(Denied, match="审核人"):
        moved(row, "close", city.clerk)
    row = moved(row, "return", city.reviewer, reason="链接打不开")
    with pytest.raises(Denied, match="佐证"):
        answered(row, city.officer, link="")
    row = answered(row, city.head)
    row = moved(row, "close", city.reviewer)
    assert (row.status, row.answers.count()) == (Supervision.Status.CLOSED, 2)
    assert [step.move for step in workflow.timeline(row)] == [
        "issue", "sign", "answer", "return", "answer", "close",
    ]  # fmt: skip
    assert not any(todo.kind == "督办单" for todo in desk.todos(city.officer, on=ON))


def test_the_database_keeps_the_people_apart(city):
    row = moved(issued(city), "sign", city.officer)
    row = moved(answered(row, city.officer), "close", city.reviewer)
    for other in (row.issued_by, row.answered_by):
        with pytest.raises(IntegrityError), transaction.atomic():
            Supervision.objects.filter(pk=row.pk).update(closed_by=other)


def test_steps_out_of_order_and_without_reason_are_refused(city):
    row = issued(city)
    with pytest.raises(WrongState):
        answered(row, city.officer)
    with pytest.raises(WrongState):
        actions.issue_supervision(supervision=row, by=city.clerk, at=AT)
    with pytest.raises(ReasonMissing):
        moved(row, "revoke", city.clerk)
    with pytest.raises(Denied, match="云东县"):
        moved(row, "sign", city.cast.who("county_officer", "YX"))
    assert Supervision.objects.get().number == 1


def test_a_revoked_number_is_not_used_again(city):
    moved(issued(city), "revoke", city.clerk, reason="对方已报送")
    assert issued(city).document_number == f"督〔{YEAR}〕2号"


def test_an_open_paper_is_owed_and_reminded(city):
    row = issued(city)
    owed = {one.key: one for one in owing.owing(city.campaign, on=ON)}
    assert owed[row.key].people == (city.officer,) and owed[row.key].due_on == row.due_on
    moved(row, "sign", city.officer)
    answered(Supervision.objects.get(), city.officer)
    assert row.key not in {one.key for one in owing.owing(city.campaign, on=ON)}


def signed_in(client, person):
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def test_drafts_are_not_seen_by_the_county_and_papers_not_by_others(city, client):
    draft = drafted(city, "YD")[0]
    url = reverse("tasks:supervision", args=[draft.pk])
    assert signed_in(client, city.officer).get(url).status_code == 404
    assert signed_in(client, city.clerk).get(url).status_code == 200
    actions.issue_supervision(supervision=draft, by=city.clerk, at=AT)
    assert signed_in(client, city.officer).get(url).status_code == 200
    assert signed_in(client, city.cast.who("county_officer", "YX")).get(url).status_code == 404


def test_the_printed_paper_says_all_of_it(city, client):
    row = issued(city)
    answer = signed_in(client, city.officer).get(reverse("tasks:supervision-print", args=[row.pk]))
    text = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().replace("\n", "")
    assert answer["Content-Type"] == "application/pdf"
    for words in (f"督〔{YEAR}〕1号", "云东县", "专项行动方案逾期未报", "立即报送方案", "2026年7月11日"):
        assert words in text


def test_an_answer_needs_evidence_on_screen_and_a_strange_file_is_refused(city, client):
    row = moved(issued(city), "sign", city.officer)
    url = reverse("tasks:supervision-move", args=[row.pk, "answer"])
    page = signed_in(client, city.officer).post(url, {"text": "办完了"})
    assert page.status_code == 422 and "请附上佐证" in page.content.decode()
    strange = SimpleUploadedFile("证.pdf", b"MZ not a pdf")
    page = client.post(url, {"text": "办完了", "file": strange})
    assert page.status_code == 422 and "办完了" in page.content.decode()
    assert Supervision.objects.get().status == Supervision.Status.SIGNED


def test_the_entry_takes_the_keys_of_the_rows(city, client):
    url = reverse("tasks:supervision-new")
    signed_in(client, city.clerk)
    keys = [owing.owing(city.campaign, on=clock.local_date(city.at))[0].key]
    page = client.get(url, {"items": ",".join(keys)})
    assert page.content.decode().count('name="keys"') == 1 and " checked" in page.content.decode()


def test_late_matters_beyond_a_page_are_counted_and_a_page_away(city, client, monkeypatch):
    monkeypatch.setattr(views, "MATTERS_PER_PAGE", 3)
    url, seen = reverse("tasks:supervision-new"), set()
    signed_in(client, city.clerk)
    with time_machine.travel(AT, tick=False):
        first = client.get(url)
        pages = first.context["page"].paginator.num_pages
        for number in range(1, pages + 1):
            answer = client.get(url, {"page": number})
            assert f"共 {len(city.campaign.participants.all())} 件" in answer.content.decode()
            seen |= {one.key for one in answer.context["page"]}
        last = {
            "keys": [one.key for one in answer.context["page"]],
            "title": "逾期未报",
            "demand": "立即报送。",
        }
        made = client.post(f"{url}?page={pages}", last | {"due_on": (ON + dt.timedelta(days=5)).isoformat()})
    assert pages == 3 and len(seen) == 8
    assert made.status_code == 302 and Supervision.objects.count() == len(last["keys"])


def test_the_page_of_a_filing_offers_to_urge_to_whoever_may(city, client):
    filing = city.drafted()
    with time_machine.travel(AT, tick=False):
        signed_in(client, city.officer)
        assert "催办</button>" not in client.get(filing.get_absolute_url()).content.decode()
        signed_in(client, city.clerk)
        assert f'value="{key_of(city, "YD")}"' in client.get(filing.get_absolute_url()).content.decode()
        answer = client.post(
            reverse("tasks:urge"), {"key": key_of(city, "YD"), "next": filing.get_absolute_url()}
        )
    assert answer.url == filing.get_absolute_url()
    assert [step.label for step in workflow.timeline(filing) if step.move == "urge"] == ["催办"]
    with time_machine.travel(clock.day_start(dt.date(YEAR, 6, 20)), tick=False):
        assert "催办</button>" not in client.get(filing.get_absolute_url()).content.decode()
