"""识读年度报告：人们填成的各种样子读出同一份；每条核对都有一份破坏它的文件。"""

import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tasks.registers.annual import checks, reading, tables
from tests.unit.tasks.annual_books import D, Style, book, broken, read, renumbered, texts, values

NOTES = [
    ["填报单位：云东县人民政府", "", "", "", "填报日期：2026年1月20日"],
    ["云东县2025年政府信息公开工作年度报告"],
]
TAIL = [[""], ["注：本年新收以登记日期为准，结转下年度的另附说明。"], ["填表人：某某", "审核人：某某"]]


def hidden_column(sheet, places):
    sheet.insert_cols(5)
    sheet.cell(1, 5, "校对")
    for row in range(2, 40):
        sheet.cell(row, 5, 99)
    sheet.column_dimensions["E"].hidden = True


def subtotals(sheet, places):
    """有人在“（三）不予公开”之上另起一行写小计。"""
    row = places["3.secret.natural"].row
    sheet.insert_rows(row)
    sheet.cell(row, 2, "（三）不予公开")
    sheet.cell(row, 4, 1)


def other_sheets(sheet, places):
    book = sheet.parent
    book.create_sheet("填表说明")["A1"] = "一、本年新收：填登记的件数；二、上年结转见上年报告"
    hidden = book.create_sheet("旧数")
    hidden["A1"], hidden.sheet_state = "自然人", "hidden"


def as_wps(data: bytes) -> bytes:
    """WPS 存的：声明的范围只有 A1。"""
    source, out = zipfile.ZipFile(BytesIO(data)), BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                start = content.index(b'<dimension ref="')
                end = content.index(b"/>", start)
                content = content[:start] + b'<dimension ref="A1:A1"' + content[end:]
            target.writestr(info, content)
    return out.getvalue()


MESSY = {
    "官方的样子": book(),
    "分三个工作表": book(Style(one_sheet=False)),
    "次序倒过来": book(Style(order=(4, 3, 2))),
    "没有合并": book(Style(merged=False)),
    "编号与标点换了一套": book(Style(label=renumbered)),
    "表头行名断行夹空格": book(Style(label=broken)),
    "数是全角文字": book(Style(number=texts, total=texts)),
    "合计不填": book(Style(total=lambda value: None)),
    "上有单位日期下有注与签字": book(Style(above=NOTES, below=TAIL)),
    "三张表之间空三行": book(Style(between=4)),
    "左边空两列": book(Style(left=2)),
    "没有各表的标题": book(Style(titles=False)),
    "隐藏了一列": book(Style(merged=False, change=hidden_column)),
    "小标题上写了小计": book(Style(merged=False, change=subtotals)),
    "另有说明表与隐藏的旧数": book(Style(change=other_sheets)),
    "WPS 存的": as_wps(book()),
    "千分位": book(Style(number=lambda v: f"{v:,g}" if v else v)),
}


@pytest.mark.parametrize("name", MESSY)
def test_every_shape_reads_the_same(name):
    found = reading.read(read(MESSY[name]))
    assert [str(problem) for problem in found.problems] == []
    assert found.values == values()
    assert checks.check(found.values, found.typed) == []


def test_our_own_layout_has_the_typed_totals_too():
    found = reading.read(read(book()))
    assert found.typed["3.sum.natural"] == 9 and found.typed["3.new.total"] == 12
    assert found.typed["4.reconsideration.total"] == 1


def test_a_csv_with_the_three_tables_is_read():
    sheet = load_workbook(BytesIO(book(Style(merged=False)))).active
    lines = [",".join(_csv(cell.value) for cell in row) for row in sheet.iter_rows()]
    found = reading.read(read("\n".join(lines).encode("utf-8-sig"), "年报.csv"))
    assert (found.problems, found.values) == ([], values())


def _csv(value) -> str:
    return "" if value is None else f'"{value}"'


def test_the_upright_table_four_is_read():
    """有的单位把表四竖着写：三种途径各一行。"""

    def upright(sheet, places):
        top = places["4.reconsideration.upheld"].row - 3
        sheet.delete_rows(top, 4)
        sheet.append(["途径", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"])
        filled = values()
        for row, name in tables.ROWS_4:
            cells = [int(filled[f"4.{row}.{column}"]) for column in tables.COLUMNS_4]
            sheet.append([name, *cells, sum(cells)])

    found = reading.read(read(book(Style(merged=False, change=upright))))
    assert (found.problems, found.values) == ([], values())


def broken_by(change, **style) -> list[tuple[str, str, str]]:
    """改坏一处，得到的（格, 原值, 说明）。"""
    found = reading.read(read(book(Style(change=change, **style))))
    problems = [(p.cell, p.value, p.message) for p in found.problems]
    for finding in checks.check(found.values, found.typed):
        if finding.keys[0] in found.unread or (
            finding.rule == "blank" and finding.keys[0] not in found.places
        ):
            continue
        problems.append((found.place(finding.keys)[1], "", finding.message))
    return problems


def put(key, value):
    def change(sheet, places):
        places[key].value = value

    return change


@pytest.mark.parametrize(
    ("key", "value", "rule", "words"),
    [
        ("3.new.natural", None, "blank", "没有填写"),
        ("3.forward.natural", 2, "balance", "第一项加第二项为 10，第三项（七）加第四项为 11，相差 1"),
        ("3.sum.natural", 8, "sum", "（七）总计填 8，（一）至（六）各行之和为 9"),
        ("3.disclosed.total", 7, "across", "填 7，六类申请人之和为 6"),
        ("3.sum.total", 13, "across", "填 13，六类申请人之和为 12"),
        ("4.direct.total", 0, "disputes", "填 0，四种结果之和为 1"),
    ],
)
def test_each_check_has_a_file_that_breaks_it(key, value, rule, words):
    found = reading.read(read(book(Style(change=put(key, value)))))
    findings = [one for one in checks.check(found.values, found.typed) if one.rule == rule]
    assert found.problems == []
    assert any(words in one.message for one in findings)
    assert found.place(findings[0].keys)[1] == _cell_of(key)
    assert all(one.hint for one in findings)


def _cell_of(key):
    places = {}
    book(Style(change=lambda sheet, found: places.update(found)))
    return places[key].coordinate


def test_carry_over_is_compared_with_last_years_report():
    last_year = values() | {"3.forward.natural": D(4)}
    [finding] = checks.check(values(), last_year=last_year)
    assert (finding.rule, finding.left, finding.right) == ("carried", "1", "4")


def test_a_missing_number_is_not_a_zero():
    filled = values()
    del filled["3.secret.natural"]
    rules = [one.rule for one in checks.check(filled)]
    assert rules == ["blank"]
    assert "3.sum.natural" not in tables.totals(filled)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("—", "不是数字"),
        ("3万元", "不是数字"),
        ("件", "不是数字"),
        ("无", "不是数字"),
        (1.5, "不是整数"),
        (-1, "负数"),
        ("#REF!", "公式出错"),
    ],
)
def test_what_is_not_a_count_is_refused_with_its_cell(value, words):
    [problem] = broken_by(put("3.new.business", value))
    assert problem[0] == _cell_of("3.new.business") and words in problem[2]


