"""提醒的来源、设置、升级、上限、暂停；县区再多，查询次数不变。"""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.core import clock, jobs, workdays
from portal.core.models import AuditEvent, Job
from portal.core.rules import Denied
from portal.notifications import channels
from portal.notifications.channels import targets
from portal.notifications.models import Channel, Delivery, Message
from portal.organisations.models import Organisation
from tasks import actions, owing, standing
from tasks.models import Participant, Reminder, ReminderSetting
from tests.integration.tasks.test_filing import YEAR, City

pytestmark = pytest.mark.django_db
DUE = dt.date(YEAR, 6, 30)
MEETINGS = "test-meetings"


@pytest.fixture
def city(db):
    return City()


@pytest.fixture(autouse=True)
def _no_other_registers(monkeypatch):
    """各台账自己的事不掺进来，件数才数得准。"""
    monkeypatch.setattr(standing, "_registers", {})


@pytest.fixture
def register():
    """一个试用的台账：每个县区一件会议纪要，六月三十日到期；返回的字典决定由谁办。"""
    holders = {}

    def items(ground, counties):
        return [
            standing.Item(
                key=f"meeting:{county.code}",
                county_id=county.pk,
                organisation=holders.get(county.code, county),
                text=f"{county}上报会议纪要",
                url="/desk/tasks/",
                since=dt.date(YEAR, 6, 1),
                due_on=DUE,
                done_on=dt.date(YEAR, 6, 10) if county.code == "YX" else None,
            )
            for county in counties
        ]

    standing.register(standing.Register(MEETINGS, "organisation", "工作会议", items))
    return holders


def send(days: int) -> actions.reminders.Run:
    on = DUE + dt.timedelta(days=days)
    return actions.send_reminders(on=on, at=clock.day_start(on) + dt.timedelta(hours=9))


def lines(person) -> list[str]:
    rows = Message.objects.filter(person=person, kind=Message.Kind.REMINDER)
    return [line["text"] for row in rows for line in row.lines]


def test_an_open_item_of_a_register_is_reminded_like_a_deadline(city, register):
    send(-7)
    assert any("上报会议纪要" in text for text in lines(city.officer))
    assert Reminder.objects.filter(source=f"register:{MEETINGS}", subject="meeting:YD").count() == 1
    send(-7)
    assert Reminder.objects.filter(subject="meeting:YD").count() == 1


def test_a_finished_item_is_left_alone(city, register):
    send(-7)
    assert not any("会议纪要" in text for text in lines(city.cast.who("county_officer", "YX")))


def test_a_township_without_an_officer_is_reminded_through_its_county(city, register):
    township = Organisation.objects.get(code="YD-T2")
    register["YD"] = township
    send(-7)
    assert any("会议纪要" in text for text in lines(city.officer))


def test_nobody_to_tell_is_said_and_not_swallowed(city, register):
    lonely = Organisation.objects.add_child(
        city.places["YC"],
        instance=Organisation(name="孤县", short_name="孤县", kind="county", code="GX", region_code="990199"),
    )
    Participant.objects.create(campaign=city.campaign, county=lonely)
    found = actions.forecast(on=DUE - dt.timedelta(days=7))
    assert {one.organisation for one in found.unreached} == {lonely}


def test_the_ladder_reaches_the_head_and_then_the_city(city):
    send(1)
    assert any("已逾期 1 天" in text for text in lines(city.head)) and lines(city.clerk) == []
    send(3)
    assert any("已逾期 3 天" in text for text in lines(city.clerk))
    assert set(Reminder.objects.filter(person=city.clerk).values_list("level", flat=True)) == {"city"}


def saved(city, **changes) -> ReminderSetting:
    defaults = ReminderSetting(campaign=city.campaign)
    values = {name: getattr(defaults, name) for name in actions.reminder_setting.FIELDS}
    version = actions.setting_of(city.campaign).version
    return actions.save_reminder_setting(
        campaign=city.campaign, values=values | changes, version=version, by=city.clerk, at=city.at
    )


def test_offsets_are_the_campaigns_own(city):
    saved(city, offsets="-5")
    assert send(-7).people == 0
    assert send(-5).people == 8


def test_a_muted_source_is_silent(city, register):
    saved(city, muted=["deadline:filing"])
    send(-7)
    assert all("会议纪要" in text for text in lines(city.officer)) and lines(city.officer)


def test_two_who_change_the_settings_do_not_overwrite_each_other(city):
    saved(city, cap=5)
    values = {name: getattr(ReminderSetting(), name) for name in actions.reminder_setting.FIELDS}
    with pytest.raises(Denied, match="刚被别人改过"):
        actions.save_reminder_setting(
            campaign=city.campaign, values=values, version=0, by=city.clerk, at=city.at
        )
    with pytest.raises(Denied, match="只有市政务公开办经办"):
        actions.save_reminder_setting(
            campaign=city.campaign, values=values, version=1, by=city.officer, at=city.at
        )


