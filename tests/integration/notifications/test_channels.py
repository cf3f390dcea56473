"""外部通道：登记、试发、重试、免打扰；对方是本机上真实的 HTTP 与 SMTP 服务。"""

import datetime as dt
import email
import email.policy

import pytest
from apprise.plugins import dingtalk, feishu, wecombot
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.core import clock, jobs
from portal.core.models import AuditEvent, Job
from portal.core.rules import Denied
from portal.notifications import actions, channels
from portal.notifications.models import Bulletin, Channel, Delivery, Message
from portal.notifications.quiet import Quiet
from tasks import actions as tasks
from tests.integration.notifications import servers
from tests.integration.settled import settled

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 7, 1, 9, 0, tzinfo=clock.TZ)
NIGHT = AT.replace(hour=22)
KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
TOKEN = "b" * 64
ADDRESSES = {
    "wecom": f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}",
    "dingtalk": f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}",
    "feishu": f"https://open.feishu.cn/open-apis/bot/v2/hook/{KEY}",
}


class Town:
    def __init__(self):
        self.places, cast = settled(AT)
        self.clerk = cast.who("city_clerk", "YC")
        self.officer = cast.who("county_officer", "YD")
        self.county = self.places["YD"]


@pytest.fixture
def town(db):
    return Town()


@pytest.fixture
def robots(settings, monkeypatch):
    """三家的网址都指到本机的假服务器；只在测试里放行 127.0.0.1。"""
    settings.LINK_CHECK_ALLOW_PRIVATE = ["127.0.0.0/8"]
    with servers.robots() as state:
        here = state.url("")
        monkeypatch.setattr(wecombot.NotifyWeComBot, "notify_url", here + "/wecom?key={key}")
        monkeypatch.setattr(dingtalk.NotifyDingTalk, "notify_url", here + "/dingtalk?access_token={token}")
        monkeypatch.setattr(feishu.NotifyFeishu, "notify_url", here + "/feishu/{token}")
        yield state


@pytest.fixture
def mailbox(settings):
    with servers.smtp() as state:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_ENABLED = "127.0.0.1", state.port, True
        yield state


def opened(person, kind: str, address: str, **more) -> Channel:
    return actions.add_channel(
        kind=kind, name="工作群", address=address, person=person, by=person, at=AT, **more
    )


def told(person, *, quiet: Quiet | None = None, at=AT) -> Message:
    [message] = actions.tell(
        [person],
        key="test",
        kind=Message.Kind.NOTICE,
        title=f"{person.name}（{person.phone}）有一件事",
        url="desk:inbox",
        at=at,
        outward="你有一件事要办",
        quiet=quiet,
    )
    return message


def deliver_all(at=AT) -> None:
    for row in Delivery.objects.unsent():
        actions.deliver(delivery=row.pk, at=at)


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
def test_each_robot_hears_the_title_and_the_link(town, robots, kind):
    opened(town.officer, kind, ADDRESSES[kind])
    told(town.officer)
    deliver_all()
    [(path, _)] = robots.heard
    assert path.startswith(f"/{kind}")
    assert "你有一件事要办" in robots.texts[0] and "/desk/inbox/" in robots.texts[0]
    assert Delivery.objects.get().state == Delivery.State.SENT


def test_a_dingtalk_robot_that_wants_a_signature_gets_one(town, robots):
    opened(town.officer, "dingtalk", ADDRESSES["dingtalk"], secret="SEC" + "a" * 61)
    told(town.officer)
    deliver_all()
    assert "&timestamp=" in robots.heard[0][0] and "&sign=" in robots.heard[0][0]
    assert "%25" not in robots.heard[0][0]


def test_a_plain_address_gets_json(town, robots):
    opened(town.officer, "webhook", robots.url())
    told(town.officer)
    deliver_all()
    assert robots.heard[0][1]["title"] == "你有一件事要办"


def test_no_name_and_no_phone_leaves_the_house(town, robots, mailbox):
    town.officer.email, town.officer.phone = "officer@example.cn", "13900001111"
    town.officer.save()
    for kind in ADDRESSES:
        opened(town.officer, kind, ADDRESSES[kind])
    opened(town.officer, "webhook", robots.url())
    told(town.officer)
    deliver_all()
    letter = email.message_from_string(mailbox.letters[0], policy=email.policy.default)
    said = [*robots.texts, letter["subject"] + letter.get_content()]
    assert len(said) == 5
    assert not [text for text in said if town.officer.name in text or town.officer.phone in text]


