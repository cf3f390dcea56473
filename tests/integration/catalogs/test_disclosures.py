"""公开记录：登记、作废、采集、工作簿，以及由此而来的覆盖。"""

import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogs import actions, measuring
from catalogs.actions import Facts
from catalogs.models import Disclosure, FeedEntry
from catalogs.sheets import disclosures
from portal.core import clock
from portal.core.links import feeds
from portal.core.models import Link
from portal.core.rules import Denied
from portal.core.sheets import kinds, reading
from tests.integration.catalogs.test_pages import page, post

FEED = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">
<entry><title>云东县2026年耕地地力保护补贴公示</title><link href="https://www.yundong.example/1"/><published>2026-06-10T08:00:00+08:00</published></entry>
<entry><title>天气预报</title><link href="https://www.yundong.example/2"/><published>2026-06-11T08:00:00+08:00</published></entry>
</feed>"""


@pytest.fixture
def county(city):
    """已有现行目录的云东县。"""
    city.standard()
    edition = city.confirmed()
    city.catalog = edition.catalog
    city.keys = {item.item_2: item.key for item in edition.items.all()}
    city.today = clock.local_date(city.at) + dt.timedelta(days=30)
    return city


def record(
    city, name="办事指南", *, on=dt.date(2026, 6, 10), made_on=None, url="https://www.yundong.example/a"
):
    facts = Facts("办事指南", url, on, made_on)
    return actions.record_disclosure(
        catalog=city.catalog, key=city.keys[name], facts=facts, by=city.officer, at=city.at
    )


def tally(city, code="01"):
    return measuring.tallies([city.catalog], on=city.today)[city.catalog.pk, city.fields[code].pk]


def test_the_coverage_follows_the_records(county):
    assert (tally(county).should, tally(county).covered) == (2, 0)
    record(county, made_on=dt.date(2026, 6, 1))
    assert (tally(county).covered, tally(county).timely) == (1, 1)


def test_before_its_day_a_record_does_not_count(county):
    record(county, on=county.today + dt.timedelta(days=1))
    assert tally(county).covered == 0


def test_the_same_disclosure_is_recorded_once(county):
    assert record(county) == record(county)
    assert Link.objects.count() == 1


def test_a_retracted_record_leaves_the_count_and_keeps_its_reason(county):
    row = record(county)
    with pytest.raises(Denied, match="原因"):
        actions.retract_disclosure(disclosure=row, reason=" ", by=county.officer, at=county.at)
    actions.retract_disclosure(disclosure=row, reason="登记错了事项", by=county.officer, at=county.at)
    assert tally(county).covered == 0
    assert record(county).pk != row.pk


def test_only_a_dead_link_counts_as_dead(county):
    row = record(county)
    at = county.at
    Link.objects.filter(pk=row.link_id).update(state=Link.State.UNREACHABLE, checked_at=at)
    assert tally(county).dead == 0
    Link.objects.filter(pk=row.link_id).update(state=Link.State.DEAD)
    assert tally(county).dead == 1


def test_items_disclosed_on_request_only_are_not_due(county):
    rows = measuring.rows_of(county.catalog, on=county.today)
    assert len(rows) == 4
    assert {row.item.origin for row in rows} == {"inherited"}


def test_a_wrong_order_of_dates_is_refused(county):
    with pytest.raises(Denied, match="早于形成日期"):
        record(county, made_on=dt.date(2026, 6, 20))


def test_only_the_county_records(county):
    with pytest.raises(Denied, match="云东县"):
        actions.record_disclosure(
            catalog=county.catalog,
            key=county.keys["办事指南"],
            facts=Facts("甲", "", county.today),
            by=county.who("county_officer", "YX"),
            at=county.at,
        )


def test_a_feed_is_read_assigned_and_ignored(county):
    feed = actions.add_feed(
        catalog=county.catalog, url="https://www.yundong.example/feed.xml", by=county.officer, at=county.at
    )
    fetch = lambda url: feeds.read_feed(FEED.encode(), base=url)  # noqa: E731 网站在机器之外
    assert actions.read_feed(feed=feed, at=county.at, fetch=fetch) == 2
    assert actions.read_feed(feed=feed, at=county.at, fetch=fetch) == 0
    first, second = FeedEntry.objects.order_by("published_on")
    items = list(county.catalog.editions.get().items.all())
    assert actions.likely_item(first.title, items).item_2 == "耕地地力保护补贴"
    key = county.keys["耕地地力保护补贴"]
    row = actions.assign_entry(entry=first, key=key, made_on=None, by=county.officer, at=county.at)
    actions.ignore_entry(entry=second, by=county.officer, at=county.at)
    assert row.source == Disclosure.Source.FEED
    assert not FeedEntry.objects.filter(state=FeedEntry.State.WAITING).exists()
    with pytest.raises(Denied, match="已归类"):
        actions.assign_entry(entry=first, key=key, made_on=None, by=county.officer, at=county.at)


def test_a_feed_that_cannot_be_read_says_why(county):
    feed = actions.add_feed(
        catalog=county.catalog, url="https://www.yundong.example/feed.xml", by=county.officer, at=county.at
    )

    def broken(url):
        raise feeds.BadFeed("网站答复 500，没有给出订阅源。")

    assert actions.read_feed(feed=feed, at=county.at, fetch=broken) == 0
    feed.refresh_from_db()
    assert "500" in feed.note


def filled(data: bytes, **values) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["公开记录"]
    header = next(
        row for row in sheet.iter_rows() if any(cell.value and "信息标题" in str(cell.value) for cell in row)
    )
    columns = {str(cell.value).rstrip(" *"): cell.column for cell in header if cell.value}
    for label, value in values.items():
        sheet.cell(header[0].row + 1, columns[label], value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def brought_in(city, data):
    importer = kinds.get("disclosures")
    book = reading.read(data, "公开记录表.xlsx")
    plan = importer.plan(book, campaign=None, scope={"code": "YD"}, by=city.officer)
    return plan, importer.apply(plan, by=city.officer, at=city.at) if plan.is_clean else None


def test_the_record_sheet_comes_back_and_the_second_time_changes_nothing(county):
    data = filled(
        disclosures.workbook(county.catalog, at=county.at + dt.timedelta(days=1)),
        信息标题="招标公告一览",
        网址="https://www.yundong.example/z",
        公开日期=dt.date(2026, 6, 1),
    )
    _, outcome = brought_in(county, data)
    assert (outcome.new, outcome.errors) == (1, [])
    _, again = brought_in(county, data)
    assert (again.new, again.same) == (0, 1)
    assert Disclosure.objects.get().source == Disclosure.Source.WORKBOOK


def test_a_half_filled_row_is_refused_with_its_cell(county):
    data = filled(
        disclosures.workbook(county.catalog, at=county.at + dt.timedelta(days=1)), 信息标题="只有标题"
    )
    plan, _ = brought_in(county, data)
    assert [(problem.cell, problem.message) for problem in plan.problems] == [("H3", "没有填公开日期")]


def test_the_pages(client, county):
    assert "还没有公开记录" in page(client, county.officer, "disclosures", "YD").text
    data = {
        "key": county.keys["办事指南"],
        "title": "指南",
        "disclosed_on": "2026-06-01",
        "url": "https://a.example/1",
    }
    assert "已登记" in post(client, county.officer, "disclosure-add", "YD", **data).text
    row = Disclosure.objects.get()
    assert (
        "已改正"
        in post(client, county.officer, "disclosure", row.pk, **data | {"title": "新名", "version": "1"}).text
    )
    shown = page(client, county.officer, "catalog-coverage", "YD", show="covered", on="2026-06-30")
    assert "新名" in shown.text
    assert "已作废" in post(client, county.officer, "disclosure-retract", row.pk, reason="错").text
    assert page(client, county.who("county_officer", "YX"), "disclosures", "YD").status_code == 404
    assert page(client, county.clerk, "coverage").status_code == 200
    assert page(client, county.clerk, "coverage", export="1")["Content-Type"].endswith("sheet")


def test_the_department_sees_its_fields_only(client, county):
    shown = page(client, county.scorer_of("01"), "coverage")
    assert [field.code for field in shown.context["fields"]] == ["01"]


def test_the_coverage_page_asks_no_more_with_more_counties(client, county):
    client.force_login(county.clerk)
    client.get(reverse("catalogs:coverage"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("catalogs:coverage"))
    for code in ("YX", "CN"):
        county.draft(code)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("catalogs:coverage"))
    assert len(many) <= len(few) + 1
    assert len(many) <= 15
