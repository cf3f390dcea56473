"""目录在浏览器里走一遍：带着改列的导入、审核、公开、标准调整。"""

import io

import openpyxl
import pytest
from playwright.sync_api import expect

from catalogs.models import Adjustment, Edition, Item
from tests.e2e import engine
from tests.e2e.browser import Visitor, Visitors, picture_folder
from tests.e2e.city import plant_columns
from tests.integration.catalogs.conftest import STANDARD, City

pytestmark = pytest.mark.django_db(transaction=True)
HEADER = [
    "序号",
    "公开事项",
    "",
    "公布的东西",
    "公开依据",
    "公开时限",
    "公开主体",
    "公开渠道和载体",
    "公开层级",
    "",
]
UNDER = ["", "一级事项", "二级事项", "", "", "", "", "", "县级", "乡级"]
ROWS = [
    [1, "农业生产发展资金", "耕地地力保护补贴", "政策依据；申请指南；补贴结果", "《政府信息公开条例》", "20个工作日内",
     "县农业农村局", "■政府网站\n□政府公报", "√", "√"],
    [2, None, "农机购置与应用补贴", "申请指南、补贴结果", "同上", "同上", "同上", "■政府网站\n■村民微信群", "√", ""],
    [3, None, "稻谷补贴", "补贴标准", "同上", "每年6月底前", "同上", "■政府网站", "√", "√"],
]  # fmt: skip


def messy_workbook() -> bytes:
    """各县实际交来的样子：大标题、两行表头、合并、同上、选框、自己起的列名、落款。"""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "涉农补贴"
    for row in (["云东县涉农补贴领域基层政务公开标准目录"], HEADER, UNDER, *ROWS, ["填报人："]):
        page.append(row)
    for area in ("A1:J1", "B2:C2", "I2:J2", "B4:B6"):
        page.merge_cells(area)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def city():
    plant_columns()
    made = City()
    made.standard()
    return made


@pytest.fixture
def work(city):
    with engine.running():
        yield


@pytest.fixture
def visitors(work, city, live_server, browser, browser_context_args, tmp_path):
    passwords = {account.username: account.password for account in city.cast.accounts}
    found = Visitors(browser, live_server.url, picture_folder(tmp_path), passwords, browser_context_args)
    yield found
    found.close()


def imports_a_messy_workbook(officer: Visitor, folder) -> None:
    page, path = officer.page, folder / "云东县涉农补贴目录.xlsx"
    path.write_bytes(messy_workbook())
    officer.go("/desk/catalogs/YD/")
    officer.check_page("catalog-empty")
    officer.upload("目录工作簿", path, "上传")
    officer.sees("公布的东西")
    page.get_by_role("link", name="改列的对应").click()
    page.get_by_label("D 列认作").select_option("content")
    officer.check_page("catalog-mapping")
    officer.press("按改定的重新预览")
    officer.sees("新增")
    officer.check_page("catalog-preview")
    officer.press("确认导入")
    officer.sees("导入。")


def gives_reasons_and_sends(officer: Visitor) -> None:
    """与标准不同的写明理由，才送得出去；表里没有的领域照标准沿用。"""
    page = officer.page
    officer.go("/desk/catalogs/YD/")
    page.get_by_role("link", name="打开草稿").click()
    officer.check_page("catalog-draft")
    officer.press("各领域送审")
    officer.sees("理由")
    officer.faults.clear()  # 被拒绝的那一次是 403，正该如此
    for pk in lacking_reasons():
        officer.go(f"/desk/catalogs/items/{pk}/")
        page.locator("#id_reason").fill("按本县补贴办理方式细化")
        officer.press("保存")
        officer.sees("已保存")
    officer.check_page("catalog-item")
    officer.go("/desk/catalogs/YD/")
    page.get_by_role("link", name="打开草稿").click()
    officer.press("各领域送审")
    officer.sees("个领域送主管部门审核")


def lacking_reasons() -> list[int]:
    differing = (Item.Origin.ADAPTED, Item.Origin.ADDED, Item.Origin.WAIVED)
    items = Item.objects.filter(edition__catalog__code="YD", origin__in=differing, reason="")
    return list(items.values_list("pk", flat=True))


