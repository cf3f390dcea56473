"""提醒、催办、督办、通知在浏览器里走一遍：设节奏、看预览、发送；催一件；督办到销号；通知到回执。"""

import datetime as dt

import pytest
from django.utils import timezone

from portal.core import clock
from tasks.models import Deadline, Reminder, Supervision
from tests.e2e import city as town
from tests.e2e import engine
from tests.e2e.browser import Visitor, Visitors, picture_folder
from tests.processes import wait_until
from tests.unit.village.pictures import png

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def today() -> dt.date:
    return clock.local_date(timezone.now())


@pytest.fixture
def visitors(today, live_server, browser, browser_context_args, tmp_path):
    city = town.build()
    late = today - dt.timedelta(days=1)
    Deadline.objects.filter(code="filing").update(opens_on=late - dt.timedelta(days=30), due_on=late)
    found = Visitors(browser, live_server.url, picture_folder(tmp_path), city.passwords, browser_context_args)
    yield found
    found.close()


def clerk_sets_the_rhythm_and_sends(clerk: Visitor) -> None:
    page = clerk.page
    clerk.open("提醒")
    clerk.sees("今天待发")
    page.get_by_role("link", name="提醒设置").click()
    page.get_by_label("提醒档次").fill("-7,-1,0,1")
    clerk.check_page("reminder-settings")
    clerk.press("保存设置")
    clerk.sees("提醒设置已保存", "云东县专项行动方案")
    clerk.check_page("reminders")
    clerk.confirm("现在发送")
    clerk.sees("发送提醒")


def clerk_reads_the_ledger(clerk: Visitor, work) -> None:
    for _ in range(2):
        work()
    wait_until(lambda: Reminder.objects.filter(sent_at__isnull=False).exists(), what="提醒发出")
    clerk.go("/desk/reminders/ledger/")
    clerk.sees("云东县专项行动方案")
    clerk.page.get_by_role("cell", name="单位负责人", exact=True).first.wait_for()
    clerk.check_page("reminder-ledger")


def clerk_pauses_and_resumes(clerk: Visitor) -> None:
    clerk.go("/desk/reminders/")
    page = clerk.page
    clerk.press("暂停提醒")
    page.locator("dialog[open] textarea").fill("期限要改")
    page.locator("dialog[open]").get_by_role("button", name="暂停提醒").click()
    clerk.sees("提醒已暂停", "期限要改")
    clerk.check_page()
    clerk.press("恢复提醒")
    clerk.sees("提醒已恢复")


def clerk_urges(clerk: Visitor, officer: Visitor) -> None:
    row = clerk.page.get_by_role("row", name="云东县专项行动方案").last
    row.get_by_role("button", name="催办").click()
    clerk.sees("已催办云东县")
    clerk.page.get_by_role("row", name="云东县专项行动方案").last.get_by_role("button", name="催办").click()
    clerk.sees("一天只催一次")
    officer.open("收件箱")
    officer.sees("催办：云东县专项行动方案")
    officer.check_page("urged")


def paper_from_issue_to_closing(clerk: Visitor, officer: Visitor, reviewer: Visitor, folder) -> None:
    page = clerk.page
    clerk.go("/desk/supervisions/new/")
    page.get_by_label("云东县专项行动方案").check()
    page.locator("[name=title]").fill("专项行动方案逾期未报")
    page.locator("[name=demand]").fill("立即报送方案，书面说明逾期原因。")
    due = clock.local_date(timezone.now()) + dt.timedelta(days=5)
    page.locator("[name=due_on]").fill(due.isoformat())
    clerk.check_page("supervision-new")
    clerk.press("拟好，去核对")
    clerk.confirm("下达")
    clerk.sees("已下达，编号督〔")
    clerk.check_page("supervision-issued")
    assert clerk.fetches("打印督办单").startswith(b"%PDF")
    paper = Supervision.objects.get()
    officer.go("/desk/")
    officer.page.get_by_role("link", name="专项行动方案逾期未报").first.click()
    officer.press("签收")
    officer.sees("已签收")
    proof = folder / "回执.png"
    proof.write_bytes(png())
    officer.page.get_by_label("办理情况").fill("方案已报送，逾期系人员交接。")
    officer.page.get_by_label("佐证文件").set_input_files(proof)
    officer.check_page("supervision-answer")
    officer.press("提交答复")
    officer.sees("已答复，等待市政务公开办复核")
    reviewer.go(paper.get_absolute_url())
    reviewer.check_page("supervision-recheck")
    reviewer.press("复核销号")
    reviewer.sees("已销号")
    reviewer.open("督办单")
    reviewer.check_page("supervisions")


def notice_with_receipts(clerk: Visitor, officer: Visitor) -> None:
    page = clerk.page
    clerk.open("通知公告")
    page.get_by_role("link", name="云川市发通知").click()
    page.locator("[name=title]").fill("关于召开现场会的通知")
    page.locator("[name=body]").fill("请各县区分管负责人到会。\n请准备五分钟的发言。")
    page.locator("[name=audience]").select_option("counties")
    page.get_by_label("须确认").check()
    clerk.check_page("bulletin-edit")
    clerk.press("保存，去核对发布")
    clerk.confirm("发布")
    clerk.sees("已发布")
    officer.go("/desk/")
    officer.check_page("bulletin-home")
    officer.page.get_by_role("link", name="关于召开现场会的通知").first.click()
    officer.check_page("bulletin-confirm")
    officer.press("确认收到")
    officer.sees("已代本单位确认收到")
    page.reload()
    clerk.sees("已读 1，已确认 1")
    clerk.check_page("bulletin-receipts")
    clerk.press("提醒未确认的")
    clerk.sees("已提醒")
    assert clerk.saves("link", "导出回执").startswith(b"PK")


def opens_a_channel(officer: Visitor) -> None:
    officer.go("/desk/notifications/channels/")
    officer.page.locator("[name=name]").fill("县公开办工作群")
    officer.page.locator("[name=address]").fill("693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa")
    officer.press("开通")
    officer.sees("……5aaa")
    officer.check_page("channels")


def test_from_the_rhythm_to_the_receipts(visitors, tmp_path):
    clerk, officer, reviewer = visitors("clerk"), visitors("yd-officer"), visitors("reviewer")
    clerk_sets_the_rhythm_and_sends(clerk)
    with engine.running() as work:
        clerk_reads_the_ledger(clerk, work)
        clerk_pauses_and_resumes(clerk)
        clerk_urges(clerk, officer)
        paper_from_issue_to_closing(clerk, officer, reviewer, tmp_path)
        notice_with_receipts(clerk, officer)
        opens_a_channel(officer)
