"""解读回应与平台建设在浏览器里走一遍：县填报人登记政策与解读、热点与回应，在咨询台答一个问题，登记一处平台并核验。"""

import datetime as dt
import threading
from http.server import ThreadingHTTPServer

import pytest
from django.utils import timezone

from portal.core import clock
from portal.desk.demo import people, places
from tasks import actions
from tasks.registers.interpretation.models import Policy, Question, Topic
from tasks.registers.platforms.models import Zone
from tests.e2e import engine
from tests.e2e.browser import Visitor, Visitors, picture_folder
from tests.e2e.city import plant_columns
from tests.integration.core.links.conftest import Handler, Site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    plant_columns()
    year = clock.local_date(timezone.now()).year
    at = clock.day_start(dt.date(year, 1, 1))
    found = places.build(year=year, at=at)
    cast = people.Cast(found, year=year, seed=1)
    clerk = cast.who("city_clerk", "YC")
    campaign = actions.create_campaign(
        city=found["YC"], year=year, counties=[found["YD"], found["WS"]], by=clerk, at=at
    )
    actions.move_campaign(campaign=campaign, move="start", by=clerk, at=at)
    return cast


@pytest.fixture
def column(settings, monkeypatch):
    """县里的一个栏目：本机 127.0.0.1 上的网站，今天更新过。"""
    monkeypatch.setenv("LINK_CHECK_ALLOW_PRIVATE", "127.0.0.1/32")
    settings.LINK_CHECK_ALLOW_PRIVATE, settings.LINK_CHECK_INTERVAL = ["127.0.0.1/32"], 0.05
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.pages, server.seen = True, {}, []
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    today = clock.local_date(timezone.now())
    page = f'<title>政策文件</title><meta name="PubDate" content="{today}"><p>最新公开的政策文件</p>'
    yield Site(server).put("/policy", page)
    server.shutdown()
    server.server_close()


@pytest.fixture
def visitors(column, cast, live_server, browser, browser_context_args, tmp_path):
    passwords = {account.username: account.password for account in cast.accounts}
    found = Visitors(browser, live_server.url, picture_folder(tmp_path), passwords, browser_context_args)
    with engine.running() as work:
        found.work = work
        yield found
    found.close()


def fills(visitor: Visitor, **values: str) -> None:
    for label, value in values.items():
        visitor.page.get_by_label(label, exact=False).first.fill(value)


def registers_a_policy(officer: Visitor, today: dt.date) -> None:
    officer.open("政策解读")
    officer.page.get_by_role("link", name="登记政策").click()
    fills(
        officer,
        文件名称="关于促进个体工商户发展的措施",
        文号="云东政发〔2026〕5号",
        公布日期=today.isoformat(),
    )
    officer.press("保存")
    officer.sees("待解读")
    fills(officer, 解读标题="一图读懂个体工商户发展措施", 发布日期=today.isoformat(), 解读单位="县市场监管局")
    officer.page.get_by_label("解读形式").select_option("picture")
    officer.page.get_by_label("与政策相互关联").check()
    officer.press("登记解读")
    officer.sees("按时解读")
    officer.check_page("policy")
    officer.open("政策解读")
    officer.check_page("policies")
    assert Policy.objects.get().interpretations.get().is_linked


def answers_a_topic(officer: Visitor, now: dt.datetime) -> None:
    officer.open("热点回应")
    officer.page.get_by_role("link", name="登记热点").click()
    found_at = now - dt.timedelta(hours=6)
    fills(officer, 热点="网传县城将停水三天", 发现时间=found_at.strftime("%Y-%m-%dT%H:%M"), 来源="本地论坛")
    officer.press("保存")
    officer.sees("待回应")
    replied_at = now - dt.timedelta(hours=3)
    fills(officer, 回应时间=replied_at.strftime("%Y-%m-%dT%H:%M"), 回应内容="已核实：只有一个小区检修半天。")
    officer.press("登记回应")
    officer.sees("3.0 小时后首次回应")
    officer.check_page("topic")
    assert Topic.objects.get().responses.count() == 1


def answers_at_the_desk(officer: Visitor, head: Visitor) -> None:
    officer.open("政策咨询")
    officer.page.get_by_role("link", name="登记咨询").click()
    officer.page.locator("#id_text").fill("我是13800138000，怎样申请创业担保贷款？")
    officer.press("保存")
    officer.sees("咨询台不记提问人的个人信息")
    officer.faults.clear()
    officer.page.locator("#id_text").fill("个体户怎样申请创业担保贷款？")
    officer.press("保存")
    officer.sees("待答复")
    officer.page.locator("#id_answer").fill("带营业执照到政务大厅二楼综合窗口申请。")
    officer.press("答复")
    officer.sees("答复的人不能确认自己的答复")
    officer.check_page("question")
    head.go(Question.objects.get().get_absolute_url())
    head.press("确认办结")
    head.sees("已办结")
    officer.go("/desk/questions/add/")
    officer.page.get_by_label("问的是什么").fill("创业担保贷款怎样申请")
    officer.press("查类似问题")
    officer.sees("个体户怎样申请创业担保贷款？")
    officer.check_page("question-similar")


def registers_a_zone(officer: Visitor, column: str, work) -> None:
    officer.open("公开平台")
    officer.page.get_by_role("link", name="登记平台").click()
    fills(officer, 名称="政策文件", 网址=column, 责任岗位="县公开办信息岗")
    officer.press("保存")
    officer.sees("未核验")
    officer.press("现在核验")
    work()
    zone = Zone.objects.get()
    for _ in range(40):
        if zone.updates.exists():
            break
        officer.page.wait_for_timeout(500)
    officer.go(zone.get_absolute_url())
    officer.sees("打得开", "本期已更新")
    officer.check_page("zone")
    officer.open("公开平台")
    officer.check_page("zones")


def test_a_county_interprets_answers_and_keeps_its_columns_fresh(visitors, column):
    now = timezone.now().astimezone(clock.TZ)
    officer = visitors("yd-officer")
    registers_a_policy(officer, now.date())
    answers_a_topic(officer, now)
    answers_at_the_desk(officer, visitors("yd-head"))
    registers_a_zone(officer, column, visitors.work)
    clerk = visitors("clerk")
    clerk.go("/desk/interpretation/")
    clerk.sees("解读率")
    clerk.check_page("interpretation-statistics")
    clerk.go("/desk/zones/statistics/")
    clerk.check_page("platform-statistics")
