"""推进情况在浏览器里走一遍：经办看总表、点数看行、回看、改规则、下载；看走势、预报、县区页、减负；就超期的拟督办单。"""

import datetime as dt
import re

import pytest
from django.utils import timezone

from portal.core import clock
from portal.desk.demo import load
from tasks.models import AreaRule, Supervision
from tests.e2e import engine
from tests.e2e.browser import Visitor, Visitors, picture_folder
from tests.e2e.city import plant_columns

pytestmark = pytest.mark.django_db(transaction=True)
XLSX, PDF = b"PK", b"%PDF"


@pytest.fixture
def accounts(settings, tmp_path):
    """演示城市：八个县区，办到今天；行动六月开始，以前的看上一年的十二月。"""
    settings.VAR_DIR = tmp_path
    plant_columns()
    today = clock.local_date(timezone.now())
    return load.load(today=today if today.month >= 6 else dt.date(today.year - 1, 12, 1))


@pytest.fixture
def visitors(accounts, live_server, browser, browser_context_args, tmp_path):
    passwords = {account.username: account.password for account in accounts}
    found = Visitors(browser, live_server.url, picture_folder(tmp_path), passwords, browser_context_args)
    with engine.running():
        yield found
    found.close()


def follows_a_number(clerk: Visitor) -> None:
    """总表的一个数 → 恰是那些行 → 那件事。"""
    page = clerk.page
    clerk.open("推进情况")
    clerk.sees("亮灯规则", "云东县")
    clerk.check_page("picture-matrix")
    cell = page.get_by_role("row", name="云东县").locator("a.tally--red").first
    count = int(re.search(r"\d+", cell.inner_text())[0])
    assert count
    cell.click()
    clerk.sees(f"云东县 · 超期未办：{count} 件")
    rows = page.locator("main tbody tr")
    assert rows.count() == count
    assert all("云东县" in text for text in rows.all_inner_texts())
    clerk.check_page("picture-rows")
    rows.first.locator("a").first.click()
    page.wait_for_url(lambda url: "/desk/picture/" not in url)
    clerk.check_page()


def looks_back(clerk: Visitor, today: dt.date) -> None:
    clerk.open("推进情况")
    now = done_in(clerk)
    day = today - dt.timedelta(days=60)
    clerk.page.get_by_label("截至").fill(day.isoformat())
    clerk.press("查看")
    clerk.sees("回看，按当天以前的事实重新计算")
    assert done_in(clerk) < now
    clerk.page.get_by_role("link", name="回到今天").click()


def done_in(clerk: Visitor) -> int:
    """标题下写的已办结件数。"""
    return int(re.search(r"已办结 (\d+) /", clerk.page.locator("main").inner_text())[1])


def changes_a_rule(clerk: Visitor) -> None:
    clerk.page.get_by_role("link", name=re.compile("修改.*组织推进的规则")).click()
    clerk.page.get_by_label("容许超期（件）").fill("1000")
    clerk.check_page()
    clerk.press("保存")
    clerk.sees("“组织推进”的亮灯规则已改", "超期未办多于 1000 件为红")
    assert AreaRule.objects.get().most_overdue == 1000
    clerk.check_page()


def takes_it_away(clerk: Visitor) -> None:
    assert clerk.saves("link", "导出 Excel").startswith(XLSX)
    assert clerk.fetches("打印 PDF").startswith(PDF)


def reads_the_rest(clerk: Visitor) -> None:
    page = clerk.page
    page.get_by_role("link", name="走势", exact=True).click()
    clerk.sees("办结率走势（%）")
    clerk.check_page("picture-trend")
    clerk.go("/desk/picture/forecast/")
    clerk.sees("到期预报")
    clerk.check_page()
    clerk.open("推进情况")
    page.locator("main").get_by_role("link", name="云东县", exact=True).click()
    page.wait_for_url("**/counties/YD/**")
    clerk.check_page("picture-county")
    clerk.open("减负")
    clerk.sees("谁要的")
    clerk.check_page("picture-burden")


def drafts_a_paper(clerk: Visitor, today: dt.date) -> None:
    """超期清单里勾两件，成一张督办单。"""
    page = clerk.page
    clerk.open("超期清单")
    page.get_by_label("县区").select_option(label="云东县")
    clerk.press("筛选")
    page.wait_for_url("**county=YD**")
    boxes = page.locator("input[name=items]")
    for place in (0, 1):
        boxes.nth(place).check()
    clerk.check_page("picture-overdue")
    clerk.press("就勾选的拟督办单")
    clerk.sees("云东县（2）")
    assert page.locator("input[name=keys]:checked").count() == page.locator("input[name=keys]").count() == 2
    page.locator("[name=title]").fill("逾期事项督办")
    page.locator("[name=demand]").fill("逐件办结，书面说明逾期原因。")
    page.locator("[name=due_on]").fill((today + dt.timedelta(days=10)).isoformat())
    clerk.check_page()
    clerk.press("拟好，去核对")
    clerk.sees("已拟好 1 份督办单", "逾期事项督办")
    paper = Supervision.objects.get(title="逾期事项督办")
    assert (paper.organisation.code, paper.matters.count()) == ("YD", 2)


def takes_a_whole_county(clerk: Visitor) -> None:
    page = clerk.page
    clerk.open("超期清单")
    link = page.locator(".supervise__places a").first
    count = int(re.search(r"（(\d+)）", link.inner_text())[1])
    link.click()
    clerk.sees("选出要督办的事")
    assert page.locator("input[name=keys]:checked").count() == min(count, 300)
    clerk.check_page()


def sees_its_own_page(officer: Visitor) -> None:
    """县里的人在手机上看自己的一页，看不到别县的，也没有拟督办单的入口。"""
    officer.open("推进情况")
    officer.page.get_by_role("rowheader", name="云东县").wait_for()
    assert "云西县" not in officer.page.locator("main").inner_text()
    officer.go("/desk/picture/counties/YD/")
    officer.page.get_by_role("heading", name="云东县", level=1).wait_for()
    officer.check_phone("picture-phone")
    officer.check_page()
    officer.open("超期清单")
    assert officer.page.locator("input[name=items]").count() == 0
    officer.check_page()


def test_the_clerk_reads_the_picture_and_acts_on_it(visitors):
    clerk, today = visitors("clerk"), clock.local_date(timezone.now())
    follows_a_number(clerk)
    looks_back(clerk, today)
    changes_a_rule(clerk)
    takes_it_away(clerk)
    reads_the_rest(clerk)
    drafts_a_paper(clerk, today)
    takes_a_whole_county(clerk)
    sees_its_own_page(visitors("yd-officer"))