def test_a_refusal_behind_a_two_hundred_is_seen(town, robots):
    """企业微信、钉钉口令失效时答复 200 与错误码。"""
    opened(town.officer, "wecom", ADDRESSES["wecom"])
    robots.reply = {"errcode": 93000, "errmsg": "invalid webhook url"}
    told(town.officer)
    deliver_all()
    row = Delivery.objects.get()
    assert row.state == Delivery.State.WAITING and "错误码 93000" in row.error


def test_down_then_up_sends_once(town, robots):
    opened(town.officer, "wecom", ADDRESSES["wecom"])
    robots.status = 503
    told(town.officer)
    deliver_all()
    row = Delivery.objects.get()
    assert (row.attempts, row.next_try_at) == (1, AT + dt.timedelta(minutes=1))
    assert Job.objects.filter(kind="notifications.deliver", run_after=row.next_try_at).count() == 1
    robots.status = 200
    deliver_all(row.next_try_at)
    deliver_all(row.next_try_at)
    assert Delivery.objects.get().state == Delivery.State.SENT and len(robots.heard) == 2


def test_after_five_tries_it_is_failed_with_its_reason_and_can_be_tried_again(town, robots):
    opened(town.officer, "feishu", ADDRESSES["feishu"])
    robots.status = 500
    told(town.officer)
    for _ in range(7):
        deliver_all()
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == (Delivery.State.FAILED, 5) and "500" in row.error
    assert len(robots.heard) == 5
    robots.status = 200
    actions.retry_delivery(delivery=row, by=town.clerk, at=AT)
    deliver_all()
    assert Delivery.objects.get().state == Delivery.State.SENT


def test_a_deleted_channel_gives_up_at_once(town, robots):
    channel = opened(town.officer, "wecom", ADDRESSES["wecom"])
    told(town.officer)
    actions.remove_channel(channel=channel, by=town.officer, at=AT)
    deliver_all()
    assert (Delivery.objects.get().state, robots.heard) == (Delivery.State.FAILED, [])


def test_quiet_hours_wait_for_the_morning_while_the_inbox_does_not(town, robots):
    opened(town.officer, "wecom", ADDRESSES["wecom"])
    told(town.officer, quiet=Quiet(), at=NIGHT)
    row = Delivery.objects.get()
    morning = dt.datetime(2026, 7, 2, 8, tzinfo=clock.TZ)
    assert row.next_try_at == morning and Message.objects.get().created_at == NIGHT
    deliver_all(NIGHT)
    assert robots.heard == []
    deliver_all(morning)
    assert len(robots.heard) == 1


def test_a_notice_issued_at_night_goes_out_in_the_morning_of_the_campaigns_hours(town, robots):
    """通知公告的人不设时段，随当前行动的提醒设置。"""
    counties = [town.county]
    tasks.create_campaign(city=town.places["YC"], year=2026, counties=counties, by=town.clerk, at=AT)
    opened(town.officer, "wecom", ADDRESSES["wecom"])
    facts = {"title": "开会", "body": "<p>请到会</p>", "audience": Bulletin.Audience.COUNTIES, "chosen": []}
    facts |= {"must_confirm": False, "confirm_by": None}
    row = actions.save_bulletin(bulletin=None, issuer=town.places["YC"], values=facts, by=town.clerk, at=AT)
    actions.publish_bulletin(bulletin=row, by=town.clerk, at=NIGHT)
    assert Delivery.objects.get().next_try_at == dt.datetime(2026, 7, 2, 8, tzinfo=clock.TZ)
    assert Message.objects.get(person=town.officer).created_at == NIGHT


def test_a_retry_that_falls_into_the_night_waits_too(town, robots):
    opened(town.officer, "wecom", ADDRESSES["wecom"])
    evening = AT.replace(hour=19, minute=59)
    robots.status = 500
    told(town.officer, quiet=Quiet(), at=evening)
    deliver_all(evening)
    deliver_all(evening + dt.timedelta(minutes=1))
    assert len(robots.heard) == 1 and Delivery.objects.get().next_try_at.astimezone(clock.TZ).hour == 8


