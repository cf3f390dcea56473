"""生成各地目录表的样本：`python -m tests.data.catalogs.build`。真值先定，样子后加；预期从真值来，不从读者来。"""

import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl

from tests.unit.catalogs import mess, truth
from tests.unit.catalogs.mess import Mess

HERE = Path(__file__).parent
UNKNOWN = "这一列没有认出"
BLANK = "“一级事项”没有填写，按上一行取"
HIDDEN = "工作表“旧表”是隐藏的工作表，没有读取"

# 每个样本：说明、真值、样子、存疑里该有的话的开头
SAMPLES = {
    "canonical": ("国家指引的 13 栏、两行合并表头", truth.rows(1), Mess(), ()),
    "one-row-header": ("一行表头，没有合并", truth.rows(2), Mess(grouped=False, names="repeated"), ()),
    "no-banner": ("第一行就是领域标题", truth.rows(3), Mess(banner=False), ()),
    "three-fields-one-sheet": ("三个领域依次在一张表里，表头只有一次", truth.rows(4, fields=3), Mess(), ()),
    "three-fields-repeated-header": (
        "每个领域重复表头",
        truth.rows(5, fields=3),
        Mess(repeated_header=True),
        (),
    ),
    "field-between": ("领域标题在表头之后", truth.rows(6, fields=2), Mess(field_in="between"), ()),
    "sheet-per-field": ("一个领域一张表，表名就是领域", truth.rows(7, fields=3), Mess(field_in="sheet"), ()),
    "field-column": (
        "多一列写着领域",
        truth.rows(8, fields=3),
        Mess(field_in="column", names="repeated"),
        (),
    ),
    "aliases": ("表头用别的说法，夹着换行与空格", truth.rows(9), Mess(aliases=True, seed=9), ()),
    "shuffled": (
        "各栏换了次序",
        truth.rows(10),
        Mess(
            order=mess.random_mess(12).order
            if mess.random_mess(12).order != tuple(mess.CANONICAL)
            else mess.random_mess(13).order
        ),
        (),
    ),
    "black-squares": ("勾选写作 ■", truth.rows(11), Mess(tick="■"), ()),
    "dots": ("勾选写作 ●", truth.rows(12), Mess(tick="●"), ()),
    "written-yes": ("勾选写作“是”", truth.rows(13), Mess(tick="是"), ()),
    "ticked-only": ("渠道只列勾选的，一行一个", truth.rows(14), Mess(boxes="ticked"), ()),
    "plain-list": ("渠道以顿号隔开", truth.rows(15), Mess(boxes="list"), ()),
    "wingdings": ("选框是 Wingdings 的私用字符", truth.rows(16), Mess(boxes="wingdings"), ()),
    "damaged-boxes": ("选框坏成字母 n 与 o", truth.rows(17), Mess(boxes="damaged"), ()),
    "text-choices": ("对象、方式、层级各写在一格里", truth.rows(18), Mess(text_choices=True), ()),
    "blank-means-above": ("一级事项只写第一行，没有合并", truth.rows(19), Mess(names="blank"), (BLANK,)),
    "ditto": ("依据、时限写“同上”", truth.rows(20), Mess(ditto=True), ()),
    "numbers-from-22": ("序号从 22 起", truth.rows(21, start=22), Mess(), ()),
    "notes-and-totals": ("表下有合计与附注", truth.rows(22), Mess(notes=True, totals=True), ()),
    "ghost-rows": ("三千行空行带着格式", truth.rows(23), Mess(ghosts=3000), ()),
    "blank-first-column": ("左边空一列", truth.rows(24), Mess(blank_first_column=True), ()),
    "blank-rows": ("行间夹着空行", truth.rows(25), Mess(blank_rows=True, names="repeated", seed=3), ()),
    "full-width-digits": ("时限用全角数字", truth.rows(26), Mess(wide_digits=True), ()),
    "unknown-column": (
        "多一列“责任科室”",
        mess.with_extra(truth.rows(27), "责任科室"),
        Mess(extra="责任科室"),
        (UNKNOWN,),
    ),
    "hidden-sheet": ("带着一张隐藏的旧表", truth.rows(28), Mess(hidden=True), (HIDDEN,)),
}


def header_row(sheet) -> int:
    """“序号”所在的行。"""
    return next(cell.row for row in sheet.iter_rows(max_row=6) for cell in row if cell.value == "序号")


