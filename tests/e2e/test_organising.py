"""组织推进、机制完善、开拓创新在浏览器里走一遍：县里开会存纪要、立机制、报案例，负责人审核推荐，市里评审、拟稿。"""

import datetime as dt

import pytest
from django.utils import timezone

from portal.core import clock
from portal.desk.demo import load
from portal.publications.models import Publication
from tasks.models import Case, Mechanism, Meeting
from tests.e2e.browser import Visitor, Visitors, picture_folder
from tests.e2e.city import plant_columns

pytestmark = pytest.mark.django_db(transaction=True)
FLOW = "起草解读｜政策起草单位｜与文件同步\n一并送审｜县政府办｜3 个工作日\n同步公开｜县公开办｜3 个工作日"
TEXTS = {
    "解决什么问题": "办事指南更新不及时，群众白跑。",
    "怎样做的": "部门改了材料，当天在公开栏与网页同步换新。",
    "成效": "因材料不齐退件由每月 52 件降至 9 件。",
    "数据怎样得来": "政务服务大厅退件登记，前后各三个月。",
    "怎样复制推广": "只需一张核对表，各县可直接套用。",
}


@pytest.fixture
def today():
    now = clock.local_date(timezone.now())
    return now if now >= dt.date(now.year, 7, 1) else dt.date(now.year - 1, 12, 1)


@pytest.fixture
def visitors(settings, today, live_server, browser, browser_context_args, tmp_path):
    settings.VAR_DIR = tmp_path
    plant_columns()
    passwords = {account.username: account.password for account in load.load(today=today)}
    found = Visitors(browser, live_server.url, picture_folder(tmp_path), passwords, browser_context_args)
    yield found
    found.close()


def meets(officer: Visitor, today: dt.date) -> None:
    page = officer.page
    officer.go("/desk/organising/meetings/add/")
    page.get_by_label("会议名称").fill("川北县政务公开工作例会")
    page.get_by_label("拟定日期").fill(today.isoformat())
    page.get_by_label("议题").fill("研究任务书")
    page.get_by_label("北关镇").check()
    officer.press("保存")
    officer.sees("已登记会议")
    page.get_by_label("主持人").fill("县政府办副主任")
    officer.press("登记召开")
    officer.sees("已登记召开")
    page.locator("#id_text").fill("补齐公开事项目录")
    page.get_by_label("责任单位").select_option(label="北关镇")
    page.get_by_label("完成时限").fill((today + dt.timedelta(days=20)).isoformat())
    officer.press("记下议定事项")
    officer.sees("已记下议定事项")
    page.get_by_label("纪要正文").fill("会议研究了任务书，明确了时限。")
    officer.press("存纪要")
    officer.sees("已存纪要，议定事项已告诉责任单位")
    officer.check_page("organising-meeting")
    assert officer.fetches("纪要单").startswith(b"%PDF-")
    assert Meeting.objects.get(title="川北县政务公开工作例会").status == Meeting.Status.MINUTED


def files_a_mechanism(officer: Visitor, head: Visitor, today: dt.date) -> None:
    page = officer.page
    officer.go("/desk/mechanisms/add/")
    page.get_by_label("机制", exact=False).first.select_option(label="解读回应")
    page.get_by_label("文件名称").fill("川北县政策解读回应办法")
    page.get_by_label("文号").fill("川北政办〔2026〕20号")
    page.get_by_label("施行日期").fill(today.isoformat())
    page.get_by_label("文件网址").fill("https://www.example.gov.cn/cb/jz/2.html")
    page.get_by_label("流程").fill(FLOW)
    officer.press("保存")
    officer.sees("已存草稿")
    officer.press("提交审核")
    officer.sees("已提交")
    head.go(page.url.removeprefix(officer.home))
    head.confirm("审核施行")
    head.sees("已审核施行")
    head.check_page("mechanism-flow")
    assert Mechanism.objects.get(title="川北县政策解读回应办法").status == Mechanism.Status.IN_FORCE


def nominates(officer: Visitor, head: Visitor) -> str:
    page = officer.page
    officer.go("/desk/cases/add/")
    page.get_by_label("名称", exact=False).first.fill("办事指南当天换新")
    page.get_by_label("类别").select_option(label="内容创新")
    page.get_by_label("任务方面").select_option(label="平台建设")
    for label, text in TEXTS.items():
        page.get_by_label(label).fill(text)
    officer.press("保存")
    officer.sees("已存草稿")
    page.get_by_label("证明什么").fill("更新前后的指南")
    page.get_by_label("网址").fill("https://www.example.gov.cn/cb/zn.html")
    officer.press("附上佐证")
    officer.sees("已附上佐证")
    officer.press("提交推荐")
    officer.sees("已提交")
    path = page.url.removeprefix(officer.home)
    head.go(path)
    head.press("推荐到市")
    head.sees("已推荐到市")
    return path


def judges(visitor: Visitor, path: str) -> None:
    visitor.go(path)
    for number in range(4):
        visitor.page.locator(f"#id_score_{number}").fill("18")
    visitor.page.get_by_role("textbox", name="评审意见").fill("数据清楚，可以推广")
    visitor.press("提交评审")
    visitor.sees("已记下你的评审")


def test_a_county_meets_files_a_mechanism_and_shares_what_works(visitors, today):
    officer, head = visitors("cb-officer"), visitors("cb-head")
    meets(officer, today)
    files_a_mechanism(officer, head, today)
    path = nominates(officer, head)
    clerk, reviewer = visitors("clerk"), visitors("reviewer")
    judges(clerk, path)
    judges(reviewer, path)
    reviewer.press("确认为典型")
    reviewer.sees("进入经验库")
    reviewer.check_page("case-judged")
    clerk.go(path)
    clerk.press("拟公开稿")
    clerk.sees("已拟稿")
    assert Publication.objects.get(column__slug="experience").status == Publication.Status.DRAFT
    assert Case.objects.get(title="办事指南当天换新").status == Case.Status.CONFIRMED
    for page in ("/desk/cases/shelf/", "/desk/mechanisms/compare/", "/desk/organising/leaders/"):
        clerk.go(page)
        clerk.check_page()
