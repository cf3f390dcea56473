"""发放清单的试样：按给定的格写出真的工作簿，再经真的门读回来。"""

import io

import openpyxl

from portal.core import personal
from portal.core.sheets import reading
from village.listing import Listing, Places, Terms, Village, read

PLACES = Places(
    "云东县",
    [
        Village(1, "青石镇", "东风村"),
        Village(2, "青石镇", "红旗村"),
        Village(3, "柳湾镇", "东风村"),
        Village(4, "柳湾镇", "柳林社区"),
    ],
)
HEAD = [
    "序号",
    "乡镇",
    "村",
    "组",
    "户主姓名",
    "身份证号码",
    "银行账号",
    "联系电话",
    "面积（亩）",
    "标准（元/亩）",
    "金额（元）",
    "备注",
]


def id_of(serial: int, *, area: str = "341221", born: str = "19700101") -> str:
    first17 = f"{area}{born}{serial:03d}"
    return first17 + personal.id_check_character(first17)


def card_of(serial: int) -> str:
    body = f"62170012345{serial:07d}"
    return next(body + str(last) for last in range(10) if personal.luhn_is_valid(body + str(last)))


def household(serial: int, **changed) -> list:
    """一户：10 亩、每亩 95.35 元。`changed` 以表头改一格。"""
    row = [
        serial, "青石镇", "东风村", "1组", f"王{'甲乙丙丁戊己庚辛'[serial % 8]}", id_of(serial), card_of(serial), f"138{serial:08d}",
        10, 95.35, 953.5, "",
    ]  # fmt: skip
    for title, value in changed.items():
        row[next(i for i, name in enumerate(HEAD) if name.startswith(title))] = value
    return row


def book(*rows, title="2026年耕地地力保护补贴发放清单", sheet="发放清单", head=HEAD, merges=()) -> bytes:
    made = openpyxl.Workbook()
    page = made.active
    page.title = sheet
    for row in ([title], list(head), *rows):
        page.append(row)
    for area in merges:
        page.merge_cells(area)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def listed(*rows, rate=None, places=PLACES, name="清单.xlsx", data=None, **how) -> Listing:
    return read(reading.read(data or book(*rows, **how), name), places, Terms(rate=rate))


def said(listing: Listing) -> list[tuple[str, str]]:
    return [(problem.cell, problem.message) for problem in listing.problems]