def three_row_header(sheet) -> None:
    """表头之上再加一行：“公开要求”盖住后面各栏。"""
    top = header_row(sheet)
    sheet.insert_rows(top)
    sheet.cell(row=top, column=2).value, sheet.cell(row=top, column=4).value = "公开事项", "公开要求"


def combined_levels(sheet) -> None:
    """层级并成一栏：“县级、乡级”写在一格里，另一栏删去。"""
    top = header_row(sheet)
    under = {sheet.cell(row=top + 1, column=n).value: n for n in range(1, sheet.max_column + 1)}
    county, township = under["县级"], under["乡级"]
    sheet.cell(row=top + 1, column=county).value = None
    for number in range(top + 2, sheet.max_row + 1):
        names = (("县级", county), ("乡级", township))
        chosen = [name for name, column in names if sheet.cell(row=number, column=column).value]
        if chosen:
            sheet.cell(row=number, column=county).value = "、".join(chosen)
    sheet.delete_cols(township)


def notes_between(sheet) -> None:
    """行间夹着说明。"""
    place = header_row(sheet) + 4
    sheet.insert_rows(place)
    sheet.cell(row=place, column=1).value = "注：以下事项由乡镇（街道）承办"


def numbered_title(sheet) -> None:
    """表里没有领域标题，只有表名写着，还带序号。"""
    banner = sheet.cell(row=header_row(sheet) - 1, column=1)
    sheet.title = banner.value.replace("（一）", "（十六）").removesuffix("基层政务公开标准目录")
    banner.value = None


def requirement_column(sheet) -> None:
    """“公开内容”叫作“公开要求”。"""
    for row in sheet.iter_rows(max_row=6):
        for cell in row:
            if cell.value == mess.CANONICAL["content"]:
                cell.value = "公开内容及要求"


PLAIN = Mess(names="repeated", field_in="title")
# 造好之后再改的样本：说明、怎样改、真值、存疑里该有的话的开头
RETOUCHED = {
    "three-row-header": ("三行表头，最上一行是“公开要求”", three_row_header, truth.rows(31), ()),
    "combined-levels": ("县级、乡级写在“公开层级”一栏里", combined_levels, truth.rows(32), ()),
    "notes-between": ("行间夹着一行说明", notes_between, truth.rows(33), ()),
    "numbered-title": ("表名是“（十六）…领域”", numbered_title, truth.rows(34), ()),
    "requirement-column": ("“公开内容”叫作“公开内容及要求”", requirement_column, truth.rows(35), ()),
}


def retouched(data: bytes, change) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for area in list(book.active.merged_cells.ranges):
        book.active.unmerge_cells(str(area))
    change(book.active)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def main() -> None:
    notes = [
        "# 目录表样本",
        "",
        "由 `python -m tests.data.catalogs.build` 生成；每本的预期在同名的 .expected.json。",
        "",
    ]
    notes += ["| 文件 | 怎么来的 |", "|---|---|"]
    for name, (how, rows, made, doubts) in SAMPLES.items():
        save(f"{name}.xlsx", mess.workbook(rows, made), rows, made, doubts)
        notes.append(f"| {name}.xlsx | {how} |")
    for name, (how, change, rows, doubts) in RETOUCHED.items():
        save(f"{name}.xlsx", retouched(mess.workbook(rows, PLAIN), change), rows, PLAIN, doubts)
        notes.append(f"| {name}.xlsx | {how} |")
    rows, made = truth.rows(30), Mess(names="repeated")
    save("wps-dimension.xlsx", mess.as_wps(mess.workbook(rows, made)), rows, made, ())
    notes.append("| wps-dimension.xlsx | WPS 所存，声明的范围只有 A1:A1 |")
    for name, encoding in (("gbk.csv", "gb18030"), ("utf8.csv", "utf-8-sig")):
        made = Mess(names="repeated", grouped=False)
        save(name, mess.as_csv(mess.workbook(rows, made), encoding), rows, made, ())
        notes.append(f"| {name} | 另存为 CSV，编码 {encoding} |")
    (HERE / "README.md").write_text("\n".join(notes) + "\n", encoding="utf-8")


def save(name: str, data: bytes, rows: list[truth.Row], made: Mess, doubts: tuple[str, ...]) -> None:
    path = HERE / name
    path.write_bytes(data)
    if made.wide_digits:
        wide = str.maketrans("0123456789", "０１２３４５６７８９")
        rows = [replace(row, time_limit=row.time_limit.translate(wide)) for row in rows]
    expected = {"rows": [row.as_json() for row in rows], "doubts": list(doubts)}
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    path.with_suffix(".expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
