"""一至五步：县区填报，市里备案，公众看到。"""

from pathlib import Path

from django.utils import timezone

from portal.core import clock
from portal.core.word import Document
from tests.e2e.browser import Visitor, Visitors

SUMMARY = "明确时间表、路线图和任务书，把任务落实到部门和乡镇。"


def plan(folder: Path) -> Path:
    document = Document(title="云东县基层政务公开提升行动方案")
    document.title("云东县基层政务公开提升行动方案")
    document.heading("一、组织领导")
    document.paragraph("成立工作专班，每月召开一次工作会议，逐项研究落实。")
    path = folder / "云东县专项行动方案.docx"
    path.write_bytes(document.to_bytes())
    return path


def county_fills_in(officer: Visitor, *, year: int, folder: Path) -> None:
    page = officer.page
    officer.check_page("county-home")
    officer.open("方案备案")
    officer.check_page()
    officer.press("填写云东县方案")
    officer.upload("PDF 或 docx", plan(folder), "上传方案")
    officer.sees("已上传")
    page.get_by_label("方案名称").fill(f"云东县{year}年基层政务公开提升行动方案")
    page.locator("[name=document_number]").fill(f"云东政办〔{year}〕12号")
    page.locator("[name=written_on]").fill(clock.local_date(timezone.now()).isoformat())
    page.locator("[name=leader]").fill("赵志强（副主任）")
    page.locator("[name=contact]").fill("钱晓燕")
    page.locator("[name=contact_phone]").fill("0999-5550100")
    page.locator("[name=summary]").fill(SUMMARY)
    officer.check_page("filing-edit")
    officer.press("保存，去核对提交")
    officer.sees("没有发现身份证号")
    officer.check_page("filing-check")
    officer.press("提交县区审核")
    officer.sees("已提交，等待县区负责人审核")
    officer.check_page()


def open_filing(visitor: Visitor) -> None:
    visitor.open("方案备案")
    visitor.page.get_by_role("link", name="云东县").first.click()


def county_hands_in(head: Visitor) -> None:
    open_filing(head)
    head.check_page("filing-hand-in")
    head.press("审核并报送")
    head.sees("已报送市政务公开办", "回执号")
    head.check_page("filing-receipt")


def city_files(clerk: Visitor, reviewer: Visitor) -> None:
    open_filing(clerk)
    clerk.check_page("filing-receive")
    clerk.press("受理")
    clerk.sees("已受理，等待审核人备案")
    open_filing(reviewer)
    reviewer.confirm("准予备案并公开")
    reviewer.sees("已准予备案，方案同步公开")
    reviewer.check_page("filing-accepted")


def public_sees_the_plan(public: Visitor, *, year: int) -> None:
    public.go("/")
    public.check_page("public-home")
    public.page.get_by_role("link", name="专项工作").first.click()
    public.check_page("public-column")
    public.page.get_by_role("link", name=f"云东县{year}年").first.click()
    public.sees("索引号", SUMMARY, "云东县专项行动方案.docx")
    public.check_page("public-detail")
    public.check_phone("public-phone")
    assert public.saves("link", "云东县专项行动方案.docx").startswith(b"PK")


def walk(visitors: Visitors, *, year: int, folder: Path) -> None:
    county_fills_in(visitors("yd-officer"), year=year, folder=folder)
    county_hands_in(visitors("yd-head"))
    city_files(visitors("clerk"), visitors("reviewer"))
    public_sees_the_plan(visitors.public(), year=year)
