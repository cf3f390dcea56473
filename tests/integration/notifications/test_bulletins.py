"""通知公告：发给谁、谁读了、谁确认了；正文净化；撤回有原因；未读一键提醒。"""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.core import clock
from portal.core.rules import Denied
from portal.core.workflow import ReasonMissing
from portal.desk import selectors as desk
from portal.notifications import actions, selectors
from portal.notifications.models import Bulletin, BulletinReading, BulletinRecipient, Message
from portal.organisations.models import Organisation
from tests.integration.settled import settled

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 7, 1, 9, 0, tzinfo=clock.TZ)
A = Bulletin.Audience
COUNTY_COUNT = 8


class Town:
    def __init__(self):
        self.places, cast = settled(AT)
        self.clerk, self.reviewer = cast.who("city_clerk", "YC"), cast.who("city_reviewer", "YC")
        self.officer, self.head = cast.who("county_officer", "YD"), cast.who("county_head", "YD")
        self.other = cast.who("county_officer", "YX")
        self.village = cast.who("village_clerk", "YD-T1-V1")


@pytest.fixture
def town(db):
    return Town()


def drafted(town, *, issuer="YC", by=None, **changes) -> Bulletin:
    values = {
        "title": "关于召开现场会的通知",
        "body": "<p>请于 7 月 10 日到会。</p><script>alert(1)</script>",
        "audience": A.COUNTIES,
        "chosen": [],
        "must_confirm": True,
        "confirm_by": dt.date(2026, 7, 5),
    } | changes
    return actions.save_bulletin(
        bulletin=None, issuer=town.places[issuer], values=values, by=by or town.clerk, at=AT
    )


def published(town, **changes) -> Bulletin:
    return actions.publish_bulletin(bulletin=drafted(town, **changes), by=town.clerk, at=AT)


def codes(bulletin) -> set[str]:
    return set(bulletin.recipients.values_list("organisation__code", flat=True))


def test_scripts_are_gone_before_it_is_kept(town):
    assert drafted(town).body == "<p>请于 7 月 10 日到会。</p>"


def test_each_audience_reaches_its_bodies(town):
    assert len(codes(published(town))) == COUNTY_COUNT
    kinds = published(town, audience=A.DEPARTMENTS).recipients.values_list("organisation__kind", flat=True)
    assert set(kinds) == {"department"}
    chosen = [town.places["YD"], town.places["YX"]]
    assert codes(published(town, audience=A.CHOSEN, chosen=chosen)) == {"YD", "YX"}
    everyone = Organisation.objects.current().exclude(kind="city").count()
    assert published(town, audience=A.ALL).recipients.count() == everyone


def test_a_county_writes_to_its_own_bodies_only(town):
    row = drafted(town, issuer="YD", by=town.officer, audience=A.ALL)
    row = actions.publish_bulletin(bulletin=row, by=town.officer, at=AT)
    assert {code[:2] for code in codes(row)} == {"YD"} and "YD" not in codes(row)
    assert Message.objects.filter(person=town.village, title__startswith="通知：").exists()
    with pytest.raises(Denied, match="可以发通知公告"):
        drafted(town, issuer="YX", by=town.officer)
    with pytest.raises(Denied, match="可以发通知公告"):
        drafted(town, by=town.reviewer)


def test_reading_and_confirming_leave_receipts(town):
    row = published(town)
    for _ in range(2):
        actions.read_bulletin(bulletin=row, by=town.officer, at=AT)
    assert BulletinReading.objects.count() == 1
    assert actions.confirm_bulletin(bulletin=row, by=town.head, at=AT) == 1
    assert actions.confirm_bulletin(bulletin=row, by=town.officer, at=AT) == 0
    found = selectors.receipts(row)
    assert (len(found.rows), found.read, found.confirmed) == (COUNTY_COUNT, 1, 1)
    mine = next(one for one in found.rows if one.recipient.organisation.code == "YD")
    assert mine.recipient.confirmed_by == town.head and [r.person for r in mine.readers] == [town.officer]
    with pytest.raises(IntegrityError), transaction.atomic():
        BulletinRecipient.objects.filter(confirmed_at=None).update(confirmed_at=AT)


def test_what_must_be_confirmed_waits_on_the_to_do_list(town):
    row = published(town)
    waiting = [todo for todo in desk.todos(town.officer, on=clock.local_date(AT)) if todo.kind == "通知公告"]
    assert [todo.due_on for todo in waiting] == [dt.date(2026, 7, 5)]
    actions.confirm_bulletin(bulletin=row, by=town.officer, at=AT)
    assert not selectors.awaiting(town.officer) and selectors.awaiting(town.other)


def test_the_unread_are_reminded_by_one_click_and_not_at_once_again(town):
    row = published(town)
    actions.confirm_bulletin(bulletin=row, by=town.officer, at=AT)
    assert actions.remind_unread(bulletin=row, by=town.clerk, at=AT) == COUNTY_COUNT - 1
    assert actions.remind_unread(bulletin=row, by=town.clerk, at=AT) == 0
    assert Message.objects.filter(person=town.other, title__startswith="请确认通知").count() == 1
    assert not Message.objects.filter(person=town.officer, title__startswith="请确认通知").exists()
    assert actions.remind_unread(bulletin=row, by=town.clerk, at=AT + dt.timedelta(hours=13)) > 0


def test_withdrawing_needs_a_reason_and_hides_the_text(town, client):
    row = published(town)
    with pytest.raises(ReasonMissing):
        actions.withdraw_bulletin(bulletin=row, reason="", by=town.clerk, at=AT)
    actions.withdraw_bulletin(bulletin=row, reason="会议改期", by=town.clerk, at=AT)
    client.force_login(town.officer, "django.contrib.auth.backends.ModelBackend")
    text = client.get(reverse("notifications:bulletin", args=[row.pk])).content.decode()
    assert "会议改期" in text and "请于 7 月 10 日到会" not in text
    with pytest.raises(Denied, match="不需要确认"):
        actions.confirm_bulletin(bulletin=row, by=town.officer, at=AT)


def test_a_published_one_is_not_edited_and_a_stale_draft_neither(town):
    row = drafted(town)
    values = {
        "title": "改",
        "body": "<p>改</p>",
        "audience": A.ALL,
        "chosen": [],
        "must_confirm": False,
        "confirm_by": None,
    }
    with pytest.raises(Denied, match="刚被别人改过"):
        actions.save_bulletin(bulletin=row, issuer=row.issuer, values=values, version=0, by=town.clerk, at=AT)
    actions.publish_bulletin(bulletin=row, by=town.clerk, at=AT)
    with pytest.raises(Denied, match="不能再改"):
        actions.save_bulletin(bulletin=row, issuer=row.issuer, values=values, version=1, by=town.clerk, at=AT)


def test_a_draft_is_seen_by_its_writers_alone_and_opening_marks_as_read(town, client):
    row = drafted(town)
    url = reverse("notifications:bulletin", args=[row.pk])
    client.force_login(town.officer, "django.contrib.auth.backends.ModelBackend")
    assert client.get(url).status_code == 404
    actions.publish_bulletin(bulletin=row, by=town.clerk, at=AT)
    assert [b.is_read for b in selectors.latest(town.officer)] == [False]
    assert client.get(url).status_code == 200
    assert [b.is_read for b in selectors.latest(town.officer)] == [True]
