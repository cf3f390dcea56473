"""三审由不同的人担任；公开的一刻编号、定格；撤回留下说明。"""

import datetime as dt
import io

import pikepdf
import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from portal.core import files
from portal.core.rules import Denied
from portal.core.workflow import ReasonMissing, WrongState
from portal.publications import actions, freezing
from portal.publications.gate import Blocked
from portal.publications.models import Publication, PublicationVersion
from tests.integration.newsroom import AT, DOCX, REVIEWS, _document

S = Publication.Status
ID_NUMBER = "11010519491231002X"


@pytest.mark.parametrize(
    ("done", "move", "who"),
    [
        (1, "pass_first", "author"),
        (2, "pass_second", "author"),
        (2, "pass_second", "first"),
        (3, "publish", "author"),
        (3, "publish", "first"),
        (3, "publish", "second"),
    ],
)
def test_nobody_reviews_twice(newsroom, done, move, who):
    row = newsroom.advance(newsroom.draft(), done)
    with pytest.raises(Denied, match="三审须由不同的人担任|只有"):
        newsroom.move(row, move, who)
    row.refresh_from_db()
    assert row.status == (S.FIRST_REVIEW, S.SECOND_REVIEW, S.FINAL_REVIEW)[done - 1]


def test_the_database_refuses_one_person_in_two_reviews(newsroom):
    row = newsroom.published()
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=row.pk).update(second_passed_by=row.first_passed_by)


@pytest.mark.parametrize("step", range(len(REVIEWS)))
def test_no_step_is_skipped(newsroom, step):
    row = newsroom.advance(newsroom.draft(), step)
    for move, who in REVIEWS:
        if move != REVIEWS[step][0]:
            with pytest.raises(Denied):
                newsroom.move(row, move, who)


def test_a_return_needs_a_reason_and_goes_round_again(newsroom):
    row = newsroom.advance(newsroom.draft(), 2)
    with pytest.raises(ReasonMissing):
        newsroom.move(row, "return", "second")
    newsroom.move(row, "return", "second", reason="附件缺页")
    assert newsroom.advance(row).status == S.PUBLISHED


def test_publishing_numbers_and_freezes_what_was_reviewed(newsroom):
    row = newsroom.published(attached=True)
    version = row.versions.get()
    assert row.index_number.endswith("/202607-00001")
    assert version.hash == freezing.hash_of(freezing.content_of(row)) == freezing.hash_of(version.content)
    assert version.content["files"][0]["sha256"] == row.files.get().file.sha256


def test_numbers_run_per_body_and_month(newsroom):
    numbers = [newsroom.published(f"通知{n}").index_number for n in (1, 2)]
    numbers.append(newsroom.published("八月的", at=AT + dt.timedelta(days=31)).index_number)
    assert [number[-12:] for number in numbers] == ["202607-00001", "202607-00002", "202608-00001"]


def test_a_refused_publication_takes_no_number(newsroom):
    row = newsroom.advance(newsroom.draft(), 3)
    Publication.objects.filter(pk=row.pk).update(title=f"联系人身份证 {ID_NUMBER}")
    with pytest.raises(Blocked):
        newsroom.move(row, "publish", "final")
    row.refresh_from_db()
    assert (row.status, row.index_number) == (S.FINAL_REVIEW, None)
    assert newsroom.published().index_number.endswith("-00001")


def test_a_frozen_version_does_not_change(newsroom):
    version = newsroom.published().versions.get()
    for write in (
        lambda: PublicationVersion.objects.filter(pk=version.pk).update(hash="0" * 64),
        lambda: PublicationVersion.objects.filter(pk=version.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="不能修改或删除"), transaction.atomic():
            write()


def test_what_is_published_is_not_edited(newsroom):
    row = newsroom.published()
    with pytest.raises(Denied, match="不能修改"):
        actions.save_publication(
            publication=row,
            values={"title": "改了"},
            body_html="",
            version=row.version,
            by=newsroom.staff["author"],
            at=AT,
        )
    with pytest.raises(WrongState):
        newsroom.move(row, "submit", "author")


def test_withdrawing_leaves_a_note_where_it_stood(newsroom):
    row = newsroom.withdrawn(attached=True)
    answer = Client().get(row.public_url)
    assert answer.status_code == 410 and "附件数据有误" in answer.text
    assert "有误的通知的正文" not in answer.text


def test_two_writers_do_not_overwrite_each_other(newsroom):
    row = newsroom.draft()
    by = newsroom.staff["author"]
    actions.save_publication(
        publication=row, values={"title": "甲"}, body_html="", version=row.version, by=by, at=AT
    )
    with pytest.raises(Denied, match="刚被他人修改过"):
        actions.save_publication(
            publication=row, values={"title": "乙"}, body_html="", version=row.version, by=by, at=AT
        )
    row.refresh_from_db()
    assert row.title == "甲"


def test_personal_data_in_an_attachment_blocks_the_first_step(newsroom):
    row = newsroom.draft()
    by = newsroom.staff["author"]
    stored = files.store(_document(f"名单 {ID_NUMBER}"), "名单.docx", accept=DOCX, by=by, at=AT)
    actions.attach_files(publication=row, stored=[stored], by=by, at=AT)
    with pytest.raises(Blocked) as blocked:
        newsroom.advance(row)
    assert ID_NUMBER not in str(blocked.value.reason)
    row.refresh_from_db()
    assert row.status == S.DRAFT and not row.versions.exists()


def test_who_reviews_is_told_what_the_check_cannot_see(newsroom, client):
    """扫描件里的字检测认不出，拦不住；审核的人打开稿件就看到要自己核对。"""
    row, author = newsroom.draft(), newsroom.staff["author"]
    scanned = files.store(_scan(), "名册.pdf", accept=frozenset({"pdf"}), by=author, at=AT)
    actions.attach_files(publication=row, stored=[scanned], by=author, at=AT)
    row = newsroom.advance(row, 3)
    client.force_login(newsroom.staff["final"], settings.AUTHENTICATION_BACKENDS[1])
    for name in ("publications:detail", "publications:scan"):
        assert (
            "“名册.pdf”：这份 PDF 没有文字层（扫描件）"
            in client.get(reverse(name, args=[row.pk])).content.decode()
        )
    newsroom.move(row, "publish", "final")
    assert "看不见" not in client.get(reverse("publications:detail", args=[row.pk])).content.decode()


def _scan() -> bytes:
    """没有文字层的一页。"""
    document, held = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(held)
    return held.getvalue()
