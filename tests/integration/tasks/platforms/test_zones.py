"""公开平台：真的网站上核验，看到更新、失效、恢复；登记的更新要网页打得开才算。"""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.core import clock, jobs
from portal.core.models import Job
from portal.core.rules import Denied
from portal.core.sheets import kinds, reading
from portal.core.templatetags.ui import conflict
from tasks.actions.ledger import Invalid
from tasks.ground import Ground
from tasks.registers.platforms import actions, selectors, statistics
from tasks.registers.platforms.models import Outage, Zone, ZoneUpdate
from tasks.registers.platforms.sheets import ZONES
from tasks.registers.platforms.standing import items, records
from tasks.standing import Gauge, State, count
from tests.integration.core.links.conftest import site  # noqa: F401 测试自己的网站
from tests.integration.tasks.interpretation.conftest import Town

JUNE = dt.date(2026, 6, 1)
PAGE = (
    '<html><head><title>政策文件</title><meta name="PubDate" content="{}"></head><body>内容{}</body></html>'
)


@pytest.fixture
def town(db):
    return Town()


def zone(town, url="https://yd.example.gov.cn/open", *, name="政策文件", by=None, **values):
    facts = {"name": name, "kind": "column", "post": "信息岗", "opened_on": JUNE, "url": url} | values
    if facts["kind"] == "offline":
        facts["url"] = ""
    return actions.save_zone(
        zone=Zone(organisation=town.county), values=facts, by=by or town.officer, at=town.at
    )


def check(town, one, *, at=None):
    """按一次“现在核验”，让后台做完。"""
    at = at or town.at
    with time_machine.travel(at, tick=True):
        actions.check_now(zones=[one], by=town.officer, at=at)
        jobs.run_due(limit=10)
    assert not Job.objects.exclude(state="done").exists(), list(Job.objects.values("state", "error"))
    return selectors.zones(town.officer).get(pk=one.pk)


def states(town, on):
    return {
        item.key.partition(":")[0] + ":" + item.key.rpartition(":")[2]: Gauge(on, on).state(item)
        for item in items(Ground(town.campaign, on), town.counties)
    }


def test_an_update_seen_on_the_page_finishes_the_period(town, site):  # noqa: F811
    one = zone(town, site.put("/open", PAGE.format("2026-06-20", "")))
    assert states(town, dt.date(2026, 7, 1)) == {
        "zone:2026-06-01": State.OVERDUE,
        "zone:2026-07-01": State.OPEN,
    }
    one = check(town, one)
    assert selectors.word_of(one) == "打得开"
    update = one.updates.get()
    assert (update.on, update.title, update.recorded_by) == (dt.date(2026, 6, 20), "政策文件", None)
    assert states(town, dt.date(2026, 7, 1))["zone:2026-06-01"] == State.ON_TIME
    assert states(town, dt.date(2026, 6, 19))["zone:2026-06-01"] == State.OPEN
    check(town, one, at=town.at + dt.timedelta(hours=1))
    assert one.updates.count() == 1
    assert one.link.checks.count() == 2


def test_a_page_without_a_date_is_updated_when_its_text_changes(town, site):  # noqa: F811
    one = zone(town, site.put("/open", "<html><body>甲</body></html>"))
    check(town, one)
    assert not one.updates.exists()
    site.put("/open", "<html><body>乙</body></html>")
    later = town.at + dt.timedelta(days=3)
    check(town, one, at=later)
    assert one.updates.get().on == clock.local_date(later)


def test_a_dead_page_is_overdue_until_it_answers_again(town, site):  # noqa: F811
    one = zone(town, site.put("/open", b"gone", status=404), rhythm="none")
    one = check(town, one)
    assert selectors.word_of(one) == "已失效"
    found_on = dt.date(2026, 7, 1)
    assert list(states(town, found_on).values()) == [State.OVERDUE]
    assert states(town, found_on - dt.timedelta(days=1)) == {}
    site.put("/open", PAGE.format("2026-07-02", ""))
    one = check(town, one, at=town.at + dt.timedelta(days=2))
    outage = Outage.objects.get()
    assert (outage.began_on, outage.ended_on) == (found_on, dt.date(2026, 7, 3))
    assert list(states(town, dt.date(2026, 7, 3)).values()) == [State.LATE]
    assert list(states(town, dt.date(2026, 7, 2)).values()) == [State.OVERDUE]


