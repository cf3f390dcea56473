"""发放清单的算账：真的工作簿、真的读法，一分一厘都对得上，对不上的说出差在哪里。"""

import pytest

from tests.unit.village.lists import HEAD, household, listed, said

AMOUNT, QUANTITY, RATE, VILLAGE = 10, 8, 9, 2


def total(label: str, amount, quantity="") -> list:
    row = [label] + [""] * (len(HEAD) - 1)
    row[AMOUNT], row[QUANTITY] = amount, quantity
    return row


def blank(rows: list[list], column: int) -> None:
    """合并单元格：只有第一行有值。"""
    for row in rows[1:]:
        row[column] = None


def test_each_merged_rate_holds_for_its_own_rows_only():
    wheat = [household(1), household(2)]
    rice = [household(3, 标准=120, 金额=1200), household(4, 标准=120, 金额=1200)]
    blank(wheat, RATE), blank(rice, RATE)
    found = listed(*wheat, *rice, merges=["J3:J4", "J5:J6"])
    assert said(found) == [] and [line.rate for line in found.lines] == [953500, 953500, 1200000, 1200000]


def test_a_row_below_a_merged_rate_has_no_rate_and_keeps_its_amount():
    rows = [household(1), household(2), household(3, 标准="", 金额=500)]
    blank(rows[:2], RATE)
    found = listed(*rows, merges=["J3:J4"])
    assert said(found) == [] and [(line.rate, line.cents) for line in found.lines][2] == (None, 50000)


@pytest.mark.parametrize(("written", "faults"), [(0.03, 0), (0.02, 1)])
def test_a_total_is_the_sum_of_rounded_amounts_not_the_rounded_sum(written, faults):
    rows = [household(serial, 面积=0.5, 标准=0.01, 金额=0.01) for serial in (1, 2, 3)]
    assert len(said(listed(*rows, total("合计", written)))) == faults


@pytest.mark.parametrize(("many", "amount"), [(-0.5, -0.01), (-1.25, -0.13), (-1.24, -0.12)])
def test_a_deduction_rounds_away_from_zero_like_the_payment_it_takes_back(many, amount):
    rate = 0.01 if many == -0.5 else 0.10
    assert said(listed(household(1, 面积=many, 标准=rate, 金额=amount))) == []
    assert said(listed(household(1, 面积=-many, 标准=rate, 金额=-amount))) == []


def test_what_a_spreadsheet_computed_in_binary_is_the_cents_it_means():
    found = listed(
        household(1, 面积=0.1 + 0.2, 标准=10, 金额=3.0000000000000004),
        household(2, 面积=1.1 * 3, 金额=314.66),
    )
    assert [(line.quantity, line.cents) for line in found.lines] == [(3000, 300), (33000, 31466)]
    assert said(found) == []


def test_many_dimes_add_up_without_a_remainder():
    rows = [household(serial, 面积=1, 标准=0.1, 金额=0.1) for serial in range(1, 1000)]
    found = listed(*rows, total("合计", 99.9))
    assert said(found) == [] and found.cents == 9990


def test_a_wrong_total_says_what_the_households_add_up_to_in_money_and_in_acres():
    rows = [household(1), household(2, 面积=3.33, 金额=317.52)]
    found = listed(*rows, total("合计", 1271.03, 13.34))
    assert said(found) == [
        ("I5", "合计行的数量是 13.3400，各户相加是 13.3300"),
        ("K5", "合计行的金额是 1271.03，各户相加是 1271.02"),
    ]


def test_a_total_counts_deductions_against_payments():
    rows = [household(1), household(2), household(1, 面积=-2, 金额=-190.7)]
    assert said(listed(*rows, total("合计", 1716.3, 18))) == []
    [(cell, message)] = said(listed(*rows, total("合计", 1907, 18)))
    assert cell == "K6" and "1716.30" in message


def test_each_village_has_its_own_subtotal_and_a_wrong_one_names_its_own_village():
    east = [household(1), household(2)]
    red = [household(3, 村="红旗村"), household(4, 村="红旗村", 面积=1, 金额=95.35)]
    blank(east, VILLAGE), blank(red, VILLAGE)
    merges = ["C3:C4", "C6:C7"]
    right = [
        *east,
        total("东风村小计", 1907, 20),
        *red,
        total("红旗村小计", 1048.85, 11),
        total("总计", 2955.85, 31),
    ]
    assert said(listed(*right, merges=merges)) == []
    wrong = [*east, total("东风村小计", 1907), *red, total("红旗村小计", 1048.58), total("总计", 2955.85)]
    [(cell, message)] = said(listed(*wrong, merges=merges))
    assert (cell, message) == (
        "K8",
        "红旗村小计行的金额是 1048.58，各户相加是 1048.85",
    )


@pytest.mark.parametrize(
    ("months", "amount", "faults"), [(12, 14880, 0), (3, 3720, 0), (12, 1240, 1), ("", 1240, 0)]
)
def test_people_times_the_monthly_standard_times_months(months, amount, faults):
    head = [*HEAD[:9], "月数", *HEAD[9:]]
    row = household(1, 面积=2, 标准=620, 金额=amount)
    found = said(listed([*row[:9], months, *row[9:]], head=head))
    assert len(found) == faults
    if faults:
        assert found == [("L3", "金额：数量 × 标准 × 月数应为 14880.00 元，写的是 1240.00 元")]
