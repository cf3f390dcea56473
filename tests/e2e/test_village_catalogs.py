"""村务公开在浏览器里走一遍：村里在手机上登记，乡镇、县、市看合计，县里看样本、确认衔接。"""

import datetime as dt

import pytest
from django.utils import timezone

from portal.core import clock
from portal.desk.demo import load
from tests.e2e.browser import PHONE, Visitor, Visitors, picture_folder
from tests.e2e.city import plant_columns
from tests.unit.village.pictures import png
from village.models import CycleRecord, Deviation, Linkage

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "YD-T1-V1"


@pytest.fixture
def accounts(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    plant_columns()
    today = clock.local_date(timezone.now())
    started = dt.date(today.year, 6, 1)
    return load.load(today=today if today >= started else dt.date(today.year - 1, 12, 1))


@pytest.fixture
def visitors(accounts, live_server, browser, browser_context_args, tmp_path):
    passwords = {account.username: account.password for account in accounts}
    found = Visitors(browser, live_server.url, picture_folder(tmp_path), passwords, browser_context_args)
    yield found
    found.close()


def registers_on_the_phone(clerk: Visitor, photo) -> None:
    page, before = clerk.page, CycleRecord.objects.filter(village__code=HERE).count()
    page.set_viewport_size(PHONE)
    clerk.go("/desk/")
    page.get_by_role("link", name="应公开").or_(page.get_by_role("link", name="逾期未公开")).first.click()
    clerk.sees("这一期要公开")
    clerk.check_phone("village-board")
    page.set_viewport_size(PHONE)
    page.locator("#waiting").get_by_role("button", name="已公开").first.click()
    clerk.sees("已登记 1 项")
    for box in page.locator("#waiting input[name=slot]").all()[:2]:
        box.check()
    page.get_by_label("照片").set_input_files(photo)
    clerk.press("登记所选")
    clerk.sees("已登记 2 项")
    assert CycleRecord.objects.filter(village__code=HERE).count() == before + 3
    page.get_by_role("link", name="公开记录").click()
    clerk.sees("近的在前")
    clerk.check_page("village-records")


def adapts_an_item(clerk: Visitor) -> None:
    clerk.go(f"/desk/village/catalogs/{HERE}/")
    clerk.check_page("village-catalog")
    clerk.page.get_by_role("link", name="惠农补贴发放").first.click()
    clerk.page.get_by_label("公开时限").fill("每月")
    clerk.page.get_by_label("与县级样本不同的理由").fill("村民代表会议定为按月公布")
    clerk.press("保存")
    clerk.sees("已保存：调整")
    clerk.check_page("village-item")
    assert Deviation.objects.filter(village__code=HERE, values__time_limit="每月").count() == 2


def confirms_a_link(officer: Visitor) -> None:
    officer.go("/desk/village/catalogs/links/YD/?show=gaps")
    officer.check_page("village-links")
    row = officer.page.locator("tr", has_text="村民会议决议")
    if not row.get_by_label("不用对应的理由").first.is_visible():
        row.locator("summary").click()
    row.get_by_label("不用对应的理由").fill("村民自治事项")
    row.get_by_role("button", name="确定").click()
    officer.sees("已确认")
    assert Linkage.objects.filter(reason="村民自治事项").count() == 1


def test_a_village_posts_and_those_above_see_it(visitors, tmp_path):
    photo = tmp_path / "公开栏.png"
    photo.write_bytes(png())
    clerk = visitors("yd-t1-v1-clerk")
    registers_on_the_phone(clerk, photo)
    adapts_an_item(clerk)
    officer = visitors("yd-officer")
    officer.go("/desk/village/catalogs/")
    officer.sees("青石镇")
    officer.check_page("village-overview")
    officer.go("/desk/village/catalogs/model/YD/")
    officer.sees("5 个照样本")
    officer.check_page("village-model")
    confirms_a_link(officer)
    city = visitors("clerk")
    city.go("/desk/village/catalogs/")
    city.sees("云东县", "云西县")
    city.check_page()
    town = visitors("yd-t1-officer")
    town.go("/desk/village/catalogs/")
    town.page.get_by_role("link", name="东风村").click()
    town.sees("东风村村务公开")
    town.check_page()