def test_the_cap_leaves_the_rest_for_the_next_run_and_tells_the_clerk(city):
    saved(city, cap=5)
    run = send(-7)
    assert (run.people, run.left) == (5, 3)
    assert Message.objects.filter(person=city.clerk, title__contains="余下 3 人").exists()
    run = send(-6)
    assert (run.people, run.left) == (3, 0)
    assert Reminder.objects.filter(is_late=True).count() == 3 and Reminder.objects.count() == 8


def test_paused_reminders_are_previewed_but_not_sent(city):
    actions.pause_reminders(campaign=city.campaign, reason="期限要改", by=city.clerk, at=city.at)
    found = actions.forecast(on=DUE - dt.timedelta(days=7))
    assert (found.due, len(found.held)) == ([], 8)
    assert send(-7).held == 8 and not Reminder.objects.exists()
    actions.resume_reminders(campaign=city.campaign, by=city.clerk, at=city.at)
    assert send(-6).people == 8
    event = AuditEvent.objects.get(event="tasks.remindersetting.paused")
    assert (event.text, event.actor_label) == ("期限要改", str(city.clerk))


def test_a_pause_between_writing_and_sending_stops_the_sending(city):
    on = DUE - dt.timedelta(days=7)
    people, _ = actions.reminders.plan(on=on, at=city.at)
    actions.pause_reminders(campaign=city.campaign, reason="期限要改", by=city.clerk, at=city.at)
    assert not any(actions.remind(person=pk, on=on, at=city.at) for pk in people)
    assert not Message.objects.filter(kind=Message.Kind.REMINDER).exists()


def test_a_pause_needs_its_reason(city):
    with pytest.raises(Denied, match="须写明原因"):
        actions.pause_reminders(campaign=city.campaign, reason=" ", by=city.clerk, at=city.at)


def test_after_three_days_off_everybody_is_reminded_once_and_late(city):
    saved(city, offsets="-3,-2,-1")
    assert send(0).people == 8
    assert set(Reminder.objects.values_list("offset", "is_late")) == {(-1, True)}


def test_the_job_writes_first_and_then_sends_to_each(city):
    on = DUE - dt.timedelta(days=7)
    actions.queue_reminders(on=on, at=city.at)
    assert Reminder.objects.waiting().count() == 8 == Job.objects.filter(kind="tasks.remind").count()
    jobs.run_due()
    assert Reminder.objects.waiting().count() == 0
    assert Message.objects.filter(kind=Message.Kind.REMINDER).count() == 8


def test_what_was_written_and_never_sent_is_counted_anew_next_day(city):
    on = DUE - dt.timedelta(days=7)
    actions.reminders.plan(on=on, at=city.at)
    send(-6)
    assert set(Reminder.objects.values_list("on", "is_late")) == {(on + workdays.ONE, True)}
    assert len(lines(city.officer)) == 1


def test_more_counties_cost_no_more_queries(city, register):
    few = queries(city)
    for number in range(96):
        place = Organisation.objects.add_child(
            city.places["YC"],
            instance=Organisation(
                name=f"第{number}县", short_name=f"第{number}县", kind="county", code=f"X{number}"
            ),
        )
        Participant.objects.create(campaign=city.campaign, county=place)
    assert Participant.objects.count() == 104
    assert queries(city) == few


def queries(city) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        actions.forecast(on=DUE - dt.timedelta(days=7))
    return len(asked)


def test_the_command_previews_with_reasons_and_sends(city, capsys):
    on = (DUE - dt.timedelta(days=7)).isoformat()
    call_command("send_reminders", on=dt.date.fromisoformat(on), preview=True)
    assert "经办人，截止前 7 天" in capsys.readouterr().out and not Reminder.objects.exists()
    call_command("send_reminders", on=dt.date.fromisoformat(on))
    assert "已提醒 8 人" in capsys.readouterr().out and Reminder.objects.count() == 8


def test_every_source_can_be_named(register):
    assert (f"register:{MEETINGS}", "台账：工作会议") in owing.sources()


def test_the_group_of_a_place_hears_the_number_once_a_day(city):
    target = targets.Target("wecom", "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa")
    Channel.objects.create(
        kind="wecom", name="群", organisation=city.county, sealed=channels.seal(target), ending="5aaa"
    )
    for _ in range(2):
        send(-7)
    row = Delivery.objects.get(message=None)
    assert row.title == "6月23日提醒：本单位 1 件事临近或已过期限"