def departments_review(visitors, city) -> None:
    for code in ("16", "01"):
        scorer = visitors(city.scorer_of(code).username)
        scorer.go("/desk/")
        scorer.page.get_by_role("link", name="云东县").first.click()
        scorer.check_page("catalog-section" if code == "16" else "")
        scorer.press("审核通过")
        scorer.sees("审核通过")


def confirmed_and_published(visitors) -> None:
    head, reviewer = visitors("yd-head"), visitors("reviewer")
    for visitor in (head, reviewer):
        visitor.go("/desk/catalogs/YD/")
        visitor.page.get_by_role("link", name="打开草稿").click()
        if visitor is head:
            visitor.press("报送市政务公开办")
            visitor.sees("待市确认")
        else:
            visitor.check_page("catalog-confirm")
            visitor.confirm("确认并公开")
            visitor.sees("已印发")


def the_public_filters_and_fetches(public: Visitor) -> None:
    public.go("/")
    public.page.get_by_role("link", name="标准目录").first.click()
    public.page.get_by_role("link", name="云东县").first.click()
    public.sees("稻谷补贴", "项目建议书审批结果")
    public.page.locator("select[name]").first.select_option(label="涉农补贴")
    public.press("筛选")
    public.sees("符合条件的")
    expect(public.page.get_by_text("项目建议书审批结果")).to_have_count(0)
    public.check_page("catalog-public")
    assert "稻谷补贴" in public.fetches("下载 CSV").decode("utf-8-sig")


def the_standard_changes(visitors, city) -> None:
    rows = [row for row in STANDARD if row[2] != "办事指南"]
    rows[0] = (*rows[0][:3], "政策依据；申请指南；补贴结果；监督渠道；咨询电话", rows[0][4])
    rows.append(("16", "农业生产发展资金", "畜牧良种补贴", "补贴对象、标准", ["县级"]))
    draft = city.standard_draft(rows)
    reviewer = visitors("reviewer")
    reviewer.go(f"/desk/catalogs/editions/{draft.pk}/effect/")
    reviewer.sees("云东县")
    reviewer.check_page("catalog-effect")
    reviewer.go(draft.get_absolute_url())
    reviewer.confirm("印发")
    reviewer.sees("已印发")


def the_county_follows(visitors) -> None:
    officer = visitors("yd-officer")
    officer.open("标准调整")
    officer.page.get_by_role("link", name="云东县").first.click()
    officer.check_page("catalog-adjustment")
    officer.press("按建议处理不须人定的")
    officer.sees("未处理")
    _decide_the_rest(officer)
    officer.press("生成新版草稿")
    officer.sees("第2版")
    adjustment = Adjustment.objects.get(catalog__code="YD")
    officer.go(adjustment.get_absolute_url())
    officer.confirm("撤销")
    adjustment.refresh_from_db()
    assert adjustment.is_pending
    assert Edition.objects.get(catalog__code="YD", number=2).status == Edition.Status.DISCARDED


def _decide_the_rest(officer: Visitor) -> None:
    """须人定的逐条选第一项，写明理由。"""
    officer.page.get_by_role("link", name="未处理").click()
    while (form := officer.page.locator("form:has(input[name=decision])")).count():
        form.first.locator("input[name=decision]").first.check()
        form.first.locator("[name=reason]").fill("与本县办理方式一致")
        form.first.get_by_role("button", name="确定这一条").click()
        officer.page.wait_for_load_state()
        officer.page.get_by_role("link", name="未处理").click()


def test_a_catalog_from_the_workbook_to_the_public_and_the_next_standard(visitors, city, tmp_path):
    imports_a_messy_workbook(visitors("yd-officer"), tmp_path)
    gives_reasons_and_sends(visitors("yd-officer"))
    departments_review(visitors, city)
    confirmed_and_published(visitors)
    the_public_filters_and_fetches(visitors.public())
    the_standard_changes(visitors, city)
    the_county_follows(visitors)
