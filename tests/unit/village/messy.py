"""各县真会交上来的清单：一种毛病一份，写成真的文件。"""

import io
import re
import zipfile
from collections.abc import Callable

import openpyxl

from tests.unit.village.lists import HEAD, card_of, household, id_of

TITLE = ["2026年耕地地力保护补贴发放清单"]
ROWS = [household(serial) for serial in range(1, 6)]
SUM = [50, None, 4767.5]


def total(label: str, quantity=50, amount=4767.5) -> list:
    return [label, *[None] * 7, quantity, None, amount]


def sheets(*pages: tuple, patch: Callable | None = None) -> bytes:
    """几张表的工作簿；一张是（表名, 各行, 对表的加工）。`patch` 改各个部件的字节。"""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows, *after in pages:
        page = made.create_sheet(title)
        for row in rows:
            page.append(row)
        for change in after:
            change(page)
    buffer = io.BytesIO()
    made.save(buffer)
    return _patched(buffer.getvalue(), patch) if patch else buffer.getvalue()


def _patched(data: bytes, patch: Callable) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, patch(name, old.read(name)))
    return buffer.getvalue()


def one(*rows, **more) -> bytes:
    return sheets(("清单", [TITLE, HEAD, *rows]), **more)


def csv(*rows, delimiter: str = ",", above: str = "", encoding: str = "utf-8") -> bytes:
    lines = [delimiter.join("" if cell is None else str(cell) for cell in row) for row in (HEAD, *rows)]
    return (above + "\r\n".join(lines)).encode(encoding)


def without(row: list, *indexes: int) -> list:
    return [value for index, value in enumerate(row) if index not in indexes]


def merged(*areas: str) -> Callable:
    def change(page) -> None:
        for area in areas:
            page.merge_cells(area)

    return change


def hidden(page) -> None:
    page.sheet_state = "hidden"


def hidden_columns(page) -> None:
    page.column_dimensions["F"].hidden = page.row_dimensions[4].hidden = True


def ghosts(page) -> None:
    """WPS 留下的：远处的空白格、带格式的空行。"""
    page["A60000"] = " "
    for row in range(20, 400):
        page.cell(row, 12).value = " "


def wps(name: str, xml: bytes) -> bytes:
    is_sheet = name.startswith("xl/worksheets/sheet")
    return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', xml) if is_sheet else xml


def wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) for char in text)


TWO_ROWS = [
    ["序号", "乡镇", "村", "组", "户主信息", None, "银行账号", "联系电话", "补贴情况", None, None, "备注"],
    [
        None,
        None,
        None,
        None,
        "姓名",
        "身份证号码",
        None,
        None,
        "面积（亩）",
        "标准（元/亩）",
        "金额（元）",
        None,
    ],
]
SPREAD = ["A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2", "G2:G3", "H2:H3", "I2:K2", "L2:L3"]
OTHER_TITLES = [
    "序号", "所属乡镇", "行政村", "村民小组", "农户姓名", "身份证件号码", "惠农补贴一卡通账号", "户主联系电话",
    "确权面积(亩)", "补贴标准（元）", "补贴金额(元)", "是否脱贫户",
]  # fmt: skip
ONE_RATE = [household(1), *(household(serial, 标准=None) for serial in range(2, 6))]
FOOT = [
    total("合计"),
    ["制表人：张三", None, None, "审核人：李四"],
    ["公示监督电话：0558-1234567"],
    ["注：本表一式三份"],
    ["村委会（盖章）：", None, None, None, None, None, "2026年5月1日"],
]
OTHER_VILLAGE = household(3, 村="红旗村")
SUBTOTALS = [
    household(1),
    household(2),
    total("东风村小计", 20, 1907),
    OTHER_VILLAGE,
    total("红旗村小计", 10, 953.5),
    total("总计", 30, 2860.5),
]
BY_TOWN = [
    household(1), total("小计", 10, 953.5), household(2, 村="红旗村"), total("小计", 10, 953.5),
    total("青石镇合计", 20, 1907), household(3, 乡镇="柳湾镇"), total("小计", 10, 953.5),
    total("柳湾镇合计", 10, 953.5), total("总计", 30, 2860.5),
]  # fmt: skip
ABOVE = [
    total("东风村合计", 20, 1907),
    household(1),
    household(2),
    total("红旗村合计", 10, 953.5),
    OTHER_VILLAGE,
]
TEXTS = [
    household(1, 面积="10亩", 标准="95.35元/亩", 金额="953.50元"),
    household(2, 面积="1,000.00", 标准="每亩95.35元", 金额="95,350.00"),
    household(3, 面积=wide("10"), 标准=wide("95.35"), 金额=wide("953.50")),
    household(4, 金额="￥ 953.50 元"),
    household(5, 金额="人民币953.5元整"),
    household(6, 面积="1000", 金额="9.535万元"),
]
NUMBERS = [
    household(1, 身份证号码=wide(id_of(1))),
    household(2, 身份证号码=f"{id_of(2)[:6]} {id_of(2)[6:14]} {id_of(2)[14:]}"),
    household(3, 身份证号码="'" + id_of(3), 联系电话="138-0000-0003"),
    household(4, 身份证号码=id_of(4) + "\u200b", 联系电话="+86 138 0000 0004"),
    household(5, 身份证号码=id_of(5).lower() + "\n", 银行账号=f"{card_of(5)[:4]} {card_of(5)[4:]}"),
    household(6, 联系电话=13800000006, 银行账号="无"),
    household(7, 联系电话="13800000007/0558-2345678"),
]
LOST = household(1, 身份证号码=float(id_of(5)[:17] + "0"))
SHOWN_LOST = household(1, 身份证号码="3.41221E+17", 银行账号="6.217E+18")
OF_TOWN = [TITLE, without(HEAD, 1)]
OF_VILLAGE = [TITLE, without(HEAD, 1, 2)]
SUMMARY = ("汇总表", [["补贴汇总表"], ["乡镇", "户数", "面积", "金额"], ["青石镇", 2, 20, 1907]])
