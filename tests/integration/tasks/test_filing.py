"""方案备案：谁能办、何时算迟、备案与公开同时成立或同时不成立。"""

import datetime as dt
import io
from contextlib import contextmanager
from importlib import import_module

import openpyxl
import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from portal.core import clock
from portal.core.rules import Denied
from portal.core.word import Document
from portal.core.workflow import ReasonMissing, WrongState
from portal.publications import actions as publications
from portal.publications.gate import Blocked
from portal.publications.models import Publication
from tasks import actions
from tasks.actions.filing import EditedByAnother, filing_deadline
from tasks.models import Deadline, Filing
from tests.integration.tasks.city import YEAR, StartedCity

pytestmark = pytest.mark.django_db
LAST = clock.day_end(dt.date(YEAR, 6, 30)) - dt.timedelta(microseconds=1)
VALUES = {
    "title": "云东县2026年基层政务公开提升行动方案",
    "written_on": dt.date(YEAR, 6, 1),
    "leader": "某某（副主任）",
    "contact": "某某",
    "contact_phone": "0999-5550100",
    "summary": "明确时间表、路线图和任务书。",
}


class City(StartedCity):
    """一个启动了行动的小城，方案备案走几步。"""

    def drafted(self, *, book: bytes | None = None) -> Filing:
        filing = actions.open_filing(campaign=self.campaign, county=self.county, by=self.officer, at=self.at)
        filing = actions.save_filing(
            filing=filing, values=VALUES, version=filing.version, by=self.officer, at=self.at
        )
        plan = Document(title="方案")
        plan.paragraph("一、组织领导")
        files = [("plan_file", plan.to_bytes(), "方案.docx")]
        files += [("task_book_file", book, "任务书.xlsx")] if book else []
        for slot, data, name in files:
            actions.attach_file(filing=filing, slot=slot, data=data, name=name, by=self.officer, at=self.at)
        return Filing.objects.get(pk=filing.pk)

    def submitted(self, **more) -> Filing:
        return actions.move_filing(filing=self.drafted(**more), move="submit", by=self.officer, at=self.at)

    def received(self, **more) -> Filing:
        filing = actions.hand_in_filing(filing=self.submitted(**more), by=self.head, at=self.at)
        return actions.move_filing(filing=filing, move="receive", by=self.clerk, at=self.at)


@pytest.fixture
def city(db):
    return City()


def test_acceptance_publishes_at_the_same_moment(city):
    filing = actions.accept_filing(filing=city.received(), by=city.reviewer, at=city.at)
    publication = Publication.objects.published().get()
    assert filing.publication == publication
    assert publication.column.slug == "special-work"
    assert publication.index_number.endswith("/202606-00001")
    reviewers = {publication.first_passed_by, publication.second_passed_by, publication.published_by}
    assert reviewers == {city.head, city.clerk, city.reviewer}


def with_a_hidden_number() -> bytes:
    book = openpyxl.Workbook()
    hidden = book.create_sheet("名单")
    hidden["B2"], hidden.sheet_state = "11010519491231002X", "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_hidden_id_number_blocks_acceptance_and_leaves_nothing(city):
    filing = city.received(book=with_a_hidden_number())
    with pytest.raises(Blocked, match="名单.*隐藏.*B2"):
        actions.accept_filing(filing=filing, by=city.reviewer, at=city.at)
    filing.refresh_from_db()
    assert filing.status == Filing.Status.RECEIVED
    assert not Publication.objects.exists()


def test_what_must_be_public_all_the_same_is_let_through_by_two_people_and_then_accepted(city, client):
    filing = city.received(book=with_a_hidden_number())
    client.force_login(city.reviewer)
    with time_machine.travel(city.at, tick=False):
        for _ in range(2):  # 再办一次还是拦下，稿件仍只有一份
            answer = client.post(reverse("tasks:filing-move", args=[filing.pk, "accept"]), follow=True)
    held = Publication.objects.get()
    assert held.status == Publication.Status.HELD and answer.redirect_chain[-1][0].endswith(
        f"{held.pk}/scan/"
    )
    assert "B2" in answer.text and "11010519491231002X" not in answer.text
    assessment = dict.fromkeys(("purpose", "necessity", "impact", "measures"), "依法须公开")
    override = publications.request_override(
        publication=held,
        reason="依法须公开",
        assessment=assessment | {"assessed_on": city.at.date()},
        by=city.officer,
        at=city.at,
    )
    with pytest.raises(Blocked):
        actions.accept_filing(filing=filing, by=city.reviewer, at=city.at)
    with pytest.raises(Denied, match="终审人"):
        publications.move_override(
            override=override, move="approve", by=city.officer, reason="同意", at=city.at
        )
    publications.move_override(override=override, move="approve", by=city.reviewer, reason="同意", at=city.at)
    filing = actions.accept_filing(filing=filing, by=city.reviewer, at=city.at)
    assert filing.publication == Publication.objects.get() == held
    assert filing.publication.status == Publication.Status.PUBLISHED


@pytest.mark.parametrize(("at", "late"), [(LAST, False), (LAST + dt.timedelta(microseconds=1), True)])
def test_the_deadline_is_a_whole_day(city, at, late):
    filing = actions.hand_in_filing(filing=city.submitted(), by=city.head, at=at)
    assert filing.is_late is late