def test_a_site_that_does_not_answer_is_not_called_dead(town, site):  # noqa: F811
    one = check(town, zone(town, site.put("/open", b"no", status=403), rhythm="none"))
    assert selectors.word_of(one) == "拒绝自动核验"
    assert not Outage.objects.exists()
    assert states(town, dt.date(2026, 7, 1)) == {}


def test_waiting_for_the_webmaster_stands_apart(town, site):  # noqa: F811
    one = check(town, zone(town, site.put("/open", b"gone", status=404), waiting_for="已报市电子政务中心"))
    assert selectors.word_of(one) == "待后台权限"
    text = [item.text for item in items(Ground(town.campaign, dt.date(2026, 7, 1)), town.counties)]
    assert any("已报市电子政务中心" in one for one in text)


def test_an_update_by_hand_counts_once_its_page_opens(town, site):  # noqa: F811
    one = zone(town, site.put("/open", "<html><body>列表</body></html>"))
    with time_machine.travel(town.at, tick=True):
        actions.record_update(
            zone=one, on=dt.date(2026, 6, 25), title="公布名单", url=site.put("/1", PAGE.format("2026-06-25", "")),
            by=town.officer, at=town.at,
        )  # fmt: skip
        assert states(town, dt.date(2026, 7, 1))["zone:2026-06-01"] == State.OVERDUE
        jobs.run_due(limit=10)
    assert ZoneUpdate.objects.get().confirmed_on == dt.date(2026, 7, 1)
    assert states(town, dt.date(2026, 7, 1))["zone:2026-06-01"] == State.ON_TIME
    for on, url in ((dt.date(2026, 7, 2), "https://x.cn/1"), (dt.date(2026, 6, 2), "")):
        with pytest.raises(Invalid):
            actions.record_update(zone=one, on=on, title="", url=url, by=town.officer, at=town.at)


def test_a_page_recorded_by_hand_that_is_gone_does_not_count(town, site):  # noqa: F811
    one = zone(town, site.put("/open", "<html><body>列表</body></html>"))
    with time_machine.travel(town.at, tick=True):
        actions.record_update(
            zone=one, on=dt.date(2026, 6, 25), title="", url=site.url("/none"), by=town.officer, at=town.at
        )
        jobs.run_due(limit=10)
    assert ZoneUpdate.objects.get().confirmed_on is None


def test_the_nightly_round_takes_each_open_place_once(town, site):  # noqa: F811
    one = zone(town, site.put("/open", PAGE.format("2026-06-20", "")))
    zone(town, site.put("/old", PAGE.format("2026-06-20", "")), name="旧栏目", closed_on=dt.date(2026, 6, 30))
    with time_machine.travel(town.at, tick=True):
        on = clock.local_date(town.at)
        assert len(actions.queue_round(on=on)) == 1
        assert [job.pk for job in actions.queue_round(on=on)] == [Job.objects.get().pk]
        jobs.run_due(limit=10)
    one.link.refresh_from_db()
    assert one.link.checks.count() == 1
    assert [path for path in site.paths if path != "/robots.txt"] == ["/open"]


def test_what_a_zone_must_say(town):
    with pytest.raises(Invalid, match="线下专区"):
        zone(town, kind="online", url="")
    with pytest.raises(Invalid, match="线下专区"):
        zone(town, kind="offline")
    with pytest.raises(Invalid, match="天数"):
        zone(town, rhythm="days")
    above = zone(town, name="专栏")
    below = zone(town, name="栏目", parent=above)
    with pytest.raises(Invalid, match="两级"):
        zone(town, name="再下", parent=below)
    with pytest.raises(Invalid, match="同名"):
        zone(town, name="专栏")
    with pytest.raises(Denied):
        zone(town, name="别的", by=town.other)
    with pytest.raises(Denied, match="线下"):
        offline = zone(town, kind="offline", place="政务中心一楼", name="大厅", rhythm="none")
        actions.check_now(zones=[offline], by=town.officer, at=town.at)


