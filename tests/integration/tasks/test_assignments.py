"""办任务：分解、按期、闸门、延期、佐证、成批；推进情况由行得出。"""

import datetime as dt
import io

import pypdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.core import clock, files, links
from portal.core.models import StoredFile
from portal.core.rules import Denied
from portal.core.workflow import WrongState
from portal.organisations.models import Organisation
from tasks import actions, deadlines, standing, task_lists
from tasks.actions import AlreadyHandedIn, Proofs, TaskLine
from tasks.ground import Ground
from tasks.models import Assignment, Evidence, Task
from tasks.standing import Gauge, State
from tests.integration.tasks.test_task_book import YEAR, City
from tests.unit.village.pictures import png

pytestmark = pytest.mark.django_db
DUE = dt.date(YEAR, 6, 30)
MICRO = dt.timedelta(microseconds=1)


class Town(City):
    """云东县承办一项 6 月底到期的任务；县里还有负责人、乡镇、市审核人。"""

    def __init__(self):
        super().__init__()
        who = self.cast.who
        self.township, self.reviewer = who("township_officer", "YD-T1"), who("city_reviewer", "YC")

    def give(self, **changed) -> Assignment:
        line = {"number": "1", "title": "报送名单", "area": "组织推进", "due_on": DUE}
        self.record([TaskLine(**line | {"organisations": ("WS", "YD")} | changed)])
        return Assignment.objects.filter(organisation__code="YD").latest("pk")

    def received(self, **changed) -> Assignment:
        return self.move(self.give(**changed), "receive", self.officer)

    def tell(self, assignment, *, by=None, at=None, **proofs):
        return actions.add_progress(
            assignment=assignment,
            text="已办",
            proofs=Proofs(**proofs),
            by=by or self.officer,
            at=at or self.at,
        )

    def split(self, assignment, *codes, due_on=None):
        bodies = list(Organisation.objects.filter(code__in=codes))
        return actions.split_assignment(
            assignment=assignment, bodies=bodies, due_on=due_on, by=self.officer, at=self.at
        )

    def extend(self, assignment, new_due_on, by, decider):
        extension = actions.extend_assignment(
            assignment=assignment, new_due_on=new_due_on, reason="会签", by=by, at=self.at
        )
        return actions.decide_extension(extension=extension, move="approve", by=decider, at=self.at)


