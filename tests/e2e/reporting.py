"""十一、十二步：合成、出报告、定稿、三审公开；审计员看得到一切，什么也不能办。"""

import io
from collections.abc import Callable

import docx  # noqa: TID251 打开成品，不经我们自己的门
import openpyxl  # noqa: TID251 打开成品，不经我们自己的门
import pypdf  # noqa: TID251 打开成品，不经我们自己的门

from tests.e2e.browser import Visitor, Visitors

COUNTIES = ("云东县", "云西县")
BUILD_SECONDS = 240


def in_pdf(data: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def in_word(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "".join([paragraph.text for paragraph in document.paragraphs] + cells)


def in_excel(data: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return "".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value)


READERS = {"PDF": in_pdf, "Word": in_word, "Excel": in_excel}


def clerk_builds(clerk: Visitor, work: Callable[[], None]) -> None:
    clerk.open("综合成绩")
    clerk.sees("97.5", "100")
    clerk.check_page("results")
    clerk.open("综合评估报告")
    clerk.press("取数起草新稿")
    clerk.check_page("report-draft")
    clerk.press("生成 PDF、Word、Excel")
    clerk.check_page()
    work()
    clerk.page.get_by_role("link", name="下载", exact=False).nth(2).wait_for(timeout=BUILD_SECONDS * 1000)
    clerk.check_page("report-built")
    clerk.open("综合评估报告")
    clerk.page.locator("table tbody a").first.click()


def clerk_downloads(clerk: Visitor) -> None:
    for name, read in READERS.items():
        words = read(clerk.fetches(f"下载 {name}"))
        missing = [county for county in COUNTIES if county not in words]
        assert not missing, f"{name} 里没有 {missing}"


def open_report(visitor: Visitor) -> None:
    visitor.open("综合评估报告")
    visitor.page.locator("table tbody a").first.click()


def city_finalises(clerk: Visitor, reviewer: Visitor) -> None:
    clerk.press("送审")
    clerk.sees("待审核")
    open_report(reviewer)
    reviewer.check_page("report-review")
    reviewer.confirm("定稿")
    reviewer.check_page()


def clerk_sends_to_the_public(clerk: Visitor, reviews: list[tuple[Visitor, str]]) -> None:
    """经办拟稿，三个不同的人依次三审。"""
    open_report(clerk)
    clerk.page.get_by_label("公开用的内容概述").fill("两县政务公开考核的成绩、名次和主要问题。")
    clerk.press("送去公开（三审）")
    clerk.sees("已拟稿送初审")
    clerk.check_page()
    for reviewer, step in reviews:
        reviewer.open("稿件与审核")
        reviewer.page.locator("table tbody a").get_by_text("综合评估报告").first.click()
        reviewer.check_page()
        reviewer.confirm(step) if step == "终审公开" else reviewer.press(step)
    reviewer.sees("查看公开页面")
    reviewer.check_page("publication-published")


def public_sees_the_report(public: Visitor) -> None:
    public.go("/")
    public.page.get_by_role("link", name="综合评估报告").first.click()
    public.sees("索引号", *COUNTIES)
    public.check_page("public-report")
    assert "云东县" in in_pdf(public.fetches(".pdf"))


AUDITED = ("方案备案", "评分与报送", "问题整改", "综合成绩", "综合评估报告", "稿件与审核", "审计")


def auditor_only_reads(auditor: Visitor) -> None:
    """每一类都看得到内容，逐页点开，没有一个能办的按钮。"""
    for name in AUDITED:
        auditor.open(name)
        _has_no_moves(auditor)
        auditor.check_page("auditor-log" if name == "审计" else "")
        link = auditor.page.locator("main table tbody a").first
        if name != "审计":
            link.click()
            _has_no_moves(auditor)
            auditor.check_page("auditor-filing" if name == "方案备案" else "")


def _has_no_moves(visitor: Visitor) -> None:
    forms = visitor.page.locator("main form[method=post] button:enabled")
    assert forms.count() == 0, f"{visitor.page.url} 上审计员能按：{forms.all_inner_texts()}"


def walk(visitors: Visitors, *, work: Callable[[], None]) -> None:
    clerk, reviewer = visitors("clerk"), visitors("reviewer")
    clerk_builds(clerk, work)
    clerk_downloads(clerk)
    city_finalises(clerk, reviewer)
    reviews = [(visitors("editor"), "初审通过"), (reviewer, "复审通过"), (visitors("director"), "终审公开")]
    clerk_sends_to_the_public(clerk, reviews)
    public_sees_the_report(visitors.public())
    auditor_only_reads(visitors("auditor"))
