"""发放清单的核对：每种毛病各有地址、原因与改法；各县常见的写法都读得出来。"""

import pytest

from tests.unit.village.lists import HEAD, PLACES, book, card_of, household, id_of, listed, said
from village.listing import Places, Village


def test_a_plain_list_reads_to_the_cent():
    found = listed(household(1), household(2, 面积=3.33, 金额=317.52))
    assert said(found) == [] and found.doubts == []
    first, second = found.lines
    assert (first.village, first.group, first.quantity, first.rate, first.cents) == (
        1,
        "1组",
        100000,
        953500,
        95350,
    )
    assert (second.cents, found.cents, found.rows) == (31752, 127102, 2)


@pytest.mark.parametrize(
    ("title", "value", "cell", "words"),
    [
        ("户主姓名", "", "E3", "没有填写"),
        ("户主姓名", "王甲341221197001010012", "E3", "姓名里有号码"),
        ("户主姓名", 12, "E3", "不是姓名"),
        ("身份证号码", id_of(1)[:-1] + ("1" if id_of(1)[-1] != "1" else "2"), "F3", "身份证号不对"),
        ("身份证号码", "34122119700101001", "F3", "17 位"),
        ("身份证号码", 341221197001010012.0, "F3", "失真"),
        ("银行账号", card_of(1)[:-1] + str((int(card_of(1)[-1]) + 1) % 10), "G3", "银行卡号不对"),
        ("银行账号", "12345", "G3", "9 至 30 位"),
        ("联系电话", "0558-2345678", "H3", ""),
        ("联系电话", 2345678.0, "H3", ""),
        ("联系电话", "1380000", "H3", "电话号码不对"),
        ("联系电话", "23800000001", "H3", "电话号码不对"),
        ("面积", "十亩", "I3", "不是数字"),
        ("金额", "", "K3", "没有填写"),
        ("金额", 0, "K3", "是零"),
        ("金额", 953.51, "K3", "应为 953.50 元，写的是 953.51 元"),
        ("金额", "#REF!", "K3", "公式出错"),
        ("村", "东凤村", "C3", "没有村"),
        ("村", "", "C3", "没有填写"),
        ("乡镇", "青山镇", "B3", "没有乡镇"),
    ],
)
def test_each_fault_has_its_cell_and_reason(title, value, cell, words):
    found = listed(household(1, **{title: value}), household(2))
    if not words:
        assert said(found) == []
        return
    [(where, message)] = said(found)
    assert where == cell and words in message, message
    assert len(found.lines) == 1 and found.problems[0].hint


def test_every_fault_is_listed_at_once():
    found = listed(household(1, 金额=1, 身份证号码="x"), household(2, 村="无名村"), household(3, 户主姓名=""))
    assert [cell for cell, _ in said(found)] == ["F3", "K3", "C4", "E5"]


def test_personal_numbers_are_masked_in_the_list_of_faults():
    bad = "341221197001010010"
    found = listed(household(1, 身份证号码=bad, 银行账号="6217001234500000011"))
    assert all(
        bad not in str(problem) and "6217001234500000011" not in str(problem) for problem in found.problems
    )


def test_the_same_person_twice_is_a_fault_whatever_the_form():
    old = id_of(7)[:6] + id_of(7)[8:17]
    found = listed(household(7), household(8, 身份证号码=id_of(7).lower()), household(9, 身份证号码=old))
    assert [message[:4] for _, message in said(found)] == ["与第 3", "与第 3"]


def test_namesakes_without_numbers_are_doubts():
    found = listed(household(1, 身份证号码=""), household(1, 身份证号码=""))
    assert said(found) == [] and len(found.lines) == 2
    assert [
        words in doubt.message for words, doubt in zip(("没有身份证号", "同名"), found.doubts, strict=True)
    ] == [True, True]


def test_a_rate_merged_down_holds_for_every_household():
    rows = [household(i) for i in (1, 2, 3)]
    for row in rows[1:]:
        row[9] = None
    assert said(listed(*rows, merges=["J3:J5"])) == []


def test_a_rate_written_once_holds_for_every_household():
    rows = [household(i) for i in (1, 2, 3)]
    for row in rows[1:]:
        row[9] = None
    found = listed(*rows)
    assert said(found) == [] and {line.rate for line in found.lines} == {953500}


def test_an_amount_merged_over_two_rows_counts_once():
    rows = [household(1), household(2)]
    rows[1][10] = None
    found = listed(*rows, merges=["K3:K4"])
    assert said(found) == [("K4", "金额：没有填写")]


def test_merged_and_ditto_places_are_carried_down():
    rows = [household(1), household(2), household(3, 村="同上", 乡镇="〃")]
    rows[1][1] = rows[1][2] = None
    found = listed(*rows, merges=["B3:B4", "C3:C4"])
    assert said(found) == [] and {line.village for line in found.lines} == {1}


@pytest.mark.parametrize(
    ("written", "faults"), [(2860.5, 0), (2860.51, 1), ("2,860.50", 0), ("", 0), ("见附表", 1)]
)
def test_the_total_row_must_agree(written, faults):
    total = ["合计", "", "", "", "3户", "", "", "", 30, "", written, ""]
    found = listed(*(household(i) for i in (1, 2, 3)), total)
    assert len(said(found)) == faults and found.rows == 3
    assert all(cell == "K6" for cell, _ in said(found))


