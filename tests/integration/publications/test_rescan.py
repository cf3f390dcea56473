"""规则有变，已公开的全部重查：断了接着查，记在稿件上，提醒市政务公开办，消息里没有个人信息。"""

import datetime as dt

import pytest

from portal.core import clock
from portal.core.rules import Denied
from portal.desk import selectors as desk
from portal.notifications.models import Message
from portal.publications import actions, gate, privacy
from portal.publications.models import Publication

PHONE = "13800138000"
AT = dt.datetime(2026, 7, 2, 2, 30, tzinfo=clock.TZ)


def silent(text: str, **counts) -> None:
    """不报告步骤。"""


@pytest.fixture
def leaked(newsroom):
    """旧规则放过去的三条，其中一条有手机号。"""
    rows = [newsroom.published(f"第{number}号通知") for number in range(3)]
    Publication.objects.filter(pk=rows[1].pk).update(body_html=f"<p>联系 {PHONE}</p>")
    Publication.objects.update(scanned_version="1")
    return Publication.objects.get(pk=rows[1].pk)


def test_everything_published_is_scanned_again_and_the_finding_recorded(newsroom, leaked):
    assert actions.rescan(step=silent, at=AT) == {"scanned": 3, "found": 1, "version": privacy.VERSION}
    leaked.refresh_from_db()
    assert (leaked.finding_count, leaked.findings[0]["kind"]) == (1, "mobile")
    assert PHONE not in str(leaked.findings)
    assert actions.rescan(step=silent, at=AT)["scanned"] == 0


def test_the_city_office_is_told_without_the_number_and_owes_an_answer(newsroom, leaked):
    actions.rescan(step=silent, at=AT)
    told = Message.objects.filter(key__startswith="rescan:")
    assert {row.person for row in told} == set(newsroom.staff.values())
    assert not [row for row in told if PHONE in str(vars(row))]
    assert [t.kind for t in desk.todos(newsroom.staff["final"], on=AT.date())] == ["隐私重查"]
    newsroom.move(leaked, "withdraw", "final", reason="有个人信息")
    assert desk.todos(newsroom.staff["final"], on=AT.date()) == []


def test_a_rescan_cut_short_goes_on_where_it_stopped(newsroom, leaked, monkeypatch):
    scanned, whole = [], gate.scan

    def killed(publication):
        scanned.append(publication.pk)
        if len(scanned) == 2:
            raise KeyboardInterrupt
        return whole(publication)

    monkeypatch.setattr(gate, "scan", killed)
    with pytest.raises(KeyboardInterrupt):
        actions.rescan(step=silent, at=AT)
    assert Publication.objects.to_rescan(privacy.VERSION).count() == 2
    assert actions.rescan(step=silent, at=AT) == {"scanned": 2, "found": 1, "version": privacy.VERSION}
    assert len(scanned) == len(set(scanned)) + 1


def test_only_a_final_reviewer_of_the_city_starts_it_and_twice_is_once(newsroom, leaked):
    with pytest.raises(Denied):
        actions.queue_rescan(by=newsroom.staff["author"], at=AT)
    first = actions.queue_rescan(by=newsroom.staff["final"], at=AT)
    assert actions.queue_rescan(by=newsroom.staff["second"], at=AT) == first


def test_what_two_people_let_through_is_not_reported_again(newsroom, leaked):
    actions.rescan(step=silent, at=AT)
    override = actions.request_override(
        publication=leaked,
        reason="办公手机，依法公开",
        assessment=dict.fromkeys(("purpose", "necessity", "impact", "measures"), "办公手机")
        | {"assessed_on": AT.date()},
        by=newsroom.staff["author"],
        at=AT,
    )
    actions.move_override(override=override, move="approve", by=newsroom.staff["final"], at=AT, reason="属实")
    assert not Publication.objects.with_findings().exists()
    Publication.objects.update(scanned_version="1")
    assert actions.rescan(step=silent, at=AT)["found"] == 0