@pytest.fixture
def city(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    return Town()


# 分解


def test_a_county_cannot_submit_until_every_part_is_accepted(city):
    mine = city.received()
    part, other = city.split(mine, "YD-T1", "YD-B1")
    city.tell(mine)
    with pytest.raises(Denied, match="青石镇（未接收）.*还没有确认完成"):
        city.move(mine, "submit", city.officer)
    part = city.move(Assignment.objects.get(organisation__code="YD-T1"), "receive", city.township)
    city.tell(part, by=city.township)
    part = city.move(part, "submit", city.township)
    with pytest.raises(Denied, match="只有云东县"):
        city.move(part, "accept", city.clerk)
    part = city.move(part, "accept", city.head)
    with pytest.raises(Denied, match="公开办（未接收）"):
        city.move(mine, "submit", city.officer)
    actions.drop_child(child=Assignment.objects.get(organisation__code="YD-B1"), by=city.officer, at=city.at)
    assert city.move(mine, "submit", city.officer).status == "submitted"


def test_a_part_keeps_within_the_term_and_the_county(city):
    mine = city.received()
    with pytest.raises(Denied, match="不能晚于"):
        city.split(mine, "YD-T1", due_on=DUE + dt.timedelta(days=1))
    with pytest.raises(Denied, match="县直部门或乡镇"):
        city.split(mine, "WS-T1")
    city.split(mine, "YD-T1")
    with pytest.raises(Denied, match="已经承办"):
        city.split(mine, "YD-T1")
    assert Assignment.objects.get(organisation__code="YD-T1").due_on == DUE


def test_only_after_receipt_and_only_a_county_splits(city):
    mine = city.give()
    with pytest.raises(Denied, match="接收之后"):
        city.split(mine, "YD-T1")
    city.split(city.move(mine, "receive", city.officer), "YD-T1")
    part = city.move(Assignment.objects.get(organisation__code="YD-T1"), "receive", city.township)
    with pytest.raises(Denied, match="只有县区"):
        actions.split_assignment(assignment=part, bodies=[], due_on=None, by=city.township, at=city.at)
    with pytest.raises(Denied, match="已接收"):
        actions.drop_child(child=part, by=city.officer, at=city.at)


# 按期


def test_a_period_is_given_out_on_the_day_it_begins_and_once(city, process_zone):
    city.give(recurrence="monthly", due_on=None)
    july = dt.date(YEAR, 7, 1)
    before, after = clock.day_start(july) - MICRO, clock.day_start(july)
    assert actions.open_periods(on=clock.local_date(before), at=before) == 0
    assert actions.open_periods(on=clock.local_date(after), at=after) == 2
    assert actions.open_periods(on=july, at=after) == 0
    found = Assignment.objects.filter(organisation__code="YD").values_list("period", "opens_on", "due_on")
    assert list(found) == [
        (f"{YEAR}-06", dt.date(YEAR, 6, 1), DUE),
        (f"{YEAR}-07", july, dt.date(YEAR, 7, 31)),
    ]


def test_periods_missed_while_the_machine_was_off_are_all_given_out(city):
    city.give(recurrence="quarterly", due_on=None)
    assert actions.open_periods(on=dt.date(YEAR, 12, 30), at=city.at) == 4


def test_each_period_is_worked_on_its_own(city):
    june = city.received(recurrence="monthly", due_on=None)
    actions.open_periods(on=dt.date(YEAR, 7, 1), at=city.at)
    city.tell(june)
    june = city.move(june, "submit", city.officer)
    june = city.move(june, "accept", city.clerk)
    july = Assignment.objects.get(organisation__code="YD", period=f"{YEAR}-07")
    assert (june.status, july.status, july.period_label) == ("done", "pending", "（7月）")


def test_a_county_dropped_from_a_monthly_task_keeps_what_it_finished(city):
    june = city.received(recurrence="monthly", due_on=None)
    city.tell(june)
    city.move(city.move(june, "submit", city.officer), "accept", city.clerk)
    city.record([TaskLine("1", "报送名单", recurrence="monthly", organisations=("WS",))])
    assert actions.open_periods(on=dt.date(YEAR, 7, 1), at=city.at) == 1
    assert Assignment.objects.filter(organisation__code="YD").count() == 1


# 闸门与延期


@pytest.mark.parametrize(("extended", "last"), [(None, DUE), (dt.date(YEAR, 7, 8), dt.date(YEAR, 7, 8))])
def test_submission_is_late_from_midnight_in_beijing(city, process_zone, extended, last):
    mine = city.received()
    city.tell(mine)
    if extended:
        city.extend(mine, extended, city.officer, city.reviewer)
    end = clock.day_end(last)
    for at, late, state in (
        (end - MICRO, False, State.EXTENDED if extended else State.ON_TIME),
        (end, True, State.LATE),
    ):
        mine = actions.move_assignment(assignment=mine, move="submit", by=city.officer, at=at)
        row = Assignment.objects.with_terms().get(pk=mine.pk)
        gauge = Gauge(last + dt.timedelta(days=9), last + dt.timedelta(days=12))
        assert (row.is_late, gauge.state(row.item_of(row.organisation))) == (late, state)
        assert Assignment.objects.with_terms().in_state(state, gauge).filter(pk=mine.pk).exists()
        mine = city.move(mine, "return", city.clerk, reason="缺项")


def test_a_closed_task_takes_nothing_after_midnight_and_names_who_can_help(city, process_zone):
    mine = city.received(policy="block")
    end = clock.day_end(DUE)
    city.tell(mine, at=end - MICRO)
    for act in (
        lambda: city.tell(mine, at=end),
        lambda: actions.move_assignment(assignment=mine, move="submit", by=city.officer, at=end),
    ):
        with pytest.raises(Denied, match="已于.*截止.*云川市申请延期"):
            act()
    city.extend(mine, dt.date(YEAR, 7, 1), city.officer, city.reviewer)
    assert city.tell(mine, at=end)


def test_nothing_is_done_before_a_task_opens(city, process_zone):
    mine = city.give(opens_on=dt.date(YEAR, 6, 20))
    opening = clock.day_start(dt.date(YEAR, 6, 20))
    with pytest.raises(Denied, match="才开放"):
        actions.move_assignment(assignment=mine, move="receive", by=city.officer, at=opening - MICRO)
    assert actions.move_assignment(assignment=mine, move="receive", by=city.officer, at=opening)


def test_a_filing_is_not_even_begun_before_its_deadline_opens(city, process_zone):
    opening = clock.day_start(dt.date(YEAR, 6, 1))
    county = city.places["YD"]
    for at, opened in ((opening - MICRO, False), (opening, True)):
        try:
            actions.open_filing(campaign=city.campaign, county=county, by=city.officer, at=at)
        except Denied as denied:
            assert (opened, "才开放" in denied.reason) == (False, True)
        else:
            assert opened


def test_an_extension_of_a_part_is_decided_by_the_county_within_its_own_term(city):
    mine = city.received()
    city.split(mine, "YD-T1", due_on=dt.date(YEAR, 6, 20))
    part = city.move(Assignment.objects.get(organisation__code="YD-T1"), "receive", city.township)
    with pytest.raises(Denied, match="云东县自己的最后一天"):
        city.extend(part, DUE + dt.timedelta(days=1), city.township, city.head)
    with pytest.raises(Denied, match="负责人"):
        city.extend(part, DUE, city.township, city.reviewer)
    extension = part.extensions.get()
    extension = actions.decide_extension(extension=extension, move="approve", by=city.head, at=city.at)
    assert deadlines.assignment_term(part).last_day == DUE
    assert extension.number == f"延〔{YEAR}〕1号"


def test_the_extension_is_printed_as_an_official_paper(city, client):
    extension = city.extend(city.received(), dt.date(YEAR, 7, 8), city.officer, city.reviewer)
    client.force_login(city.officer)
    answer = client.get(reverse("tasks:extension-print", args=[extension.pk]))
    text = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().replace("\n", "")
    assert answer["Content-Type"] == "application/pdf"
    for words in (
        "云川市政务公开延期单",
        extension.number,
        "云东县人民政府",
        "报送名单",
        f"{YEAR}年7月8日前办结",
    ):
        assert words in text


def test_an_extension_counts_only_from_the_day_it_was_granted(city):
    mine = city.received()
    city.at = clock.day_start(dt.date(YEAR, 7, 3))
    city.extend(mine, dt.date(YEAR, 7, 8), city.officer, city.reviewer)
    [register] = [one for one in standing.registers("organisation") if one.code == "tasks-organisation"]
    county = city.places["YD"]
    for on, state in ((dt.date(YEAR, 7, 2), State.OVERDUE), (dt.date(YEAR, 7, 3), State.OPEN)):
        [item] = register.items(Ground(city.campaign, on), [county])
        assert Gauge(on, on).state(item) == state


# 推进情况


def test_a_task_counts_in_its_own_area_and_one_without_goes_to_organisation(city):
    city.record(
        [
            TaskLine("1", "甲", area="解读回应", due_on=DUE, organisations=("YD",)),
            TaskLine("2", "乙", due_on=DUE, organisations=("YD",)),
        ]
    )
    gauge = task_lists.gauge(dt.date(YEAR, 7, 1))
    county = city.places["YD"]
    ground = Ground(city.campaign, gauge.on)
    counted = {
        one.area: standing.count_lots(one.batches(ground, [county]), gauge)
        for one in standing.registers()
        if one.code.startswith("tasks-")
    }
    by_area = {area: found[county.pk].overdue for area, found in counted.items() if found}
    assert by_area == {"interpretation": 1, "organisation": 1}


def test_slow_review_is_not_held_against_the_county_but_a_return_is(city):
    mine = city.received()
    city.tell(mine)
    mine = city.move(mine, "submit", city.officer)
    county, late = city.places["YD"], Gauge(dt.date(YEAR, 7, 9), dt.date(YEAR, 7, 14))
    row = Assignment.objects.with_terms().get(pk=mine.pk)
    assert late.state(row.item_of(county)) == State.ON_TIME
    city.move(mine, "return", city.clerk, reason="缺项")
    row = Assignment.objects.with_terms().get(pk=mine.pk)
    assert late.state(row.item_of(county)) == State.OVERDUE


# 佐证


def test_a_file_handed_in_before_is_referred_to_and_stored_once(city):
    first = city.received()
    city.tell(first, upload=(png(), "名单.png"))
    second = city.received(number="2")
    with pytest.raises(AlreadyHandedIn, match="“名单.png”，2026-06-06 随“任务承办”报送") as caught:
        city.tell(second, upload=(png(), "又一份.png"))
    assert second.progress.count() == 0
    city.tell(second, reference=caught.value.known.file.pk)
    evidence = Evidence.objects.get(progress__assignment=second)
    assert (evidence.is_reference, evidence.file) == (True, caught.value.known.file)
    assert StoredFile.objects.filter(name__contains="份").count() == 0


def test_a_file_of_another_county_is_neither_recognised_nor_referred_to(city):
    officer = city.cast.who("county_officer", "WS")
    city.give()
    other = city.move(Assignment.objects.get(organisation__code="WS"), "receive", officer)
    city.tell(other, by=officer, upload=(png(), "名单.png"))
    stored = StoredFile.objects.get(name="名单.png")
    mine = city.received()
    with pytest.raises(Denied, match="不在本县区"):
        city.tell(mine, reference=stored.pk)
    city.tell(mine, upload=(png(), "名单.png"))
    assert not files.may_read(city.officer, stored)


def test_a_link_is_https_and_waits_to_be_checked(city):
    mine = city.received()
    with pytest.raises(links.BadUrl, match="https"):
        city.tell(mine, link="http://ws.yunchuan.example/1")
    city.tell(mine, link="https://yd.yunchuan.example/art/1.html")
    evidence = Evidence.objects.get()
    assert (evidence.link.state, evidence.link.host) == ("unchecked", "yd.yunchuan.example")


def test_a_record_of_a_register_is_referred_to_under_its_own_name(city, monkeypatch):
    record = standing.Record("meeting", "7", "第三季度工作会议", "/desk/meetings/7/", dt.date(YEAR, 6, 5))
    register = standing.Register("meeting", "organisation", "会议", lambda *_: [], records=lambda _: [record])
    monkeypatch.setitem(standing._registers, "meeting", register)
    mine = city.received()
    with pytest.raises(Denied, match="重新选择"):
        city.tell(mine, record="meeting:8")
    city.tell(mine, record="meeting:7")
    assert str(Evidence.objects.get()) == "第三季度工作会议"


# 页面


def test_the_page_offers_the_file_it_knows_and_one_click_refers_to_it(city, client):
    first = city.received()
    city.tell(first, upload=(png(), "名单.png"))
    second = city.received(number="2")
    client.force_login(city.officer)
    address = reverse("tasks:assignment-progress", args=[second.pk])
    page = client.post(address, {"text": "同一份名单", "file": _upload("再传.png")})
    assert (page.status_code, "已报送过，引用？" in page.text, "同一份名单" in page.text) == (422, True, True)
    client.post(address, {"text": "同一份名单", "reference": page.context["known"].file.pk})
    evidence = second.progress.get().evidence.get()
    answer = client.get(reverse("tasks:evidence", args=[evidence.pk]))
    assert b"".join(answer.streaming_content) == png()


def test_a_batch_is_confirmed_twice_and_refused_whole_with_a_forbidden_row(city, client):
    lines = [TaskLine(str(n), f"任务 {n}", due_on=DUE, organisations=("YD", "WS")) for n in range(3)]
    city.record(lines)
    mine = list(Assignment.objects.filter(organisation__code="YD").values_list("pk", flat=True))
    client.force_login(city.officer)
    address = reverse("tasks:assignment-batch", args=["receive"])
    with time_machine.travel(city.at, tick=False):
        client.force_login(city.officer)
        assert "本页可接收 3 件" in client.get(reverse("tasks:assignments")).text
        page = client.post(address, {"receive": mine})
        assert (page.status_code, "确认接收任务 3 件" in page.text) == (200, True)
        assert not Assignment.objects.exclude(status="pending").exists()
        city.move(Assignment.objects.get(pk=mine[0]), "receive", city.officer)
        page = client.post(address, {"receive": mine, "confirmed": "yes"})
        assert (page.status_code, page.text.count(">没有办<"), "不能办：" in page.text) == (422, 2, True)
        assert Assignment.objects.filter(status="working").count() == 1
        client.post(address, {"receive": mine[1:], "confirmed": "yes"})
        assert Assignment.objects.filter(status="working").count() == 3
        other = Assignment.objects.filter(organisation__code="WS").first().pk
        assert client.post(address, {"receive": [other, mine[0]]}).status_code == 404
    with pytest.raises(WrongState):
        actions.move_assignments(
            assignments=Assignment.objects.filter(pk__in=mine), move="receive", by=city.officer, at=city.at
        )


def test_the_list_counts_what_the_filter_shows(city, client):
    city.received()
    city.give(number="2", due_on=dt.date(YEAR, 9, 30))
    with time_machine.travel(clock.day_start(dt.date(YEAR, 7, 2)), tick=False):
        client.force_login(city.clerk)
        page = client.get(reverse("tasks:assignments"))
        counts = {state: count for _, state, count in page.context["counts"]}
        assert (counts["overdue"], counts["open"], page.context["total"]) == (2, 2, 4)
        rows = client.get(reverse("tasks:assignments"), {"state": "overdue"}).context["rows"]
        assert {row.assignment.task.number for row in rows} == {"1"}


def test_the_lists_cost_the_same_for_many(city, client, django_assert_max_num_queries):
    everyone = tuple(city.campaign.participants.values_list("county__code", flat=True))
    city.record([TaskLine(str(n), f"任务 {n}", due_on=DUE, organisations=everyone) for n in range(30)])
    assert Task.objects.count() == 30
    told = {"received_by": city.officer, "received_at": city.at, "submitted_by": city.officer}
    Assignment.objects.update(status=Assignment.Status.SUBMITTED, submitted_at=city.at, **told)
    with time_machine.travel(city.at, tick=False):
        client.force_login(city.clerk)
        for name in ("tasks:assignments", "tasks:tasks"):
            with django_assert_max_num_queries(17):
                client.get(reverse(name))


def _upload(name: str):
    return SimpleUploadedFile(name, png(), "image/png")


def test_the_page_of_a_late_assignment_offers_to_urge_to_whoever_may(city, client):
    row = city.give()
    offer = f'value="assignment:{row.pk}"'
    for day, person, shown in (
        (dt.date(YEAR, 6, 20), city.clerk, False),
        (dt.date(YEAR, 7, 2), city.officer, False),
        (dt.date(YEAR, 7, 2), city.clerk, True),
    ):
        with time_machine.travel(clock.day_start(day) + dt.timedelta(hours=9), tick=False):
            client.force_login(person)
            assert (offer in client.get(row.get_absolute_url()).text) == shown