def test_subtotals_and_a_grand_total():
    rows = [household(1), ["", "东风村小计", "", "", "", "", "", "", "", "", 953.5], household(2, 村="红旗村"),
            ["", "", "红旗村小计", "", "", "", "", "", "", "", 953.5], ["总计", "", "", "", "", "", "", "", 20, "", 1907]]  # fmt: skip
    assert said(listed(*rows)) == []


def test_a_wrong_subtotal_names_what_the_households_add_up_to():
    rows = [household(1), household(2), ["小计", "", "", "", "", "", "", "", "", "", 1906]]
    [(cell, message)] = said(listed(*rows))
    assert cell == "K5" and "1907.00" in message


@pytest.mark.parametrize(
    ("many", "rate", "amount"),
    [
        (3.33, 95.35, 317.52),
        (0.5, 0.01, 0.01),
        (1.25, 0.10, 0.13),
        (7, 123.4567, 864.20),
        (12.5, 95.35, 1191.88),
    ],
)
def test_amounts_round_half_up_to_the_cent(many, rate, amount):
    assert said(listed(household(1, 面积=many, 标准=rate, 金额=amount))) == []


def test_months_multiply_too():
    head = [*HEAD[:9], "月数", *HEAD[9:]]
    row = household(1, 面积=2, 标准=620, 金额=14880)
    assert said(listed([*row[:9], 12, *row[9:]], head=head)) == []


def test_a_deduction_is_a_negative_row():
    found = listed(household(1, 面积=-2, 金额=-190.7))
    assert said(found) == [] and found.lines[0].cents == -19070


def test_the_county_rate_is_held_against_every_household():
    found = listed(household(1), household(2, 标准=90, 金额=900), rate=953500)
    assert [cell for cell, _ in said(found)] == ["J4"]


def test_a_dead_column_is_said_once():
    rows = [household(i, 金额="#N/A") for i in range(1, 6)]
    assert said(listed(*rows)) == [("K2", "“金额”整列是公式错误（#N/A）")]
    rows = [household(i, 金额="") for i in range(1, 6)]
    assert said(listed(*rows)) == [("K2", "“金额”整列是空的")]


def test_unknown_columns_are_told_and_ignored_ones_are_not():
    head = [*HEAD, "承包合同编号", "开户行"]
    found = listed([*household(1), "H-1", "农商行"], head=head)
    assert said(found) == [] and [doubt.message for doubt in found.doubts] == [
        "不认得的列“承包合同编号”，没有读"
    ]


@pytest.mark.parametrize(
    ("town", "village", "pk"),
    [
        ("青石镇", "东风村", 1),
        ("青石", "东风", 1),
        ("青石镇人民政府", "东风村村民委员会", 1),
        ("云东县柳湾镇", "东风村委会", 3),
        ("", "红旗村", 2),
        ("", "青石镇东风村", 1),
        ("", "柳湾镇东风村3组", 3),
        ("柳湾镇", "柳林社区居委会", 4),
        ("柳湾镇", " 柳 林 ", 4),
    ],
)
def test_places_are_known_however_they_are_written(town, village, pk):
    found = listed(household(1, 乡镇=town, 村=village, 组=""))
    assert said(found) == [] and found.lines[0].village == pk


def test_an_ambiguous_village_asks_for_the_township():
    [(cell, message)] = said(listed(household(1, 乡镇="")))
    assert cell == "C3" and "2 个" in message


def test_the_village_may_stand_in_the_title_or_on_the_tab():
    head = [name for name in HEAD if name not in ("乡镇", "村")]
    row = household(1)
    row = [row[0], *row[3:]]
    for how in ({"title": "云东县青石镇红旗村2026年补贴发放表"}, {"sheet": "青石镇红旗村"}):
        found = listed(row, head=head, **how)
        assert (
            said(found) == []
            and found.lines[0].village == 2
            and "认作青石镇红旗村" in found.doubts[0].message
        )
    [(cell, message)] = said(listed(row, head=head, title="补贴发放表"))
    assert "没有认出是哪个村" in message
    only = Places("红旗村", [Village(2, "青石镇", "红旗村")])
    assert listed(row, head=head, places=only).lines[0].village == 2


def test_notes_signatures_and_repeated_headers_are_not_households():
    rows = [household(1), ["注：标准按上级文件执行"], list(HEAD), household(2), ["填表人：张三"], [None], [3]]
    found = listed(*rows)
    assert said(found) == [] and found.rows == 2


def test_a_csv_in_gb18030_reads_the_same():
    text = "\n".join(",".join(map(str, row)) for row in (HEAD, household(1), household(2)))
    found = listed(data=text.encode("gb18030"), name="清单.csv")
    assert said(found) == [] and [line.cents for line in found.lines] == [95350, 95350]


def test_a_file_without_a_header_says_what_the_header_should_be():
    found = listed(data=book(["甲", "乙"], head=["一", "二"]))
    assert found.problems[0].message == "没有找到发放清单的表头" and "户主姓名" in found.problems[0].hint


def test_cards_and_names_do_not_appear_when_a_line_is_shown():
    line = listed(household(1)).lines[0]
    assert line.name not in repr(line) and card_of(1) not in repr(line)


def test_every_village_is_known_by_its_own_name():
    for village in PLACES.villages:
        assert PLACES.find(village.township, village.name).village == village.pk
