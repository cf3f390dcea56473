"""导入评分表：26 个领域各一份，每份 8 个县区 × 30 项指标，从收到文件到写入成绩。"""

import io
import random
from pathlib import Path

import openpyxl
import python_calamine

from assessments.models import Score
from assessments.sheets import scores as sheets
from portal.accounts.models import User
from portal.core import imports
from portal.desk.demo import campaign
from portal.desk.demo.load import SEED
from tests.bench import seeding

TITLE = "导入评分表：26 份工作簿，6,240 个评分"
GOAL = "≤ 只读同样文件的 1.5 倍 + 1 秒"
CELLS = 26 * 8 * 30


def prepare(folder: Path) -> None:
    chance, at = random.Random(SEED), campaign.moment(seeding.YEAR, 10, 20)
    for item in seeding.rounds():
        data = sheets.workbook(item.round, at=at, scores=seeding.scores(item.round, chance))
        code = item.round.scheme.field.code
        (folder / f"{code}-{item.scorer.pk}.xlsx").write_bytes(data)


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.xlsx"))


def bare_read(folder: Path) -> None:
    """极限：calamine 读出各格，不核对、不入库。"""
    for path in files(folder):
        book = python_calamine.load_workbook(io.BytesIO(path.read_bytes()))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def openpyxl_read(folder: Path) -> None:
    """对照：openpyxl 只读方式读出各格，不核对、不入库。"""
    for path in files(folder):
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
        for sheet in book:
            list(sheet.iter_rows(values_only=True))


def ours(folder: Path) -> None:
    """上传、校验、留存、预览入库，确认时再校验一遍，写入评分、历史与审计。"""
    at = campaign.moment(seeding.YEAR, 10, 21)
    for path in files(folder):
        code, scorer = path.stem.split("-")
        user = User.objects.get(pk=scorer)
        batch = imports.stage(
            kind="scores", data=path.read_bytes(), name=path.name, campaign=seeding.YEAR,
            scope={"field": code}, by=user, at=at,
        )  # fmt: skip
        imports.confirm(batch, by=user, at=at)
    if Score.objects.count() != CELLS:
        raise RuntimeError("评分没有全部写入")


def allowed(medians: dict[str, float]) -> float:
    return 1.5 * medians["limit"] + 1


CASES = {
    "limit": ("calamine 只读", bare_read),
    "peer": ("openpyxl 只读", openpyxl_read),
    "ours": ("读两遍、校验两遍、留存、入库、记历史与审计", ours),
}
