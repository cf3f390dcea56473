"""惠农补贴在浏览器里走一遍：县里导入、复核、排印，村文书在手机上张贴登记，村民在公开页提异议、看合计。"""

import datetime as dt

import pytest
from django.utils import timezone

from portal.core import clock
from portal.desk.demo import people, photo, places
from tests.e2e import engine
from tests.e2e.browser import PHONE, Visitor, Visitors, picture_folder
from tests.e2e.city import plant_columns
from tests.unit.village import lists
from village.models import Inquiry, Material, Notice, Objection, PaymentBatch, Posting

pytestmark = pytest.mark.django_db(transaction=True)
VILLAGE = "YD-T1-V1"
NAME = "耕地地力保护补贴"
OTHER = {"村": "红旗村"}


@pytest.fixture
def cast(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    plant_columns()
    year = clock.local_date(timezone.now()).year
    found = places.build(year=year, at=clock.day_start(dt.date(year, 1, 1)))
    return people.Cast(found, year=year, seed=1)


@pytest.fixture
def work(cast):
    with engine.running() as push:
        yield push


@pytest.fixture
def visitors(work, cast, live_server, browser, browser_context_args, tmp_path, settings):
    settings.PUBLIC_ADDRESS = live_server.url
    passwords = {account.username: account.password for account in cast.accounts}
    found = Visitors(browser, live_server.url, picture_folder(tmp_path), passwords, browser_context_args)
    yield found
    found.close()


def opens_the_programme(officer: Visitor) -> None:
    page = officer.page
    officer.open("补贴项目")
    page.get_by_role("link", name="新增项目").click()
    for label, value in (
        ("补贴项目", NAME), ("主管部门", "县农业农村局"), ("政策依据", "《农业生产发展资金管理办法》"),
        ("补贴对象", "拥有耕地承包权的种地农民"), ("补贴标准", "每亩 95.35 元"), ("单位标准（元）", "95.35"),
        ("计量单位", "亩"), ("发放方式", "惠农补贴一卡通"), ("监督举报电话", "12345"),
    ):  # fmt: skip
        page.get_by_label(label, exact=False).first.fill(value)
    officer.press("保存")
    officer.sees("已建立")
    officer.check_page("subsidy-programme")


def tells_of_the_application(officer: Visitor) -> None:
    today = clock.local_date(timezone.now())
    page = officer.page
    page.get_by_label("申报开始").fill(today.isoformat())
    page.get_by_label("申报截止").fill((today + dt.timedelta(days=30)).isoformat())
    page.get_by_label("申报须知").fill("带户口簿到所在村（居）委会申报。")
    officer.press("登记")
    officer.press("拟稿公开")
    officer.sees("申报通知")
    page.go_back()


def imports_the_list(officer: Visitor, work, folder) -> None:
    page, path = officer.page, folder / "发放清单.xlsx"
    path.write_bytes(lists.book(lists.household(1), lists.household(2, 金额=1), lists.household(3, **OTHER)))
    officer.upload("发放清单", path, "上传")
    _worked(officer, work, "有 1 处错误")
    officer.check_page("subsidy-errors")
    officer.saves("link", "下载标红的清单")
    officer.press("放弃这份上传")
    path.write_bytes(lists.book(lists.household(1), lists.household(2), lists.household(3, **OTHER)))
    officer.upload("发放清单", path, "上传")
    _worked(officer, work, "没有错误")
    page.get_by_role("link", name="第1批").click()
    officer.sees("入账后各村的合计")
    officer.check_page("subsidy-batch")


def _worked(visitor: Visitor, work, text: str) -> None:
    work()
    visitor.page.reload()
    visitor.sees(text)


def confirms(head: Visitor) -> None:
    head.go(PaymentBatch.objects.get().get_absolute_url())
    head.confirm("复核入账")
    head.sees("已复核")
    assert Posting.objects.due().count() == 2


def prints_the_notices(officer: Visitor, work) -> None:
    officer.go(f"/desk/village/programmes/{PaymentBatch.objects.get().programme_id}/notices/")
    officer.press("排印云东县的公示单")
    work()
    officer.go(f"/desk/village/programmes/{PaymentBatch.objects.get().programme_id}/notices/?place=YD-T1")
    for _ in range(40):
        if Notice.objects.count() == 2:
            break
        officer.page.wait_for_timeout(1000)
        officer.page.reload()
    officer.page.reload()
    officer.sees("A3")
    officer.check_page("subsidy-notices")


def posts_on_the_phone(clerk: Visitor, picture) -> None:
    page = clerk.page
    page.set_viewport_size(PHONE)
    clerk.go("/desk/")
    page.get_by_role("link", name="待张贴 1 项").click()
    clerk.sees("怎样张贴的")
    clerk.check_phone("posting-board")
    page.set_viewport_size(PHONE)
    page.get_by_label("村务监督委员会签字人").fill("王监督")
    page.get_by_label("张贴照片").set_input_files(picture)
    clerk.press("登记张贴")
    clerk.sees("已登记 1 项")
    page.locator("#posted").get_by_role("link", name=NAME).click()
    clerk.sees("公示证明")
    assert clerk.fetches("下载公示单（A3）").startswith(b"%PDF")
    clerk.check_page("posting")


def objects_in_public(villager: Visitor) -> str:
    page = villager.page
    page.set_viewport_size(PHONE)
    villager.go("/villages/")
    for name in ("云东县", "青石镇", "东风村"):
        page.locator("main").get_by_role("link", name=name).last.click()
    villager.sees("公示中")
    assert "王甲" not in page.content()
    villager.check_phone("public-village")
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="有异议，我要提出").click()
    page.get_by_label("异议内容").fill("我家多承包了两亩，公示里没有。")
    page.get_by_label("怎样答复您").fill("13800138000")
    villager.check_phone("public-objection")
    villager.press("提交")
    villager.sees("已收到您的异议")
    assert not page.context.cookies()
    return page.locator(".receipt").inner_text()


