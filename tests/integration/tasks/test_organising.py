"""组织推进：换人留旧，报过的不再问；会议召开、存纪要才算办到；议定事项成为待办；工作簿来回不变。"""

import datetime as dt
import io

import openpyxl  # noqa: TID251 造坏的工作簿
import pytest
from django.urls import reverse

from portal.core import clock
from portal.core.models import AuditEvent
from portal.core.rules import Denied
from portal.core.sheets import kinds, reading
from portal.desk import selectors as desk
from portal.notifications.models import Message
from tasks.ground import Ground
from tasks.models import Decision, Filing, Meeting, Responsibility
from tasks.registers.organising import actions, selectors, standing
from tasks.registers.organising.actions import Minutes
from tasks.registers.rules import actions as rules
from tasks.standing import Gauge, State, count
from tests.integration.tasks.test_task_book import YEAR, City

pytestmark = pytest.mark.django_db
TODAY = dt.date(YEAR, 7, 10)
AT = clock.day_start(TODAY) + dt.timedelta(hours=9)
HEADS = ("单位编码", "召集单位编码", "县区编码")
PEOPLE = {"leader": "赵甲", "leader_post": "副县长", "contact": "钱乙", "contact_phone": "0999-5550101"}


@pytest.fixture
def city(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    return City()


def lead(city, *, from_on, seen=None, code="YD", by=None, at=AT, **changes):
    return actions.record_responsibility(
        organisation=city.places[code],
        values=PEOPLE | changes,
        from_on=from_on,
        seen=seen,
        by=by or city.officer,
        at=at,
    )


def called(city, *, on=TODAY, code="YD", invited=("YD-T1", "YD-B1"), by=None, kind="working", title="例会"):
    values = {"kind": kind, "title": title, "planned_on": on, "topics": "研究任务书", "place": "会议室"}
    return actions.call_meeting(
        campaign=city.campaign,
        organisation=city.places[code],
        values=values,
        invited=[city.places[one] for one in invited],
        by=by or city.officer,
        at=AT,
    )


def held(city, meeting, *, present=("YD-T1",), at=AT):
    pks = [city.places[one].pk for one in present]
    return actions.hold_meeting(
        meeting=meeting, held_on=meeting.planned_on, chaired_by="赵甲", present=pks, by=city.officer, at=at
    )


def minuted(city, meeting, *, at=AT):
    minutes = Minutes(text="会议研究了任务书。")
    return actions.file_minutes(meeting=meeting, minutes=minutes, by=city.officer, at=at)


def decide(city, meeting, *, code="YD-T1", due_on=dt.date(YEAR, 7, 20)):
    return actions.add_decision(
        meeting=meeting,
        text="补齐目录",
        organisation=city.places[code],
        due_on=due_on,
        by=city.officer,
        at=AT,
    )


# 责任分工


def test_a_new_leader_ends_the_old_one_and_keeps_the_row(city):
    first = lead(city, from_on=dt.date(YEAR, 6, 1))
    second = lead(city, from_on=dt.date(YEAR, 7, 1), seen=first.pk, leader="孙丙")
    first.refresh_from_db()
    assert (first.leader, first.until_on, second.until_on) == ("赵甲", dt.date(YEAR, 6, 30), None)
    assert list(Responsibility.objects.current()) == [second]


def test_the_same_day_is_a_correction_and_both_rows_stay(city):
    first = lead(city, from_on=TODAY)
    second = lead(city, from_on=TODAY, seen=first.pk, leader="赵佳")
    first.refresh_from_db()
    assert (first.corrected_by, first.until_on) == (city.officer, None)
    assert list(Responsibility.objects.current()) == [second]


def test_saving_what_is_already_there_adds_nothing(city):
    first = lead(city, from_on=TODAY)
    assert lead(city, from_on=TODAY, seen=first.pk) == first
    assert Responsibility.objects.count() == 1


def test_a_second_editor_does_not_overwrite_the_first(city):
    lead(city, from_on=dt.date(YEAR, 6, 1))
    with pytest.raises(actions.Moved) as moved:
        lead(city, from_on=TODAY, seen=None, leader="孙丙")
    assert moved.value.theirs.leader == "赵甲"


@pytest.mark.parametrize(
    ("from_on", "said"), [(TODAY + dt.timedelta(1), "还没有到"), (dt.date(YEAR, 5, 1), "不能更早")]
)
def test_a_start_is_neither_in_the_future_nor_before_the_present_one(city, from_on, said):
    first = lead(city, from_on=dt.date(YEAR, 6, 1))
    with pytest.raises(Denied, match=said):
        lead(city, from_on=from_on, seen=first.pk)


def test_phones_stay_out_of_the_audit(city):
    lead(city, from_on=TODAY)
    event = AuditEvent.objects.get(event="tasks.responsibility.recorded")
    assert "5550101" not in str(event.detail) + event.text + event.object_label


def accepted(city) -> Filing:
    """直接造一份已备案的：备案自身的流程另有测试。"""
    stamps = {
        f"{name}_{part}": value
        for name, person in (
            ("submitted", city.officer),
            ("handed_in", city.head),
            ("received", city.clerk),
            ("accepted", city.reviewer),
        )
        for part, value in (("by", person), ("at", city.at))
    }
    return Filing.objects.create(
        campaign=city.campaign,
        county=city.places["YD"],
        title="方案",
        leader="李丁（副县长）",
        contact="周戊",
        contact_phone="0999-5550100",
        summary="概述",
        created_by=city.officer,
        created_at=city.at,
        saved_at=city.at,
        **stamps,
    )


@pytest.fixture
def filing(city):
    city.reviewer = city.cast.who("city_reviewer", "YC")
    return accepted(city)


def test_what_the_filing_said_is_not_asked_again(city, filing):
    county = city.places["YD"]
    row = selectors.leader_row(city.campaign, county)
    assert (row.is_quoted, row.values["leader"]) == (True, "李丁（副县长）")
    [item] = standing.leader_items(Ground(city.campaign, TODAY), [county])
    assert item.done_on == clock.local_date(filing.accepted_at)
    made = actions.quote_filing(filing=filing, by=city.officer, at=AT)
    assert (made.contact, made.filing) == ("周戊", filing)
    assert not selectors.leader_row(city.campaign, county).is_quoted


def test_a_township_sees_its_own_phones_only(city, client):
    lead(city, from_on=TODAY)
    lead(city, from_on=TODAY, code="YD-T1", contact_phone="0999-5550102")
    client.force_login(city.cast.who("township_officer", "YD-T1"))
    text = client.get(reverse("tasks:leaders")).text
    assert "5550102" in text and "5550101" not in text


# 会议


def test_a_meeting_to_come_is_announced_and_one_past_is_not(city):
    called(city, on=TODAY + dt.timedelta(3), title="下周例会")
    called(city, on=TODAY - dt.timedelta(3), title="补记例会")
    titles = set(Message.objects.filter(kind="notice").values_list("title", flat=True))
    assert titles == {"会议通知：下周例会（7月13日）"}


def test_a_meeting_is_done_when_its_minutes_are_filed(city):
    meeting = called(city)
    county = city.places["YD"]
    assert done(city, county) is None
    meeting = held(city, meeting)
    assert done(city, county) is None
    minuted(city, meeting, at=AT + dt.timedelta(days=2))
    assert done(city, county) == TODAY + dt.timedelta(days=2)


def done(city, county, on=dt.date(YEAR, 8, 1)):
    items = standing.meeting_items(Ground(city.campaign, on), [county])
    return next(item.done_on for item in items if ":2026-Q3:" in item.key)


def test_the_past_is_seen_as_it_was(city):
    minuted(city, held(city, called(city)), at=AT + dt.timedelta(days=2))
    items = standing.meeting_items(Ground(city.campaign, dt.date(YEAR, 8, 1)), [city.places["YD"]])
    third = next(item for item in items if ":2026-Q3:" in item.key)
    gauges = [Gauge(day, day) for day in (dt.date(YEAR, 7, 11), dt.date(YEAR, 7, 12))]
    assert [gauge.state(third) for gauge in gauges] == [State.OPEN, State.ON_TIME]


def test_an_exchange_meeting_is_recorded_but_is_no_working_meeting(city):
    minuted(city, held(city, called(city, kind="exchange")))
    assert done(city, city.places["YD"]) is None


def test_the_rhythm_is_the_campaigns(city):
    values = {"meeting_rhythm": "monthly"}
    rules.set_rule(campaign=city.campaign, values=values, version=0, by=city.clerk, at=AT)
    items = standing.meeting_items(Ground(city.campaign, TODAY), [city.places["YD"]])
    assert [item.due_on for item in items] == [dt.date(YEAR, 6, 30), dt.date(YEAR, 7, 31)]
    with pytest.raises(rules.RuleMoved):
        rules.set_rule(campaign=city.campaign, values=values, version=0, by=city.clerk, at=AT)


def test_decisions_become_the_work_of_the_body_that_answers(city):
    meeting = held(city, called(city))
    decision = decide(city, meeting)
    town = city.cast.who("township_officer", "YD-T1")
    assert not [todo for todo in desk.todos(town, on=TODAY) if todo.kind == "议定事项"]
    minuted(city, meeting)
    [todo] = [todo for todo in desk.todos(town, on=TODAY) if todo.kind == "议定事项"]
    assert (todo.title, todo.due_on) == ("补齐目录", dt.date(YEAR, 7, 20))
    tally = count(
        standing.DECISIONS.items(Ground(city.campaign, TODAY), [city.places["YD"]]),
        Gauge(dt.date(YEAR, 7, 21), dt.date(YEAR, 7, 21)),
    )
    assert tally[city.places["YD"].pk].overdue == 1
    actions.finish_decision(decision=decision, result="已补齐", by=town, at=AT)
    assert not Decision.objects.open().exists()
    with pytest.raises(Denied, match="已于"):
        actions.finish_decision(decision=decision, result="再补", by=town, at=AT)


def test_decisions_are_frozen_with_the_minutes(city):
    meeting = held(city, called(city))
    decision = decide(city, meeting)
    minuted(city, meeting)
    with pytest.raises(Denied, match="存纪要之前"):
        actions.remove_decision(decision=decision, by=city.officer, at=AT)
    with pytest.raises(Denied, match="存纪要之前"):
        decide(city, meeting)


def test_minutes_need_something_to_read(city):
    meeting = held(city, called(city))
    with pytest.raises(Denied, match="至少有一样"):
        actions.file_minutes(meeting=meeting, minutes=Minutes(text="  "), by=city.officer, at=AT)


def test_a_meeting_is_not_held_before_its_day(city):
    meeting = called(city, on=TODAY + dt.timedelta(1))
    with pytest.raises(Denied, match="还没有到"):
        held(city, meeting)


def test_the_standing_of_many_counties_costs_as_many_queries_as_of_one(
    city, django_assert_num_queries, django_assert_max_num_queries
):
    counties = [place for place in city.places.values() if place.kind == "county"]
    for provider in (standing.leader_items, standing.meeting_items, standing.DECISIONS.items):
        with django_assert_max_num_queries(4):
            list(provider(Ground(city.campaign, TODAY), counties))


# 工作簿


def plan_of(kind: str, data: bytes, by):
    return kinds.get(kind).plan(reading.read(data, "表.xlsx"), campaign=YEAR, scope={}, by=by)


def edited(data: bytes, sheet: str, **cells) -> bytes:
    """改几格：`{"责任领导_2": 值}` 指该列第 2 个数据行。"""
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book[sheet]
    head = next(row for row in page.iter_rows() if str(row[0].value).rstrip(" *") in HEADS)
    columns = {str(cell.value).rstrip(" *"): cell.column for cell in head}
    for name, value in cells.items():
        title, _, number = name.rpartition("_")
        page.cell(head[0].row + int(number), columns[title]).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_leaders_go_out_and_come_back_unchanged(city, filing):
    lead(city, from_on=TODAY, code="YD-T1")
    book = kinds.get_exporter("leaders").workbook(campaign=YEAR, by=city.officer, at=AT)
    plan = plan_of("leaders", book, city.officer)
    assert (plan.problems, plan.new, plan.changed) == ([], 0, 0)
    assert plan.rows == plan.same == 6


def test_a_filled_in_row_becomes_a_leader(city):
    book = kinds.get_exporter("leaders").workbook(campaign=YEAR, by=city.officer, at=AT)
    data = edited(book, "责任分工", 责任领导_2="吴己", 联系人_2="郑庚", 起始日期_2=TODAY)
    plan = plan_of("leaders", data, city.officer)
    assert (plan.problems, plan.changed) == ([], 1)
    kinds.get("leaders").apply(plan, by=city.officer, at=AT)
    assert Responsibility.objects.get().leader == "吴己"
    assert plan_of("leaders", data, city.officer).changed == 0


def test_every_mistake_in_the_leaders_has_its_cell(city):
    book = kinds.get_exporter("leaders").workbook(campaign=YEAR, by=city.officer, at=AT)
    data = edited(book, "责任分工", 责任领导_1="吴己", 单位编码_2="WS", 责任领导_2="王辛", 起始日期_3="13月")
    problems = plan_of("leaders", data, city.officer).problems
    assert {problem.cell for problem in problems} == {"G3", "I3", "A4", "I5"}


def test_meetings_go_out_and_come_back_unchanged(city):
    decide(city, held(city, called(city)))
    minuted(city, Meeting.objects.get())
    called(city, on=TODAY + dt.timedelta(5), title="下次例会")
    book = kinds.get_exporter("meetings").workbook(campaign=YEAR, by=city.officer, at=AT)
    plan = plan_of("meetings", book, city.officer)
    assert (plan.problems, plan.new, plan.changed, plan.same) == ([], 0, 0, 2)


@pytest.mark.parametrize(("code", "count"), [("YD", 1), ("YX", 0)])
def test_the_decisions_beside_are_those_of_the_meetings_written(city, code, count):
    decide(city, held(city, called(city)))
    data = kinds.get_exporter("meetings").workbook(campaign=YEAR, scope={"code": code}, by=None, at=AT)
    rows = openpyxl.load_workbook(io.BytesIO(data))["议定事项"].iter_rows(values_only=True)
    assert sum("补齐目录" in row for row in rows) == count


def test_a_new_line_is_a_meeting_with_its_minutes(city):
    book = kinds.get_exporter("meetings").workbook(campaign=YEAR, by=city.officer, at=AT)
    cells = {
        "召集单位编码_1": "YD",
        "会议名称_1": "六月例会",
        "拟定日期_1": dt.date(YEAR, 6, 20),
        "类别_1": "工作会议",
        "议题_1": "部署",
        "参会单位_1": "青石镇、柳湾镇",
        "召开日期_1": dt.date(YEAR, 6, 20),
        "到会单位_1": "青石镇",
        "纪要正文_1": "一致同意",
    }
    data = edited(book, "会议", **cells)
    plan = plan_of("meetings", data, city.officer)
    assert (plan.problems, plan.new) == ([], 1)
    kinds.get("meetings").apply(plan, by=city.officer, at=AT)
    meeting = Meeting.objects.get()
    assert (meeting.status, meeting.invitations.filter(is_present=True).count()) == ("minuted", 1)
    assert plan_of("meetings", data, city.officer).same == 1
    wrong = edited(data, "会议", **cells | {"参会单位_1": "火星镇", "召开日期_1": None, "议题_1": "改了"})
    said = " ".join(map(str, plan_of("meetings", wrong, city.officer).problems))
    assert "火星镇" in said and "没有召开日期" in said and "不能再改" in said


# 页面


def test_a_county_records_a_meeting_through_the_pages(city, client):
    client.force_login(city.officer)
    today = clock.local_date(dt.datetime.now(dt.UTC))
    data = {"kind": "working", "title": "例会", "planned_on": today, "topics": "部署"}
    data["invited"] = [city.places["YD-T1"].pk]
    assert client.post(reverse("tasks:meeting-add"), data | {"topics": ""}).status_code == 422
    assert client.post(reverse("tasks:meeting-add"), data).status_code == 302
    again = client.post(reverse("tasks:meeting-add"), data)
    assert (again.status_code, "已经登记过" in again.text) == (422, True)
    meeting = Meeting.objects.get()
    stale = client.post(
        reverse("tasks:meeting-edit", args=[meeting.pk]), data | {"version": 0, "place": "甲"}
    )
    assert (stale.status_code, "采用对方" in stale.text) == (409, True)
    hold = {"held_on": today, "chaired_by": "赵甲", "present": [city.places["YD-T1"].pk]}
    client.post(reverse("tasks:meeting-hold", args=[meeting.pk]), hold)
    empty = client.post(reverse("tasks:meeting-minutes", args=[meeting.pk]), {})
    assert (empty.status_code, "三者至少有一样" in empty.text) == (422, True)
    client.post(reverse("tasks:meeting-minutes", args=[meeting.pk]), {"minutes": "纪要"})
    meeting.refresh_from_db()
    assert meeting.status == Meeting.Status.MINUTED
    printed = client.get(reverse("tasks:meeting-print", args=[meeting.pk]))
    assert printed.content.startswith(b"%PDF-")


def test_the_link_of_a_period_shows_its_meetings(city, client):
    minuted(city, held(city, called(city)))
    called(city, on=dt.date(YEAR, 10, 12), title="十月例会")
    [item] = [
        item
        for item in standing.meeting_items(Ground(city.campaign, TODAY), [city.places["YD"]])
        if ":2026-Q3:" in item.key
    ]
    client.force_login(city.clerk)
    rows = client.get(item.url).context["page"].object_list
    assert [row.title for row in rows] == ["例会"]
