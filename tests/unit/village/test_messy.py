"""真会交上来的清单：读得出的读到分，读不出的说清在哪一格。"""

import pytest

from tests.unit.village import messy
from tests.unit.village.lists import HEAD, card_of, household, id_of, listed, said
from tests.unit.village.messy import ROWS, TITLE, csv, one, sheets, total, without

PLAIN = (5, 476750, {1})


@pytest.mark.parametrize(
    ("data", "name", "rows", "cents", "villages"),
    [
        pytest.param(one(*ROWS, patch=messy.wps), "wps.xlsx", *PLAIN, id="范围写作A1:A1"),
        pytest.param(sheets(("清单", [TITLE, HEAD, *ROWS], messy.ghosts)), "a.xlsx", *PLAIN, id="幽灵行"),
        pytest.param(sheets(("清单", [["附件2"], TITLE, ["单位：元、亩"], HEAD, *ROWS])), "a.xlsx", *PLAIN, id="几行标题"),
        pytest.param(
            sheets(("清单", [TITLE, *messy.TWO_ROWS, *ROWS], messy.merged(*messy.SPREAD))), "a.xlsx", *PLAIN, id="两行表头"
        ),
        pytest.param(
            sheets(("清单", [TITLE, HEAD, *messy.ONE_RATE], messy.merged("J3:J7"))), "a.xlsx", *PLAIN, id="标准合并到底"
        ),
        pytest.param(
            sheets(("清单", [TITLE, HEAD, *messy.ONE_RATE, total("合计")], messy.merged("J3:J8"))),
            "a.xlsx", *PLAIN, id="标准合并到合计行",
        ),
        pytest.param(one(*messy.TEXTS), "a.xlsx", 6, 19451400, {1}, id="数写成文字"),
        pytest.param(one(*messy.NUMBERS), "a.xlsx", 7, 667450, {1}, id="号码各种写法"),
        pytest.param(one(*ROWS, [*[None] * 4, "总  计", *[None] * 3, *messy.SUM]), "a.xlsx", *PLAIN, id="总计在姓名列"),
        pytest.param(
            sheets(("清单", [TITLE, HEAD, *ROWS, total("合 计", "50亩", "4,767.50")], messy.merged("A8:H8"))),
            "a.xlsx", *PLAIN, id="合计合并几格",
        ),
        pytest.param(one(*ROWS, ["合", "计", *total("")[2:]]), "a.xlsx", *PLAIN, id="合计二字分写两格"),
        pytest.param(one(*ROWS, total("合计人民币（大写）肆仟柒佰陆拾柒元伍角")), "a.xlsx", *PLAIN, id="大写的合计"),
        pytest.param(one(*messy.SUBTOTALS), "a.xlsx", 3, 286050, {1, 2}, id="村小计"),
        pytest.param(one(*messy.BY_TOWN), "a.xlsx", 3, 286050, {1, 2, 3}, id="村镇县三级合计"),
        pytest.param(one(*messy.ABOVE), "a.xlsx", 3, 286050, {1, 2}, id="合计在前"),
        pytest.param(one(total("合计"), *ROWS), "a.xlsx", *PLAIN, id="总数写在第一行"),
        pytest.param(
            one(*ROWS[:2], total("本页小计", 20, 1907), *ROWS[2:], total("本页小计", 30, 2860.5), total("累计")),
            "a.xlsx", *PLAIN, id="每页小计与累计",
        ),
        pytest.param(
            sheets(("清单", [TITLE, HEAD, *ROWS[:2], TITLE, HEAD, *ROWS[2:]], messy.merged("A1:L1", "A5:L5"))),
            "a.xlsx", *PLAIN, id="每页重复标题与表头",
        ),
        pytest.param(one(*ROWS, *messy.FOOT), "a.xlsx", *PLAIN, id="落款盖章"),
        pytest.param(one(ROWS[0], [], [None, ""], *ROWS[1:], [6]), "a.xlsx", *PLAIN, id="空行"),
        pytest.param(sheets(("清单", [TITLE, HEAD, *ROWS], messy.hidden_columns)), "a.xlsx", *PLAIN, id="隐藏行列照读"),
        pytest.param(sheets(("清单", [messy.OTHER_TITLES, *ROWS])), "a.xlsx", *PLAIN, id="别的表头"),
        pytest.param(
            sheets(("青石", [*messy.OF_TOWN, *(without(row, 1) for row in ROWS[:2])]), ("柳湾镇", [*messy.OF_TOWN, without(ROWS[2], 1)])),
            "a.xlsx", 3, 286050, {1, 3}, id="一镇一表",
        ),
        pytest.param(
            sheets(*((f"{n}", [*messy.OF_VILLAGE, without(ROWS[at], 1, 2)]) for at, n in enumerate(("青石镇东风村", "红旗", "3.柳林社区")))),
            "a.xlsx", 3, 286050, {1, 2, 4}, id="一村一表",
        ),
        pytest.param(
            sheets(("清单", [*messy.OF_VILLAGE, ["青石镇东风村"], without(ROWS[0], 1, 2), ["红旗村（共1户）"], without(ROWS[1], 1, 2)])),
            "a.xlsx", 2, 190700, {1, 2}, id="村名占一行",
        ),
        pytest.param(sheets(messy.SUMMARY, ("清单", [TITLE, HEAD, *ROWS])), "a.xlsx", *PLAIN, id="另有汇总表"),
        pytest.param(sheets(("清单", [TITLE, HEAD, *ROWS]), ("旧", [TITLE, HEAD, *ROWS], messy.hidden)), "a.xlsx", *PLAIN, id="隐藏的旧表"),
        pytest.param(csv(*ROWS, encoding="utf-8-sig"), "a.csv", *PLAIN, id="csv带BOM"),
        pytest.param(csv(*ROWS, encoding="gbk"), "a.csv", *PLAIN, id="csv国标"),
        pytest.param(csv(*ROWS, delimiter=";", above="2026年发放清单\r\n"), "a.csv", *PLAIN, id="csv分号带标题"),
        pytest.param(csv(*ROWS, delimiter="\t", encoding="utf-16"), "a.csv", *PLAIN, id="csv制表符"),
        pytest.param(csv(*ROWS, delimiter="|"), "a.txt", *PLAIN, id="竖线分隔"),
        pytest.param(csv(*(household(n, 身份证号码=f'="{id_of(n)}"') for n in range(1, 6))), "a.csv", *PLAIN, id="csv防失真写法"),
        pytest.param(
            one(household(1, 面积=-10, 金额=-953.5), household(2, 面积="-10", 金额="(953.50)"), household(3, 面积=messy.wide("-10"), 金额="－９５３．５")),
            "a.xlsx", 3, -286050, {1}, id="核减",
        ),
    ],
)  # fmt: skip
def test_what_can_be_read_is_read_to_the_cent(data, name, rows, cents, villages):
    found = listed(data=data, name=name)
    assert said(found) == []
    assert (found.rows, found.cents, {line.village for line in found.lines}) == (rows, cents, villages)