def test_a_closed_deadline_refuses_one_second_late_and_keeps_the_draft(city):
    Deadline.objects.filter(pk=filing_deadline(city.campaign).pk).update(policy=Deadline.Policy.BLOCK)
    filing = city.submitted()
    with pytest.raises(Denied, match="6月30日截止"):
        actions.hand_in_filing(filing=filing, by=city.head, at=LAST + dt.timedelta(seconds=1))
    filing.refresh_from_db()
    assert (filing.status, filing.title) == (Filing.Status.SUBMITTED, VALUES["title"])


def test_the_day_of_the_village_board_is_never_closed(city, client):
    """公开是法定的：表单不给“到期关闭”，动作也不收。"""
    board = city.campaign.deadlines.get(code=Deadline.Code.POSTING)
    client.force_login(city.clerk)
    url, values = reverse("tasks:deadline-edit", args=[board.pk]), {"due_on": "2026-12-30"}
    page = client.get(url).text
    assert "到期关闭" not in page and "逾期了更要公开" in page
    assert client.post(url, values | {"policy": "block"}).status_code == 422
    assert client.post(url, values | {"policy": "late"}).status_code == 302
    with pytest.raises(Denied, match="逾期也要公开"):
        actions.update_deadline(
            deadline=board, due_on=board.due_on, policy="block", by=city.clerk, at=city.at
        )
    filing = reverse("tasks:deadline-edit", args=[filing_deadline(city.campaign).pk])
    assert "到期关闭" in client.get(filing).text


def test_a_closing_day_of_the_village_board_is_kept_out_of_the_database(city):
    board = Deadline.objects.filter(campaign=city.campaign, code=Deadline.Code.POSTING)
    with pytest.raises(IntegrityError, match="deadline_of_posting_never_closes"), transaction.atomic():
        board.update(policy=Deadline.Policy.BLOCK)


@contextmanager
def without_the_constraint():
    """约束还没有的时候。"""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE tasks_deadline DROP CONSTRAINT deadline_of_posting_never_closes")
        yield
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_a_closing_day_saved_before_now_says_what_happens(city):
    rows = Deadline.objects.filter(campaign=city.campaign)
    with without_the_constraint():
        rows.update(policy=Deadline.Policy.BLOCK)
        import_module("tasks.migrations.0002_posting_never_closes").say_what_happens(apps, None)
    late = rows.filter(policy=Deadline.Policy.LATE).values_list("code", flat=True)
    assert list(late) == [Deadline.Code.POSTING]


def test_an_approved_extension_is_honoured(city):
    deadline = filing_deadline(city.campaign)
    until = dt.date(YEAR, 7, 10)
    request = actions.request_extension(
        deadline=deadline,
        organisation=city.county,
        new_due_on=until,
        reason="汛期",
        by=city.officer,
        at=city.at,
    )
    actions.decide_extension(extension=request, move="approve", by=city.reviewer, at=city.at)
    at = clock.day_end(until) - dt.timedelta(seconds=1)
    filing = actions.hand_in_filing(filing=city.submitted(), by=city.head, at=at)
    assert not filing.is_late


def test_the_author_cannot_approve_not_even_in_the_database(city):
    filing = city.submitted()
    with pytest.raises(Denied):
        actions.hand_in_filing(filing=filing, by=city.officer, at=city.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.filter(pk=filing.pk).update(
            status="handed_in", handed_in_by=city.officer, handed_in_at=city.at
        )


def test_a_filing_cannot_be_submitted_twice(city):
    filing = city.submitted()
    with pytest.raises(WrongState):
        actions.move_filing(filing=filing, move="submit", by=city.officer, at=city.at)


def test_a_return_needs_its_reason(city):
    filing = actions.hand_in_filing(filing=city.submitted(), by=city.head, at=city.at)
    with pytest.raises(ReasonMissing):
        actions.move_filing(filing=filing, move="return", by=city.clerk, at=city.at, reason=" ")


def test_a_lost_update_is_refused_with_both_values(city):
    filing = city.drafted()
    stale = filing.version
    actions.save_filing(
        filing=filing, values=VALUES | {"leader": "甲"}, version=stale, by=city.officer, at=city.at
    )
    with pytest.raises(EditedByAnother) as edited:
        actions.save_filing(
            filing=filing, values=VALUES | {"leader": "乙"}, version=stale, by=city.officer, at=city.at
        )
    assert edited.value.theirs["leader"] == "甲"


def test_a_change_after_handing_in_needs_review_again(city):
    filing = city.received()
    Filing.objects.filter(pk=filing.pk).update(summary="悄悄改过")
    with pytest.raises(Denied, match="需重审"):
        actions.accept_filing(filing=filing, by=city.reviewer, at=city.at)


def test_the_list_of_a_year_without_a_campaign_is_not_found(city, client):
    client.force_login(city.reviewer)
    export = reverse("tasks:filing-export")
    assert client.get(export).status_code == 200
    assert [client.get(export, {"year": year}).status_code for year in ("1999", "abc")] == [404, 404]
