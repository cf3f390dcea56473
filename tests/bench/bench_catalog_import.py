"""导入目录：一本 2,000 个事项、26 个领域各一张表、合并单元格 450 处，从收到文件到写入草稿。"""

import io
from pathlib import Path

import openpyxl
import python_calamine

from catalogs import actions as catalogs
from catalogs.models import Catalog, Field, Item
from portal.accounts.models import User
from portal.core import imports
from portal.desk.demo import campaign, people, places
from portal.desk.demo.load import SEED
from tests.bench import seeding

TITLE = "导入目录：2,000 个事项"
GOAL = "≤ openpyxl 读同一份文件的 1.5 倍 + 1 秒"
ITEMS = 2_000
HEADER = ("序号", "一级事项", "二级事项", "公开内容", "公开依据", "公开时限", "公开主体", "公开渠道和载体",
          "全社会", "特定群众", "主动", "依申请公开", "县级", "乡级")  # fmt: skip
AT = campaign.moment(seeding.YEAR, 3, 1)


def prepare(folder: Path) -> None:
    seeding.migrated()
    found = places.build(year=seeding.YEAR, at=campaign.moment(seeding.YEAR, 1, 5))
    people.Cast(found, year=seeding.YEAR, seed=SEED)
    clerk, reviewer = (User.objects.get(username=name) for name in ("clerk", "reviewer"))
    standard = catalogs.open_standard(kind=Catalog.Kind.PROVINCIAL, title="省级标准", by=clerk, at=AT)
    draft = catalogs.open_draft(catalog=standard, by=clerk, at=AT)
    fields = list(Field.objects.pilot().order_by("code"))
    lines = [catalogs.Line("", field.pk, _values(field, number)) for field in fields for number in range(20)]
    catalogs.replace_items(edition=draft, lines=lines, by=clerk, at=AT)
    catalogs.issue_edition(edition=draft, by=reviewer, at=AT)
    (folder / "目录.xlsx").write_bytes(_workbook(fields))


def _values(field: Field, number: int) -> dict:
    return {
        "item_1": f"{field.name}第{number // 5 + 1}类", "item_2": f"{field.name}事项{number}", "content": "政策依据、办理结果",
        "basis": "《政府信息公开条例》", "time_limit": "20个工作日内", "subject": "主管部门", "channels": ["政府网站"],
        "audience": ["全社会"], "method": ["主动"], "level": ["县级"],
    }  # fmt: skip


def _workbook(fields: list[Field]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for place, field in enumerate(fields):
        page, count = book.create_sheet(field.name), ITEMS // len(fields) + (place < ITEMS % len(fields))
        page.append([f"{field.name}领域基层政务公开标准目录"])
        page.append(HEADER)
        page.merge_cells("A1:N1")
        for number in range(count):
            first = f"{field.name}第{number // 5 + 1}类" if number % 5 == 0 else None
            page.append([number + 1, first, f"{field.name}事项{number}", "政策依据；申报条件；办理流程；办理结果", "《政府信息公开条例》", "20个工作日内",
                         "县级主管部门", "■政府网站\n□政府公报\n■政务服务中心", "√", "", "√", "", "√", ""])  # fmt: skip
        for top in range(3, count + 3, 5):
            page.merge_cells(start_row=top, end_row=min(top + 4, count + 2), start_column=2, end_column=2)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def data(folder: Path) -> bytes:
    return (folder / "目录.xlsx").read_bytes()


def bare_read(folder: Path) -> None:
    """极限：calamine 读出各格，不核对、不入库。"""
    book = python_calamine.load_workbook(io.BytesIO(data(folder)))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def openpyxl_read(folder: Path) -> None:
    """对照：openpyxl 读出各格与合并区，不核对、不入库。"""
    book = openpyxl.load_workbook(io.BytesIO(data(folder)))
    for sheet in book:
        list(sheet.iter_rows(values_only=True))


def ours(folder: Path) -> None:
    """上传、读懂、与标准比对、留存，确认时再读一遍，写入草稿、历史与审计。"""
    officer = User.objects.get(username="yd-officer")
    batch = imports.stage(
        kind="catalog",
        data=data(folder),
        name="目录.xlsx",
        campaign=None,
        scope={"code": "YD"},
        by=officer,
        at=AT,
    )
    imports.confirm(batch, by=officer, at=AT)
    if Item.objects.filter(edition__catalog__code="YD").count() < ITEMS:
        raise RuntimeError("事项没有全部写入")


def allowed(medians: dict[str, float]) -> float:
    return 1.5 * medians["peer"] + 1


CASES = {
    "limit": ("calamine 只读", bare_read),
    "peer": ("openpyxl 读", openpyxl_read),
    "ours": ("读两遍、核对两遍、留存、入库、记历史与审计", ours),
}
