"""村的公开页：目录、项目、申报、公示的日期，没有户；人写的文字里的号码打码；不设 Cookie。"""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.notifications.models import Message
from portal.publications.models import Publication
from tests.integration.village.conftest import AT, YEAR
from tests.integration.village.postings.conftest import VILLAGE
from village import actions

ID = "11010519491231002X"
TABLE_NAME = re.compile(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"')
WITH_HOUSEHOLDS = {
    "village_payment",
    "village_villagesum",
    "village_upload",
    "village_inquiry",
    "village_notice",
}


@pytest.fixture
def page(town, browse):
    def opened(address: str = f"/villages/{VILLAGE}/"):
        return Client().get(address)

    return opened


def test_it_shows_the_policy_and_the_days_and_no_household(town, page):
    town.show(place=f"村口，找{ID}")
    with CaptureQueriesContext(connection) as asked:
        answer = page()
    assert answer.status_code == 200 and not answer.cookies
    assert "2026-07-01 至 2026-07-08" in answer.text and "每亩 95.35 元" in answer.text
    assert ID not in answer.text and "王建国" not in answer.text and "1,191.88" not in answer.text
    read = {name for query in asked.captured_queries for name in TABLE_NAME.findall(query["sql"])}
    assert not read & WITH_HOUSEHOLDS and not read & {"django_session", "accounts_user"}


def test_numbers_in_the_policy_are_masked(town, page):
    type(town.programme).objects.filter(pk=town.programme.pk).update(contact=f"联系 {ID}")
    assert ID not in page().text


def test_an_application_shows_only_once_it_is_published(town, page):
    application = actions.announce(
        programme=town.programme, opens_on=AT.date(), closes_on=AT.date(), text="到村里", by=town.county.who("officer"), at=AT
    )  # fmt: skip
    draft = actions.draft_application(application=application, by=town.county.who("officer"), at=AT)
    again = actions.draft_application(application=application, by=town.county.who("officer"), at=AT)
    assert draft == again and "到村里" in draft.body_html and "每亩 95.35 元" in draft.body_html
    assert draft.title not in page().text
    Publication.objects.filter(pk=draft.pk).update(
        status="published", index_number="X", published_at=AT, published_by=town.county.who("head")
    )
    assert draft.title in page().text


def test_the_index_leads_from_the_county_to_the_village(town, page):
    assert "云东县" in page("/villages/").text
    assert "青石镇" in page("/villages/?place=YD").text
    assert "东风村" in page("/villages/?place=YD-T1").text
    assert page("/villages/?place=NOWHERE").status_code == 404
    assert page("/villages/YD/").status_code == 404
    assert page(f"/villages/{VILLAGE}/?year=abcd").status_code == 200


def test_a_posting_not_yet_up_has_no_form(town, page):
    assert page(f"/villages/postings/{town.due().pk}/objection/").status_code == 404


def test_programmes_without_an_application_are_told_once_a_month(town):
    on = AT.date()
    assert actions.remind_applications(on=on, at=AT) == 1
    actions.remind_applications(on=on, at=AT)
    told = Message.objects.filter(person=town.county.who("officer"), key__startswith="village-applications")
    assert told.count() == 1 and f"{YEAR}" in told.get().url
