"""岗位交接在浏览器里走一遍：管理员把县里填报人的岗位交给后任，指定代理；经办导入放假通知，看哪些期限变动；检索。"""

import datetime as dt
import io
import time

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from openpyxl import Workbook

from portal.accounts import actions as people
from portal.core import clock
from portal.core.models import DayOverride
from portal.desk.demo import load
from portal.organisations.models import Handover, Membership
from tests.e2e import engine
from tests.e2e.browser import Visitor, Visitors, picture_folder
from tests.e2e.city import plant_columns
from tests.integration.accounts import totp
from village.models import Posting

pytestmark = pytest.mark.django_db(transaction=True)
NOTICE = "国务院办公厅关于2027年部分节假日安排的通知"
ONE = dt.timedelta(days=1)


@pytest.fixture
def accounts(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    plant_columns()
    today = clock.local_date(timezone.now())
    started = dt.date(today.year, 6, 1)
    made = load.load(today=today if today >= started else dt.date(today.year - 1, 12, 1))
    people.create_user(username="newcomer", name="后任甲", must_change=False, by=None, at=timezone.now())
    return made


@pytest.fixture
def visitors(accounts, live_server, browser, browser_context_args, tmp_path):
    passwords = {account.username: account.password for account in accounts} | {
        "newcomer": "Handover-2027-ok!"
    }
    newcomer = get_user_model().objects.get(username="newcomer")
    newcomer.set_password(passwords["newcomer"])
    newcomer.save()
    found = Visitors(browser, live_server.url, picture_folder(tmp_path), passwords, browser_context_args)
    with engine.running():
        yield found
    found.close()


def enrols(visitors: Visitors) -> Visitor:
    """管理员第一次登录，先启用两步验证。"""
    admin = visitors.at_work["admin"] = visitors.new()
    admin.go("/accounts/login/")
    admin.page.fill("input[name=login]", "admin")
    admin.page.fill("input[name=password]", visitors.passwords["admin"])
    admin.press("登录")
    admin.sees("启用两步验证")
    secret = admin.page.locator("ol.how code").inner_text()
    admin.page.fill("input[name=code]", totp.code(secret, time.time()))
    admin.press("启用")
    admin.page.wait_for_url("**/recovery-codes/")
    return admin


def hands_over(admin: Visitor) -> None:
    term = Membership.objects.get(person__username="yd-officer")
    yesterday = clock.local_date(timezone.now()) - ONE
    admin.go("/desk/posts/")
    admin.sees("岗位一览")
    admin.check_page("handover-posts")
    admin.go(f"/desk/posts/{term.organisation_id}/county_officer/")
    admin.sees("办理交接")
    admin.check_page("handover-post")
    admin.page.get_by_label("后任").fill("newcomer")
    admin.page.get_by_label("前任最后一天").fill(yesterday.isoformat())
    admin.press("办理交接")
    admin.sees("已办理交接")
    admin.check_page()


def appoints_acting(admin: Visitor) -> None:
    head = Membership.objects.get(person__username="yd-head")
    today = clock.local_date(timezone.now())
    admin.go(f"/desk/posts/{head.organisation_id}/county_head/")
    admin.page.get_by_label("代理人").fill("yx-head")
    admin.page.locator("[name=start_on]").fill(today.isoformat())
    admin.page.locator("[name=end_on]").fill((today + 7 * ONE).isoformat())
    admin.press("指定代理")
    admin.sees("期满自动收回")
    admin.check_page("handover-acting")


def takes_over(successor: Visitor) -> None:
    successor.go("/desk/")
    successor.sees("等你确认的交接")
    successor.page.get_by_role("link", name="云东县 县区填报人交接单").first.click()
    successor.check_page("handover-list")
    for box in successor.page.locator("input[name=item]").all():
        box.check()
    successor.press("确认接手")
    successor.sees("交接完毕")
    assert Handover.objects.get().confirmed_by.username == "newcomer"


def notice_book() -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active.title = "工作日调整"
    posted = Posting.objects.posted().order_by("ends_on").last()
    rows = [
        ("2027-10-01至2027-10-07", "休息", "国庆节", NOTICE),
        ("2027-10-09", "上班", "国庆节调休上班", NOTICE),
    ]
    rows += [(posted.ends_on, "休息", "临时放假", "云川市人民政府办公室通知")] if posted else []
    for row in (("日期", "上班或休息", "名称", "依据"), *rows):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def imports_the_notice(clerk: Visitor, tmp_path) -> None:
    path = tmp_path / "2027年放假通知.xlsx"
    path.write_bytes(notice_book())
    clerk.go("/desk/workdays/?month=2027-10")
    clerk.sees("尚未收录")
    clerk.page.locator("input[type=file]").set_input_files(path)
    clerk.page.locator("form[enctype]").get_by_role("button", name="上传").click()
    clerk.sees("随之变动的期限")
    clerk.check_page("workdays-preview")
    clerk.press("确认导入")
    clerk.go("/desk/workdays/?month=2027-10")
    clerk.sees("国庆节调休上班")
    clerk.check_page("workdays")
    assert DayOverride.objects.filter(date__year=2027).count() >= 8


def searches(clerk: Visitor) -> None:
    clerk.go("/desk/")
    clerk.page.keyboard.press("/")
    clerk.page.keyboard.type("云东县")
    clerk.page.keyboard.press("Enter")
    clerk.sees("公开信息")
    clerk.check_page("search")


def test_a_post_changes_hands_and_the_calendar_moves(visitors, tmp_path):
    admin = enrols(visitors)
    hands_over(admin)
    appoints_acting(admin)
    takes_over(visitors("newcomer"))
    clerk = visitors("clerk")
    imports_the_notice(clerk, tmp_path)
    searches(clerk)