def test_the_workbook_comes_back_without_change_and_errors_have_cells(town):
    above = zone(town, name="专栏", functions=["search", "ask"], rhythm="days", rhythm_days=7)
    zone(town, name="栏目", parent=above)
    zone(town, kind="offline", place="政务中心一楼", name="大厅", rhythm="none")
    data = ZONES.workbook(by=town.officer, at=town.at)
    found = kinds.get("zones").plan(reading.read(data, "表.xlsx"), campaign=None, scope={}, by=town.officer)
    assert (found.new, found.changed, found.same, found.problems) == (0, 0, 3, [])
    lines = [
        actions.ZoneLine(
            "YD", "新栏目", "column", "信息岗", JUNE, parent="新专栏", url="https://yd.example.cn/1"
        ),
        actions.ZoneLine("YD", "新专栏", "column", "信息岗", JUNE, url="https://yd.example.cn/"),
    ]
    actions.record_zones(lines=lines, by=town.officer, at=town.at)
    assert Zone.objects.get(name="新栏目").parent.name == "新专栏"


def test_the_statistics_add_up_and_every_number_opens_its_rows(town, site):  # noqa: F811
    check(town, zone(town, site.put("/a", PAGE.format("2026-07-01", ""))))
    check(town, zone(town, site.put("/b", b"", status=404), name="坏的", rhythm="quarterly"))
    zone(town, kind="offline", place="一楼", name="大厅", rhythm="none")
    rows, total = statistics.county_rows(town.clerk, town.at)
    own = next(row for row in rows if row.county.code == "YD")
    assert (own.zones, own.reachable, own.dead, own.offline) == (3, 1, 1, 1)
    assert (own.due, own.fresh, own.late, own.rate) == (2, 1, 1, 50)
    assert total.zones == own.zones
    for state, number in (("打得开", 1), ("已失效", 1), ("late", 1), ("due", 2), ("线下", 1)):
        assert len(selectors.zone_rows(town.clerk, town.at, state=state, county="YD")) == number
    assert {record.title for record in records(town.county)} == {"政策文件", "坏的", "大厅"}


def test_as_many_queries_for_many_places_as_for_few(town, django_assert_num_queries):
    zone(town)
    on = dt.date(2026, 12, 1)
    with django_assert_num_queries(4):
        list(items(Ground(town.campaign, on), town.counties))
    for number in range(8):
        zone(town, f"https://yd.example.gov.cn/{number}", name=f"栏目{number}")
    with django_assert_num_queries(4):
        found = count(items(Ground(town.campaign, on), town.counties), Gauge(on, on))
    assert found[town.county.pk].overdue == 9 * 6


def test_the_database_refuses_a_rhythm_in_days_without_a_number(town):
    one = zone(town, "https://yd.example.gov.cn/open", rhythm="days", rhythm_days=7)
    with pytest.raises(IntegrityError, match="zone_rhythm_in_days"), transaction.atomic():
        Zone.objects.filter(pk=one.pk).update(rhythm_days=None)


def test_two_editors_see_both_sides_in_words(town, client):
    one = zone(town, functions=["search"], rhythm="weekly")
    client.force_login(town.officer, backend="django.contrib.auth.backends.ModelBackend")
    edit, at = reverse("tasks:zone-edit", args=[one.pk]), town.at
    theirs = {"functions": ["search", "download"], "rhythm": "monthly", "opened_on": dt.date(2026, 6, 2)}
    actions.save_zone(zone=one, values=theirs | {"url": one.link.url}, version=0, by=town.officer, at=at)
    typed = {"kind": "column", "name": "政策文件", "post": "信息岗", "url": one.link.url}
    typed |= {"opened_on": "2026-06-01", "rhythm": "weekly", "functions": ["search"], "version": 0}
    answer = client.post(edit, typed)
    sides = {row["field"].name: row for row in conflict(answer.context["rows"])["rows"] if row["differs"]}
    assert answer.status_code == 409 and set(sides) == {"functions", "rhythm", "opened_on"}
    assert (sides["rhythm"]["mine"]["text"], sides["rhythm"]["theirs"]["text"]) == ("每周", "每月")
    assert sides["functions"]["theirs"] == {"text": "搜索、下载", "value": "search|download"}
    assert sides["opened_on"]["theirs"]["value"] == "2026-06-02"
    assert client.post(edit, typed | {"version": 1}).status_code == 302