def test_all_errors_come_at_once():
    def ruin(sheet, places):
        places["3.new.natural"].value = None
        places["3.secret.legal"].value = "若干"
        places["4.after.total"].value = 5
        places["2.fee.amount"].value = "免"

    said = broken_by(ruin)
    assert [cell for cell, *_ in said] == [
        _cell_of(key) for key in ("2.fee.amount", "3.secret.legal", "3.new.natural", "4.after.total")
    ]


def remove_row(key):
    def change(sheet, places):
        sheet.delete_rows(places[key].row)

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (remove_row("3.query.natural"), "缺少“8.属于行政查询事项”一行"),
        (remove_row("2.coercion.count"), "缺少“行政强制”一行"),
        (lambda sheet, places: sheet.delete_cols(6), "缺少“科研机构”一列"),
        (lambda sheet, places: sheet.delete_rows(places["4.after.upheld"].row - 3, 4), "没有找到表四"),
        (lambda sheet, places: sheet.delete_rows(places["3.new.natural"].row - 3, 28), "没有找到表三"),
    ],
)
def test_what_is_missing_is_named(change, words):
    found = reading.read(read(book(Style(merged=False, change=change))))
    assert any(words in problem.message for problem in found.problems)


def test_a_row_nobody_knows_is_named_with_its_cell():
    def rename(sheet, places):
        sheet.cell(places["3.query.natural"].row, 3).value = "8.关于咨询的"

    said = broken_by(rename, merged=False)
    assert any("认不出是哪一项：“8.关于咨询的”" in message for _, _, message in said)


def test_the_same_table_twice_is_refused():
    def twice(sheet, places):
        sheet.parent.copy_worksheet(sheet)

    said = [message for _, _, message in broken_by(twice)]
    assert sum("出现两次" in message for message in said) == 3


def test_a_number_in_merged_cells_is_refused():
    def merge(sheet, places):
        first, last = places["3.disclosed.natural"], places["3.disclosed.business"]
        last.value = None
        sheet.merge_cells(f"{first.coordinate}:{last.coordinate}")

    assert any("合并的单元格" in message for _, _, message in broken_by(merge))


def test_the_year_in_the_title_is_read():
    found = reading.read(read(book(Style(above=NOTES))))
    assert [year for year, *_ in found.years] == [2025]
    cited = reading.read(read(book(Style(above=[["国办公开办函〔2021〕30号 政府信息公开工作年度报告格式"]]))))
    assert cited.years == []


def test_money_keeps_its_decimals():
    filled = values() | {"2.fee.amount": Decimal("0.05")}
    assert reading.read(read(book(filled=filled))).values["2.fee.amount"] == Decimal("0.05")


def test_outcomes_merged_down_beside_the_two_routes_of_lawsuits_are_read():
    """官方的表四：行政复议的五格竖着合并两行，右边两种起诉各有自己的表头。"""
    workbook = load_workbook(BytesIO(book(Style(order=(2, 3)))))
    sheet = workbook.create_sheet("表四")
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    sheet.append(["行政复议", *[None] * 4, "行政诉讼"])
    sheet.append([*heads, "未经复议直接起诉", *[None] * 4, "复议后起诉"])
    sheet.append([*[None] * 5, *heads, *heads])
    sheet.append([1, 0, 0, 0, 1, 0, 2, 0, 0, 2, 0, 0, 0, 3, 3])
    for place in ("A1:E1", "F1:O1", "F2:J2", "K2:O2", *(f"{letter}2:{letter}3" for letter in "ABCDE")):
        sheet.merge_cells(place)
    out = BytesIO()
    workbook.save(out)
    found = reading.read(read(out.getvalue()))
    assert not found.problems
    numbers = {key: int(value) for key, value in found.values.items() if key.startswith("4.") and value}
    assert numbers == {"4.reconsideration.upheld": 1, "4.direct.corrected": 2, "4.after.pending": 3}


def test_the_unit_of_the_table_may_stand_behind_the_number():
    data = book(Style(number=lambda value: None if value is None else f"{value:g} 件"), _without_fee())
    found = reading.read(read(data))
    assert [p.message for p in found.problems] == []
    assert found.values["3.new.natural"] == D(9)


def _without_fee() -> dict:
    return {key: value for key, value in values().items() if not tables.is_money(key)}