@pytest.mark.parametrize(
    ("data", "name", "cell", "words"),
    [
        pytest.param(one(messy.LOST), "a.xlsx", "F3", "失真", id="身份证号成了浮点数"),
        pytest.param(one(household(1, 身份证号码="3.41221E+17")), "a.xlsx", "F3", "科学记数", id="身份证号成了科学记数"),
        pytest.param(csv(household(1, 银行账号="6.217E+18")), "a.csv", "G2", "科学记数", id="csv里的科学记数"),
        pytest.param(one(*ROWS, total("合计", 50, 4767.6)), "a.xlsx", "K8", "各户相加是 4767.50", id="合计不对"),
        pytest.param(one(total("合计", 50, 4767.6), *ROWS), "a.xlsx", "K3", "各户相加是 4767.50", id="写在前面的合计不对"),
        pytest.param(one(*ROWS[:2], total("小计", 20, 1907), *ROWS[2:], total("总计", 30, 4767.5)), "a.xlsx", "I9", "各户相加是 50.0000", id="总计只加了最后一段"),
        pytest.param(one(*ROWS, household(1)), "a.xlsx", "F8", "与第 3 行重复", id="重复的户"),
        pytest.param(sheets(("甲", [TITLE, HEAD, *ROWS]), ("乙", [TITLE, HEAD, household(1)])), "a.xlsx", "F3", "工作表“甲”第 3 行", id="两张表里重复"),
        pytest.param(one(*(household(n, 金额=f"=I{n + 2}*J{n + 2}") for n in (1, 2))), "a.xlsx", "K2", "整列是空的", id="公式没有算出结果"),
        pytest.param(sheets(("清单", [[*HEAD[:-2], "金额（万元）"], *(without(row, 11) for row in ROWS)])), "a.xlsx", "K1", "以万元为单位", id="万元"),
        pytest.param(sheets(messy.SUMMARY), "a.xlsx", "A2", "缺少必需的列“户主姓名”", id="只有汇总表"),
        pytest.param(one(household(1, 面积=10, 金额=-953.5)), "a.xlsx", "K3", "金额", id="核减只写了一半"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_cell(data, name, cell, words):
    ((where, message),) = said(listed(data=data, name=name))
    assert where == cell and words in message


def test_what_was_left_out_or_guessed_is_told():
    data = sheets(
        messy.SUMMARY,
        ("清单", [messy.OTHER_TITLES, *ROWS]),
        ("旧", [TITLE, HEAD, *ROWS], messy.hidden),
    )
    told = [doubt.message for doubt in listed(data=data).doubts]
    for words in (
        "当作汇总表",
        "隐藏的工作表“旧”没有读",
        "“确权面积(亩)”当作“数量”读",
        "“惠农补贴一卡通账号”当作",
    ):
        assert any(words in message for message in told), (words, told)


def test_a_count_of_households_that_differs_is_told():
    wrong = [*total("合计")[:4], "6户", *total("合计")[5:]]
    (doubt,) = listed(data=one(*ROWS, wrong)).doubts
    assert "写的是 6 户，清单里是 5 户" in doubt.message


@pytest.mark.parametrize("column", HEAD)
def test_a_number_in_the_wrong_column_is_shown_nowhere(column):
    title = column.split("（")[0]
    for number in (id_of(9), card_of(9), "13800000009", messy.wide(id_of(9))):
        found = listed(household(1, **{title: number}), household(2, **{title: f"王甲{number}"}))
        shown = [str(problem.as_dict()) for problem in (*found.problems, *found.doubts)]
        kept = [f"{line.name}{line.group}{line.period}{line.remark}" for line in found.lines]
        assert not [text for text in (*shown, *kept) if number in text], column


def test_a_number_in_a_title_or_a_tab_is_shown_nowhere():
    number = id_of(9)
    for data in (
        sheets((f"{number}", [TITLE, HEAD, household(1, 金额=1)])),
        sheets(("清单", [[*HEAD, number], [*household(1, 金额=1), "x"]])),
        one(household(1), [f"{number}合计", *total("")[1:]]),
    ):
        found = listed(data=data)
        assert found.problems and number not in str([p.as_dict() for p in (*found.problems, *found.doubts)])
