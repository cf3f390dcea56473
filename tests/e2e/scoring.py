"""六至十步：部门评分报送，市里接收，县区整改，部门复核销号。"""

import io
import re
from pathlib import Path

import openpyxl  # noqa: TID251 评分人用的是别的软件，不经我们自己的门

from tests.e2e.browser import Visitor, Visitors
from tests.e2e.city import City

REASON = "县级目录缺少省级标准新增的两个事项"
LINK = "https://www.example.gov.cn/yd/fixed.html"
LEAVES = 3


def put(book, sheet: str, line: int, title: str, value) -> None:
    """在一张县区表的第 `line` 行填一格；表头在第二行。"""
    titles = [str(cell.value or "").rstrip(" *") for cell in book[sheet][2]]
    book[sheet].cell(row=2 + line, column=titles.index(title) + 1).value = value


def fill(book) -> None:
    """云东县目录扣 2 分并写明原因，其余满分。"""
    for county in ("云东县", "云西县"):
        for line in range(1, LEAVES + 1):
            put(book, county, line, "扣分", 0)
    put(book, "云东县", 1, "扣分", 2)
    put(book, "云东县", 1, "扣分原因", REASON)


def spoil(book) -> None:
    """两处毛病：得分高于分值；扣了分没写原因。"""
    fill(book)
    put(book, "云西县", 1, "扣分", None)
    put(book, "云西县", 1, "得分", 99)
    put(book, "云西县", 2, "扣分", 3)


def save_changed(blank: bytes, path: Path, change) -> Path:
    book = openpyxl.load_workbook(io.BytesIO(blank))
    change(book)
    book.save(path)
    return path


def open_round(visitor: Visitor, city: City) -> None:
    visitor.open("评分与报送")
    visitor.page.get_by_role("link", name=str(city.round_.scheme.field), exact=True).first.click()


def scorer_uploads(scorer: Visitor, city: City, folder: Path) -> None:
    open_round(scorer, city)
    scorer.check_page("round")
    blank = scorer.saves("link", "下载评分工作簿")
    _upload_spoilt(scorer, save_changed(blank, folder / "有错的评分表.xlsx", spoil))
    good = save_changed(blank, folder / "评分表.xlsx", fill)
    scorer.upload("评分工作簿（xlsx）", good, "上传核对")
    scorer.sees("新增 6")
    scorer.check_page("import-preview")
    scorer.press("确认导入")
    scorer.sees("导入。")
    scorer.check_page()
    scorer.page.get_by_role("link", name="返回", exact=True).click()


def _upload_spoilt(scorer: Visitor, spoilt: Path) -> None:
    scorer.upload("评分工作簿（xlsx）", spoilt, "上传核对")
    scorer.sees("一行也没有写入")
    cells = scorer.page.locator("table tbody tr").all_inner_texts()
    assert any(re.search(r"云西县\s+[A-Z]+3\b", cell) and "99" in cell for cell in cells), cells
    assert any(re.search(r"云西县\s+[A-Z]+4\b", cell) and "原因" in cell for cell in cells), cells
    assert scorer.page.get_by_role("button", name="确认导入").count() == 0
    scorer.check_page("import-errors")
    marked = openpyxl.load_workbook(io.BytesIO(scorer.saves("link", "下载标红文件")))
    assert [cell.coordinate for row in marked["云西县"] for cell in row if cell.comment]
    scorer.page.get_by_role("link", name="返回", exact=True).click()


def scorer_changes_one_cell(scorer: Visitor) -> None:
    """网页上把云东县的扣分由 2 改为 2.5，自动保存；网慢、脚本还没到就动手改的，也不丢。"""
    page, held = scorer.page, []
    page.route("**/js/grid.js", lambda route: held.append(route))
    page.get_by_role("link", name="云东县", exact=True).click(no_wait_after=True)
    cell = page.locator("input[data-column=deduction]").first
    cell.fill("2.5")
    cell.press("Tab")
    with page.expect_response("**/save/"):
        held[0].continue_()
    page.unroute("**/js/grid.js")
    page.locator("[data-grid-status]").get_by_text(re.compile("^已保存")).wait_for()
    scorer.check_page()
    page.reload()
    scorer.check_page("score-grid")
    assert cell.input_value() == "2.5"


def department_submits(scorer: Visitor, head: Visitor, city: City) -> None:
    open_round(scorer, city)
    scorer.press("提交部门审核")
    scorer.sees("已提交，等待部门负责人审核")
    open_round(head, city)
    head.check_page("round-approve")
    head.press("审核通过")
    head.sees("扣分已列为问题下发县区")
    head.confirm("报送市政务公开办")
    head.sees("已报送市政务公开办")
    head.check_page()


def city_accepts(clerk: Visitor, city: City) -> None:
    open_round(clerk, city)
    clerk.check_page("round-accept")
    clerk.press("接收")
    clerk.sees("已接收")
    clerk.open("问题整改")
    clerk.sees(REASON)
    clerk.check_page("issues")


def county_answers(officer: Visitor) -> None:
    officer.open("本县成绩")
    officer.sees("97.5")
    officer.check_page("county-result")
    officer.open("问题整改")
    officer.press("全部签收（1 条）")
    officer.page.locator("table tbody a").first.click()
    officer.page.get_by_label("整改措施").fill("已对照标准目录补充两个事项，并由分管负责人核对。")
    officer.page.get_by_label("整改链接").fill(LINK)
    officer.check_page("issue-answer")
    officer.press("反馈，等待复核")
    officer.sees("已反馈，等待主管部门复核")
    officer.check_page()


def department_closes(scorer: Visitor) -> None:
    scorer.open("问题整改")
    scorer.page.locator("table tbody a").first.click()
    scorer.sees(LINK)
    scorer.page.get_by_label("整改到位，销号").check()
    scorer.check_page("issue-recheck")
    scorer.press("提交复核")
    scorer.sees("整改到位，已销号")
    scorer.check_page()


def walk(visitors: Visitors, city: City, *, folder: Path) -> None:
    scorer, head = visitors(f"{city.department}-scorer"), visitors(f"{city.department}-head")
    scorer_uploads(scorer, city, folder)
    scorer_changes_one_cell(scorer)
    department_submits(scorer, head, city)
    city_accepts(visitors("clerk"), city)
    county_answers(visitors("yd-officer"))
    department_closes(scorer)
