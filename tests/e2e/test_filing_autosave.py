"""方案备案的自动保存：停手就存，别人改过先比较，网断了说出来。"""

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import expect

from portal.organisations.models import Organisation
from tasks import actions
from tasks.models import Campaign, Filing
from tests.e2e import city as town
from tests.e2e.browser import Visitor, picture_folder

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "云东县政务公开提升行动方案"


@pytest.fixture
def city():
    return town.build()


@pytest.fixture
def filing(city) -> Filing:
    return actions.open_filing(
        campaign=Campaign.objects.get(),
        county=Organisation.objects.get(code="YD"),
        by=get_user_model().objects.get(username="yd-officer"),
        at=timezone.now(),
    )


@pytest.fixture
def officer(city, filing, page, live_server, tmp_path) -> Visitor:
    visitor = Visitor(page, live_server.url, picture_folder(tmp_path))
    visitor.sign_in("yd-officer", city.passwords["yd-officer"])
    visitor.go(f"/desk/filings/{filing.pk}/edit/")
    return visitor


def saved_elsewhere(filing: Filing, **values) -> None:
    filing.refresh_from_db()
    person = get_user_model().objects.get(username="yd-officer")
    actions.save_filing(filing=filing, values=values, version=filing.version, by=person, at=timezone.now())


def test_it_saves_itself_and_nothing_typed_is_lost(filing, officer):
    page = officer.page
    page.get_by_label("方案名称").fill(TITLE)
    expect(page.locator("#saved")).to_contain_text("已自动保存")
    page.locator("[name=leader]").fill("赵志强")
    expect(page.locator("#saved")).to_contain_text("已自动保存")
    expect(page.locator("[name=version]")).to_have_value("3")
    filing.refresh_from_db()
    assert (filing.title, filing.leader) == (TITLE, "赵志强")
    page.reload()
    expect(page.get_by_label("方案名称")).to_have_value(TITLE)
    assert officer.faults == []


def test_a_field_that_is_wrong_is_said_and_kept_on_the_page(filing, officer):
    page = officer.page
    page.get_by_label("方案名称").fill(TITLE)
    page.locator("[name=summary]").fill(TITLE)
    expect(page.locator("#saved")).to_contain_text("没有自动保存")
    expect(page.locator("[name=summary]")).to_have_value(TITLE)


def test_what_another_saved_is_compared_field_by_field(filing, officer):
    page = officer.page
    saved_elsewhere(filing, title="对方的名称", leader="钱晓燕")
    page.get_by_label("方案名称").fill(TITLE)
    expect(page.locator("#saved")).to_contain_text("刚有别人改过")
    officer.press("保存草稿")
    expect(page.get_by_text("请逐项选定")).to_be_visible()
    row = page.get_by_role("row", name="方案名称")
    expect(row).to_contain_text("对方的名称")
    page.get_by_role("row", name="行动负责人").or_(page.get_by_role("row", name="钱晓燕")).first.get_by_role(
        "button", name="采用对方"
    ).click()
    officer.press("保存草稿")
    page.wait_for_url(f"**/filings/{filing.pk}/")
    filing.refresh_from_db()
    assert (filing.title, filing.leader) == (TITLE, "钱晓燕")


def test_an_unreachable_server_is_said(filing, officer):
    page = officer.page
    page.context.set_offline(True)
    page.get_by_label("方案名称").fill(TITLE)
    expect(page.locator("#saved")).to_contain_text("网络不通")
    page.context.set_offline(False)
