"""任务书在浏览器里走一遍：市里从方案编任务书，县区接收、分解、办理、提交，市里退回、确认；申请延期；路线图与时间表。"""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from portal.core import clock
from portal.core.jobs import store
from portal.core.word import Document
from portal.desk.demo import people, places
from tasks import actions
from tasks.models import Assignment, Extension, Task
from tests.e2e.browser import Visitor, Visitors, picture_folder
from tests.e2e.city import plant_columns

pytestmark = pytest.mark.django_db(transaction=True)

PLAN = """云川市{year}年基层政务公开提升专项行动实施方案
一、总体要求
以公开促落实、促规范、促服务，全面提升基层政务公开水平。
二、主要任务
（一）组织推进
1.各县区明确责任领导和承办人员，12月31日前将责任人员名单报市政务公开办。
2.各县区政府办每季度召开一次工作会议，研究推进情况。
（二）标准指引
3.各县区对照省级标准修订本县区事项目录，12月31日前完成。
4.各领域主管部门配合市司法局清理以往答复文书，12月31日前完成清理。
（三）平台建设
5.各县区核对政府网站公开专栏，12月31日前清理空栏目。
"""


@pytest.fixture
def cast(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    plant_columns()
    year = clock.local_date(timezone.now()).year
    at = clock.day_start(dt.date(year, 1, 1))
    found = places.build(year=year, at=at)
    staffed = ("YC", "YD", "YD-T1")
    cast = people.Cast({code: found[code] for code in staffed}, year=year, seed=1)
    clerk, counties = cast.who("city_clerk", "YC"), [found["YD"], found["YX"]]
    campaign = actions.create_campaign(city=found["YC"], year=year, counties=counties, by=clerk, at=at)
    actions.move_campaign(campaign=campaign, move="start", by=clerk, at=at)
    return cast


@pytest.fixture
def visitors(cast, live_server, browser, browser_context_args, tmp_path):
    passwords = {account.username: account.password for account in cast.accounts}
    found = Visitors(browser, live_server.url, picture_folder(tmp_path), passwords, browser_context_args)
    store.beat("journey", at=timezone.now() + dt.timedelta(hours=1))  # 后台照常，图里没有“后台任务未运行”
    yield found
    found.close()


def proposal(clerk: Visitor, number: str):
    """核对页上这一编号的一条。"""
    return clerk.page.locator("fieldset.proposal", has=clerk.page.locator(f"input[value='{number}']"))


def makes_the_book(clerk: Visitor, year: int) -> None:
    """从粘贴的方案生成；改正一条，去掉一条。"""
    page = clerk.page
    clerk.open("任务书")
    page.get_by_role("link", name="从方案生成任务").click()
    page.get_by_label("或者粘贴方案全文").fill(PLAN.format(year=year))
    clerk.check_page()
    clerk.press("读出任务")
    clerk.sees("读出 5 条")
    clerk.check_page("task-plan")
    proposal(clerk, "3").get_by_label("成果").fill("修订后的事项目录")
    proposal(clerk, "4").get_by_label("列入任务书").uncheck()
    clerk.press("列入任务书")
    clerk.sees("已列入任务书 4 项")
    clerk.check_page()
    assert Task.objects.get(number="3").deliverable == "修订后的事项目录"
    assert not Task.objects.filter(number="4").exists()


def open_task(visitor: Visitor, words: str) -> None:
    visitor.open("任务办理")
    visitor.page.get_by_role("link", name=words).first.click()


def receives_all(officer: Visitor) -> None:
    """一次接收交给本县的全部任务。"""
    officer.open("任务办理")
    officer.check_page()
    officer.page.get_by_role("button", name="接收选中的").click()
    officer.check_page()
    officer.page.get_by_role("button", name="确认接收任务").click()
    officer.sees("已接收，开始办理")
    pending = Assignment.objects.filter(organisation__code="YD", status=Assignment.Status.PENDING)
    assert not pending.exists()


def splits(officer: Visitor) -> str:
    open_task(officer, "责任领导和承办人员")
    page = officer.page
    url = page.url
    page.get_by_role("link", name="分解给县直部门、乡镇").click()
    page.get_by_label("青石镇").check()
    page.get_by_label("分工").fill("报送本镇的责任领导与承办人员")
    officer.check_page()
    officer.press("分解")
    officer.sees("已分解给 1 个单位")
    assert page.get_by_role("button", name="提交完成情况").is_disabled()
    officer.sees("还没有确认完成，办完之后才能提交")
    return url


def records(visitor: Visitor, text: str, *, link: str = "", file: Path | None = None) -> None:
    visitor.page.get_by_label("做了什么").fill(text)
    visitor.page.get_by_label("佐证网址").fill(link)
    if file:
        visitor.page.get_by_label("佐证文件").set_input_files(file)
    visitor.press("记下进展")
    visitor.sees("已记下这次进展", text)


def township_works(township: Visitor) -> None:
    open_task(township, "责任领导和承办人员")
    township.sees("报送本镇的责任领导与承办人员")
    township.press("接收任务")
    township.sees("已接收，开始办理")
    records(township, "镇长任责任领导，党政办承办。")
    township.check_page()
    township.press("提交完成情况")
    township.sees("已提交，等待审核")


def head_accepts(head: Visitor, url: str) -> None:
    """县区负责人看得到县里的一份，确认乡镇的一份。"""
    head.page.goto(url)
    head.page.get_by_role("link", name="青石镇").click()
    head.press("确认完成")
    head.sees("已确认完成")
    head.check_page()


def roster(folder: Path) -> Path:
    document = Document(title="云东县责任人员名单")
    document.title("云东县责任人员名单")
    document.paragraph("责任领导：县政府办副主任。承办：县公开办、各乡镇党政办。")
    path = folder / "云东县责任人员名单.docx"
    path.write_bytes(document.to_bytes())
    return path


def county_submits(officer: Visitor, url: str, folder: Path) -> None:
    officer.page.goto(url)
    link = "https://yd.yunchuan.example/zwgk/leaders.html"
    records(officer, "责任领导和承办人员已经明确，名单已公开。", link=link, file=roster(folder))
    officer.sees("云东县责任人员名单.docx", "yd.yunchuan.example")
    officer.check_page("task-work")
    officer.press("提交完成情况")
    officer.sees("已提交，等待审核")


def city_returns(clerk: Visitor, url: str) -> None:
    clerk.page.goto(url)
    clerk.press("退回")
    dialog = clerk.page.locator("dialog[open]")
    dialog.get_by_label("原因").fill("名单缺乡镇承办人员的联系方式，请补充。")
    dialog.get_by_role("button", name="退回", exact=True).click()
    clerk.sees("已退回")
    clerk.check_page()


def county_resubmits(officer: Visitor, url: str) -> None:
    officer.page.goto(url)
    officer.sees("退回原因", "名单缺乡镇承办人员的联系方式")
    officer.check_page("task-returned")
    records(officer, "已补充乡镇承办人员的办公电话。")
    officer.press("提交完成情况")
    officer.sees("已提交，等待审核")


def city_accepts(clerk: Visitor, url: str) -> None:
    clerk.page.goto(url)
    clerk.press("确认完成")
    clerk.sees("已确认完成")
    clerk.open("任务办理")
    clerk.check_page("task-assignments")
    assert clerk.saves("link", "导出当前结果").startswith(b"PK")


def county_asks_for_time(officer: Visitor, year: int) -> None:
    open_task(officer, "修订本县区事项目录")
    officer.page.get_by_role("link", name="申请延期").click()
    officer.page.get_by_label("延至").fill(f"{year + 1}-01-31")
    officer.page.get_by_label("延期原因").fill("省级标准十二月调整，两个领域的事项正在会签。")
    officer.check_page()
    officer.press("提交申请")
    officer.sees("延期申请已提交，等待云川市审批")


def reviewer_grants(reviewer: Visitor, year: int) -> None:
    reviewer.open("延期单")
    reviewer.check_page()
    reviewer.press("批准延期")
    number = f"延〔{year}〕1号"
    reviewer.sees("已批准", number)
    reviewer.check_paper(reviewer.fetches(number), "extension-sheet")


def everyone_sees_the_dates(officer: Visitor, clerk: Visitor, year: int) -> None:
    clerk.open("路线图")
    clerk.sees("组织推进", "标准指引")
    clerk.check_page("task-roadmap")
    assert clerk.fetches("下载 PDF").startswith(b"%PDF")
    officer.open("时间表")
    officer.page.get_by_label("月份").fill(f"{year}-12")
    officer.page.get_by_role("button", name="筛选").click()
    officer.sees("责任领导和承办人员")
    officer.check_page("task-timetable")
    calendar = officer.saves("link", "下载日历（ics）").decode()
    assert calendar.startswith("BEGIN:VCALENDAR")
    assert f"DTSTART;VALUE=DATE:{year + 1}0131" in calendar


def test_a_plan_becomes_tasks_that_a_county_finishes_with_its_township(visitors, tmp_path):
    clerk, officer = visitors("clerk"), visitors("yd-officer")
    year = clock.local_date(timezone.now()).year
    makes_the_book(clerk, year)
    receives_all(officer)
    url = splits(officer)
    township_works(visitors("yd-t1-officer"))
    head_accepts(visitors("yd-head"), url)
    county_submits(officer, url, tmp_path)
    city_returns(clerk, url)
    county_resubmits(officer, url)
    city_accepts(clerk, url)
    county_asks_for_time(officer, year)
    reviewer_grants(visitors("reviewer"), year)
    everyone_sees_the_dates(officer, clerk, year)
    done = Assignment.objects.filter(status=Assignment.Status.DONE)
    assert sorted(done.values_list("organisation__code", flat=True)) == ["YD", "YD-T1"]
    assert Extension.objects.get().status == Extension.Status.APPROVED
