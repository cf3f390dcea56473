"""条例贯彻在浏览器里走一遍：县里登记申请、补正、答复、送达；填年度报告、审核、公开。"""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.core import clock
from portal.desk.demo import people, places
from portal.publications.models import Publication
from tasks.models import AnnualReport, DisclosureRequest
from tasks.registers.requests import actions
from tasks.registers.requests.actions import Done, Facts
from tests.e2e.browser import Visitor, Visitors, picture_folder
from tests.e2e.city import plant_columns

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    plant_columns()
    year = clock.local_date(timezone.now()).year
    found = places.build(year=year, at=clock.day_start(dt.date(year, 1, 1)))
    staffed = ("YC", "YD", "YD-T1")
    cast = people.Cast({code: found[code] for code in staffed}, year=year, seed=1)
    _last_years_request(found["YD"], cast, year - 1)
    return cast


def _last_years_request(county, cast, year: int) -> None:
    """上年办结的一件，年度报告从它预填。"""
    officer, head = cast.who("county_officer", "YD"), cast.who("county_head", "YD")
    day = dt.date(year, 3, 3)
    at = clock.day_start(day) + dt.timedelta(hours=10)
    facts = Facts("natural", day, "post", "城北片区征地补偿安置方案")
    request = actions.register_request(body=county, facts=facts, by=officer, at=at)
    done = Done(day, outcome="disclosed", text="予以公开")
    for move, person in (("draft", officer), ("approve", head)):
        actions.move_request(request=request, move=move, done=done, by=person, at=at)


@pytest.fixture
def visitors(cast, live_server, browser, browser_context_args, tmp_path, settings):
    settings.PUBLIC_ADDRESS = live_server.url
    passwords = {account.username: account.password for account in cast.accounts}
    found = Visitors(browser, live_server.url, picture_folder(tmp_path), passwords, browser_context_args)
    yield found
    found.close()


def registers(officer: Visitor) -> str:
    page = officer.page
    officer.open("依申请公开")
    officer.check_page()
    page.get_by_role("link", name="登记申请").click()
    page.get_by_label("提交方式").select_option(label="网络")
    page.get_by_label("申请人类别").select_option(label="自然人")
    page.get_by_label("申请内容").fill("青石镇道路硬化项目的决算")
    page.get_by_label("申请人姓名").fill("某申请人，0999-5550111")
    officer.check_page("request-form")
    officer.press("登记")
    officer.sees("已登记", "还剩 20 个工作日")
    officer.check_page("request-clock")
    return page.url


def step(visitor: Visitor, name: str, **fields: str) -> None:
    page = visitor.page
    page.get_by_role("link", name=name, exact=True).click()
    for label, value in fields.items():
        page.get_by_label(label).first.fill(value)
    visitor.check_page()
    visitor.press(name)
    visitor.sees("已登记：")


def works(officer: Visitor) -> None:
    step(officer, "告知补正", 需要补正的内容="请写明所需信息的年度")
    officer.sees("停止计时")
    step(officer, "收到补正", 补正情况="已写明年度")
    page = officer.page
    page.get_by_role("link", name="拟定答复送审").click()
    page.get_by_label("办理结果").select_option(label="部分公开")
    page.get_by_label("答复的依据与说明").fill("涉及第三方合法权益的部分不予公开")
    officer.press("拟定答复送审")
    officer.sees("待审核")
    assert page.get_by_role("button", name="审核通过，作出答复").is_disabled()


def approves(head: Visitor, url: str) -> None:
    head.page.goto(url)
    head.page.get_by_role("link", name="审核通过，作出答复").click()
    head.sees("部分公开")
    head.check_page("request-review")
    head.press("审核通过，作出答复")
    head.sees("已答复")


def delivers(officer: Visitor, url: str) -> None:
    officer.page.goto(url)
    step(officer, "登记送达", 送达方式="邮寄")
    step(officer, "办结归档")
    officer.check_page()
    assert officer.saves("link", "打印登记表")[:4] == b"%PDF"
    request = DisclosureRequest.objects.get(subject__contains="道路硬化")
    assert (request.status, request.outcome) == ("closed", "partly")


def fills(officer: Visitor, year: int) -> str:
    page = officer.page
    officer.open("年度报告")
    page.get_by_label("所报告的年度").fill(str(year))
    officer.press("编报")
    officer.sees("10 处不符")
    url = page.url
    page.get_by_role("link", name="填表").first.click()
    page.get_by_role("link", name="二、主动公开政府信息情况").click()
    for box in page.locator("input[data-column]:not([data-column=note])").all():
        box.fill("0")
        box.press("Tab")
    officer.sees("已保存")
    expect(page.locator("[data-grid-value]")).to_have_text("0", timeout=60_000)
    page.get_by_role("link", name="三、收到和处理政府信息公开申请情况").click()
    officer.sees("台账 1、0、0、0、0、0")
    officer.check_page("annual-grid")
    page.goto(url)
    page.get_by_role("link", name="写文字").first.click()
    page.get_by_label("一、总体情况").fill("全年主动公开各类信息，依法办理申请。")
    page.get_by_label("五、存在的主要问题及改进情况").fill("解读的形式还比较单一，将逐步丰富。")
    page.get_by_label("六、其他需要报告的事项").fill("无")
    officer.press("保存")
    officer.sees("勾稽关系、合计、上年结转都相符")
    officer.check_page("annual-report")
    officer.press("提交审核")
    officer.sees("待审核")
    return url


def publishes(visitors: Visitors, url: str) -> None:
    for username, label, after in (
        ("yd-head", "审核通过，报市核对", "待市核对"),
        ("clerk", "核对通过", "待公开"),
    ):
        visitors(username).page.goto(url)
        visitors(username).press(label)
        visitors(username).sees(after)
    reviewer = visitors("reviewer")
    reviewer.page.set_default_timeout(60_000)
    reviewer.page.goto(url)
    reviewer.confirm("公开年度报告")
    reviewer.page.get_by_text("已公开").first.wait_for(timeout=60_000)
    reviewer.check_page()


def test_a_request_is_answered_and_the_year_reported(visitors):
    officer, head = visitors("yd-officer"), visitors("yd-head")
    url = registers(officer)
    works(officer)
    approves(head, url)
    delivers(officer, url)
    year = clock.local_date(timezone.now()).year - 1
    publishes(visitors, fills(officer, year))
    report = AnnualReport.objects.get()
    assert report.status == "published"
    assert Publication.objects.get(pk=report.publication_id).files.count() == 3
    public = visitors.public()
    public.go(report.publication.public_url)
    public.sees("政府信息公开工作年度报告", "（七）总计")
    public.check_page("annual-public")