def answers(clerk: Visitor) -> None:
    clerk.go("/desk/")
    clerk.page.get_by_role("link", name="公示 异议").click()
    clerk.sees("多承包了两亩")
    clerk.press("看联系方式")
    clerk.sees("13800138000")
    clerk.page.get_by_label("答复").first.fill("已入户丈量，两亩是今年新开的，明年计入。")
    clerk.check_page("objection")
    clerk.press("维持原公示")
    clerk.sees("已答复")
    assert Objection.objects.get().status == Objection.Status.UPHELD


def looks_the_answer_up(villager: Visitor, receipt: str) -> None:
    villager.go("/villages/receipts/")
    villager.page.get_by_label("回执号").fill(receipt)
    villager.press("查询")
    villager.sees("已入户丈量")


def keeps_and_answers_a_villager(clerk: Visitor) -> None:
    posting = Posting.objects.posted().get()
    clerk.go(posting.get_absolute_url())
    clerk.page.get_by_label("留存地点").fill("档案柜二层")
    clerk.page.get_by_label("保管人").fill("村文书")
    clerk.press("登记留存，5 年")
    assert Material.objects.get().place == "档案柜二层"
    clerk.go(f"/desk/village/inquiries/{VILLAGE}/")
    clerk.check_page("inquiry-form")
    clerk.page.get_by_label("身份证号码").fill(lists.id_of(1))
    clerk.press("查询")
    clerk.sees("查询单 第", "953.50", "档案柜二层")
    assert lists.id_of(1) not in clerk.page.content() and Inquiry.objects.get().found == 1
    clerk.check_page("inquiry")


def publishes_the_sums(visitors: Visitors, work) -> None:
    officer = visitors("yd-officer")
    officer.open("年度公开")
    officer.press("定格本县的合计")
    address = officer.page.url.removeprefix(officer.home)
    officer.check_page("release")
    for who, move, danger in (
        ("yd-head", "报送市政务公开办", False), ("clerk", "核对通过", False), ("reviewer", "公开各村合计", True)
    ):  # fmt: skip
        visitor = visitors(who)
        visitor.go(address)
        visitor.confirm(move) if danger else visitor.press(move)
    work()
    villager = visitors.public()
    for _ in range(40):
        villager.go(f"/villages/{VILLAGE}/")  # 带 # 的同一网址再开不会重读
        if villager.page.get_by_role("link", name="惠农补贴发放情况").count():
            break
        villager.page.wait_for_timeout(1000)
    villager.page.get_by_role("link", name="惠农补贴发放情况").click()
    villager.sees("1,907.00")
    assert "王" not in villager.page.locator("article").inner_text()
    villager.check_page("public-sums")


def test_from_the_county_list_to_the_villagers_answer(visitors, work, tmp_path):
    picture = tmp_path / "公开栏.png"
    picture.write_bytes(photo.board())
    officer, clerk, villager = visitors("yd-officer"), visitors("yd-t1-v1-clerk"), visitors.public()
    opens_the_programme(officer)
    tells_of_the_application(officer)
    imports_the_list(officer, work, tmp_path)
    confirms(visitors("yd-head"))
    prints_the_notices(officer, work)
    posts_on_the_phone(clerk, picture)
    receipt = objects_in_public(villager)
    answers(clerk)
    looks_the_answer_up(villager, receipt)
    keeps_and_answers_a_villager(clerk)
    city = visitors("clerk")
    city.open("补贴公示")
    city.sees("应公示 2 次", "年内已张贴 1 次")
    city.check_page("year-end")
    publishes_the_sums(visitors, work)
