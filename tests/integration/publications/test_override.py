"""放行：两个人、各有理由、连同影响评估，只对当时的内容有效。"""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from portal.core import clock
from portal.core.models import AuditEvent, Transition
from portal.core.rules import Denied
from portal.core.workflow import ReasonMissing
from portal.notifications.models import Message
from portal.publications import actions, gate
from portal.publications.gate import Blocked
from portal.publications.models import ImpactAssessment, Override, Publication

PHONE = "13800138000"
AT = dt.datetime(2026, 7, 1, 10, tzinfo=clock.TZ)
ASSESSMENT = {
    "purpose": "公示补贴发放",
    "necessity": "办法规定公示到户",
    "impact": "影响有限",
    "measures": "到期撤下",
    "assessed_on": dt.date(2026, 7, 1),
}


@pytest.fixture
def blocked(newsroom):
    draft = newsroom.draft()
    return change(newsroom, draft, f"<p>联系 {PHONE}</p>")


def change(newsroom, publication, html: str) -> Publication:
    publication.refresh_from_db()
    return actions.save_publication(
        publication=publication,
        values={},
        body_html=html,
        version=publication.version,
        by=newsroom.staff["author"],
        at=AT,
    )


def asked(newsroom, publication, who="author", **changed) -> Override:
    return actions.request_override(
        publication=publication,
        reason="依法公示",
        assessment=ASSESSMENT | changed,
        by=newsroom.staff[who],
        at=AT,
    )


def approve(newsroom, override, who="second") -> Override:
    return actions.move_override(
        override=override, move="approve", by=newsroom.staff[who], at=AT, reason="同意"
    )


def test_a_finding_stops_the_draft_before_the_first_review(newsroom, blocked):
    with pytest.raises(Blocked, match="手机号码 138"):
        newsroom.advance(blocked, 1)
    blocked.refresh_from_db()
    assert blocked.status == Publication.Status.DRAFT


def test_with_the_approval_of_another_person_it_is_published(newsroom, blocked):
    override = approve(newsroom, asked(newsroom, blocked))
    published = newsroom.advance(blocked)
    assert published.status == Publication.Status.PUBLISHED
    assert (override.requested_by, override.approved_by) == (
        newsroom.staff["author"],
        newsroom.staff["second"],
    )
    assert (override.reason, override.approval_reason, override.approved_at) == ("依法公示", "同意", AT)
    assert Transition.objects.filter(object_type="publications.override", move="approve").count() == 1
    events = AuditEvent.objects.filter(object_type="publications.override").order_by("pk")
    assert [event.event for event in events] == [
        "publications.override.requested",
        "publications.override.approved",
    ]


def test_nobody_approves_what_he_asked_for(newsroom, blocked):
    override = asked(newsroom, blocked)
    with pytest.raises(Denied, match="终审人"):
        approve(newsroom, override, who="author")
    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.filter(pk=override.pk).update(
            status="approved", approved_by=override.requested_by, approved_at=AT, approval_reason="同意"
        )


def test_an_approval_needs_a_reason(newsroom, blocked):
    with pytest.raises(ReasonMissing):
        actions.move_override(
            override=asked(newsroom, blocked), move="approve", by=newsroom.staff["second"], at=AT
        )


def test_a_change_after_the_approval_makes_it_lapse(newsroom, blocked):
    approve(newsroom, asked(newsroom, blocked))
    change(newsroom, blocked, f"<p>联系 {PHONE}，或 13900139000</p>")
    with pytest.raises(Blocked):
        newsroom.advance(blocked, 1)
    change(newsroom, blocked, f"<p>联系 {PHONE}</p>")
    assert newsroom.advance(blocked, 1)


def test_a_change_after_the_request_cannot_be_approved(newsroom, blocked):
    override = asked(newsroom, blocked)
    change(newsroom, blocked, f"<p>联系人 {PHONE}</p>")
    with pytest.raises(Denied, match="内容改过"):
        approve(newsroom, override)


def test_what_a_newer_detector_finds_beyond_the_approval_still_blocks(newsroom, blocked):
    override = approve(newsroom, asked(newsroom, blocked))
    Override.objects.filter(pk=override.pk).update(findings=[])
    with pytest.raises(Blocked):
        gate.check(blocked)


def test_without_findings_there_is_nothing_to_ask_for(newsroom):
    with pytest.raises(Denied, match="没有需要放行"):
        asked(newsroom, newsroom.draft())
    assert not ImpactAssessment.objects.exists()


def test_one_request_at_a_time(newsroom, blocked):
    asked(newsroom, blocked)
    with pytest.raises(Denied, match="已有一份"):
        asked(newsroom, blocked)


def test_an_assessment_is_kept_three_years_and_every_part_is_written(newsroom, blocked):
    with pytest.raises(ValidationError):
        asked(newsroom, blocked, impact="")
    override = asked(newsroom, blocked, assessed_on=dt.date(2024, 2, 29))
    assert override.assessment.keep_until == dt.date(2027, 3, 1)


def test_nothing_personal_is_kept_in_requests_messages_and_audit(newsroom, blocked):
    override = actions.request_override(
        publication=blocked,
        reason=f"必须公开 {PHONE}",
        assessment=ASSESSMENT,
        by=newsroom.staff["author"],
        at=AT,
    )
    actions.move_override(
        override=override, move="refuse", by=newsroom.staff["final"], at=AT, reason=f"{PHONE} 不必公开"
    )
    override.refresh_from_db()
    kept = [str(vars(override)), *(str(vars(row)) for row in Message.objects.all())]
    kept += [str(vars(row)) for row in (*AuditEvent.objects.all(), *Transition.objects.all())]
    assert not [text for text in kept if PHONE in text]


def test_who_is_stopped_is_shown_where_and_how_to_go_on(newsroom, blocked, client, settings):
    client.force_login(newsroom.staff["author"], settings.AUTHENTICATION_BACKENDS[1])
    answer = client.post(reverse("publications:move", args=[blocked.pk, "submit"]), follow=True)
    assert answer.redirect_chain == [(reverse("publications:scan", args=[blocked.pk]), 302)]
    assert "正文第 1 段" in answer.text and "申请放行" in answer.text and PHONE not in answer.text


def test_the_database_refuses_to_change_or_drop_an_assessment(newsroom, blocked):
    rows = ImpactAssessment.objects.filter(pk=asked(newsroom, blocked).assessment_id)
    for write in (lambda: rows.update(impact="没有影响"), lambda: rows._raw_delete(using="default")):
        with pytest.raises(DatabaseError, match="不能修改或删除"), transaction.atomic():
            write()