def test_the_group_of_a_place_hears_once(town, robots):
    actions.add_channel(
        kind="wecom",
        name="县群",
        address=ADDRESSES["wecom"],
        organisation=town.county,
        by=town.clerk,
        at=AT,
    )
    for _ in range(2):
        actions.post([town.county], key="k", title="有 3 件事临近或超过期限", url="/desk/", at=AT)
    deliver_all()
    assert len(robots.heard) == 1


def test_the_address_is_kept_sealed_and_only_its_end_is_shown(town, client):
    channel = opened(town.officer, "wecom", ADDRESSES["wecom"])
    assert KEY not in channel.sealed and channel.ending == KEY[-4:]
    assert channels.unseal(channel.sealed).token == KEY
    assert not AuditEvent.objects.filter(detail__icontains=KEY).exists()
    client.force_login(town.officer, "django.contrib.auth.backends.ModelBackend")
    assert KEY not in client.get(reverse("notifications:channels")).content.decode()


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("wecom", "https://evil.example/cgi-bin/webhook/send?key=" + KEY),
        ("wecom", "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + KEY),
        ("dingtalk", "短"),
        ("feishu", "https://open.feishu.cn/other/" + KEY),
        ("webhook", "ftp://example.cn/hook"),
        ("webhook", "http://127.0.0.1/hook"),
        ("webhook", "http://[::1]/hook"),
        ("webhook", "http://10.0.0.8/hook"),
        ("webhook", "http://169.254.169.254/latest/meta-data"),
        ("webhook", "https://user:secret@example.cn/hook"),
    ],
)
def test_addresses_that_are_not_what_they_say_or_point_inside_are_refused(town, kind, address):
    with pytest.raises(channels.BadTarget):
        opened(town.officer, kind, address)


def test_an_address_that_came_to_point_inside_is_not_reached(town, robots, settings):
    opened(town.officer, "webhook", robots.url())
    settings.LINK_CHECK_ALLOW_PRIVATE = []
    told(town.officer)
    deliver_all()
    assert robots.heard == [] and "内部网络" in Delivery.objects.get().error


def test_a_redirect_is_not_followed(town, robots):
    opened(town.officer, "webhook", robots.url())
    robots.status, robots.location = 302, robots.url("/inside")
    told(town.officer)
    deliver_all()
    assert len(robots.heard) == 1 and Delivery.objects.get().state == Delivery.State.WAITING


def test_one_group_is_registered_once_and_only_by_those_who_may(town):
    opened(town.officer, "wecom", ADDRESSES["wecom"])
    with pytest.raises(Denied, match="已经登记过"):
        opened(town.officer, "wecom", KEY)
    with pytest.raises(Denied, match="由系统管理员或市政务公开办经办"):
        actions.add_channel(
            kind="wecom", name="群", address=KEY, organisation=town.county, by=town.officer, at=AT
        )
    with pytest.raises(Denied, match="只能开通自己的"):
        actions.add_channel(kind="wecom", name="群", address=KEY, person=town.officer, by=town.clerk, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Channel.objects.update(organisation=town.county)


def test_the_test_button_says_on_screen_what_happened(town, robots, client):
    channel = opened(town.officer, "wecom", ADDRESSES["wecom"])
    client.force_login(town.officer, "django.contrib.auth.backends.ModelBackend")
    page = client.post(reverse("notifications:channel-test", args=[channel.pk]), follow=True)
    assert "试发成功" in page.content.decode() and len(robots.heard) == 1
    robots.status = 404
    page = client.post(reverse("notifications:channel-test", args=[channel.pk]), follow=True)
    assert "对方答复 404" in page.content.decode()


def test_the_queue_runs_the_same_delivery(town, mailbox):
    town.officer.email = "officer@example.cn"
    town.officer.save()
    told(town.officer)
    jobs.run_due()
    jobs.run_due()
    assert len(mailbox.letters) == 1 and f"delivery-{Delivery.objects.get().pk}@gkts" in mailbox.letters[0]
