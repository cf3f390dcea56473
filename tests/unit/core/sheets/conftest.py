import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from portal.core.sheets import columns, stamp, writing
from portal.core.sheets.columns import Column, SheetSpec


@pytest.fixture
def make_xlsx():
    """各行 → xlsx 字节；`merge` 是合并区，`edit` 可再改工作簿。"""

    def make(rows, *, title="表", merge=(), edit=None):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = title
        for row in rows:
            sheet.append(row)
        for area in merge:
            sheet.merge_cells(area)
        if edit:
            edit(book)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    return make


@pytest.fixture
def rezip():
    """改写 xlsx 的部件：`change` 把 {名: 字节} 改成另一份。"""

    def rewrite(data, change, compression=zipfile.ZIP_DEFLATED):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", compression) as package:
            for name, body in change(parts).items():
                package.writestr(name, body)
        return buffer.getvalue()

    return rewrite


@pytest.fixture
def scores_spec():
    return SheetSpec(
        "评分",
        (
            Column("number", "序号", columns.text(20, narrow=True), required=True, locked=True),
            Column("item", "评分标准", columns.text(200, multiline=True), locked=True, width=40),
            Column(
                "points",
                "分值",
                columns.number(2, 0, 100),
                aliases=("权重", "满分"),
                required=True,
                locked=True,
            ),
            Column("score", "得分", columns.number(2, 0, 100), spread=False, help="没有数值请留空"),
            Column("reason", "扣分原因", columns.text(500, multiline=True), aliases=("扣分依据",)),
            Column("due", "整改时限", columns.day()),
        ),
    )


@pytest.fixture
def scores_stamp():
    scope = {"year": stamp.Tag("2025", "2025 年度"), "county": stamp.Tag("340102", "云东县")}
    return stamp.Stamp("scores", "评分表", "1", scope, dt.datetime(2026, 1, 5, tzinfo=dt.UTC))


@pytest.fixture
def scores_workbook(scores_spec, scores_stamp):
    rows = [{"number": str(i), "item": f"第 {i} 项", "points": 10, "score": 9.5} for i in range(1, 4)]
    sheet = writing.SheetDraft(scores_spec, rows, heading="2025 年度评分表", protect=True, spare_rows=2)
    return writing.build(writing.Draft((sheet,), scores_stamp))
