"""各户的净额：各批相抵，抵完为零的不列。"""

from decimal import Decimal

from tests.integration.village.conftest import acre
from village.households import households, totals
from village.models import PaymentBatch

VILLAGE = "YD-T1-V1"


def reversed_row(row: tuple) -> tuple:
    key, name, group, quantity, rate, amount = row
    return key, name, group, -quantity, rate, -amount


def of(county, programme, village=VILLAGE):
    return households(programme, county.place(village))


def test_rows_come_by_group_and_row_of_the_sheet(county):
    programme = county.programme()
    county.pay(
        programme,
        VILLAGE,
        [
            acre("a", "赵一", "1", "10组"),
            acre("b", "钱二", "2", "2组"),
            acre("c", "孙三", "3", ""),
            acre("d", "李四", "4", "第一村民组"),
            acre("e", "周五", "5", "2组"),
        ],
    )
    assert [row.name for row in of(county, programme)] == ["李四", "钱二", "周五", "赵一", "孙三"]


def test_only_confirmed_batches_of_this_programme_and_village_count(county):
    programme, other = county.programme(), county.programme("农机购置补贴")
    county.pay(programme, VILLAGE, [acre("a", "赵一", "1")])
    county.pay(programme, VILLAGE, [acre("b", "钱二", "1")], status=PaymentBatch.Status.WAITING)
    county.pay(programme, "YD-T1-V2", [acre("c", "孙三", "1")])
    county.pay(other, VILLAGE, [acre("d", "李四", "1")])
    assert [row.name for row in of(county, programme)] == ["赵一"]


def test_a_household_reversed_to_nothing_is_left_out(county):
    programme = county.programme()
    row = acre("a", "赵一", "3.5")
    county.pay(programme, VILLAGE, [row, acre("b", "钱二", "1")])
    county.pay(programme, VILLAGE, [reversed_row(row)])
    assert [one.name for one in of(county, programme)] == ["钱二"]


def test_a_correction_nets_the_quantity_and_shows_the_rate_that_stands(county):
    programme = county.programme()
    wrong = acre("a", "赵已", "3.5", rate="95.35")
    county.pay(programme, VILLAGE, [wrong])
    county.pay(programme, VILLAGE, [reversed_row(wrong), acre("a", "赵一", "3", "2组", rate="96.00")])
    (row,) = of(county, programme)
    assert (row.name, row.group) == ("赵一", "2组")
    assert (row.quantity, row.rate, row.amount) == (3, 96, 288)


def test_periods_with_different_rates_show_no_rate(county):
    programme = county.programme()
    county.pay(programme, VILLAGE, [acre("a", "赵一", "1", rate="10")])
    county.pay(programme, VILLAGE, [acre("a", "赵一", "1", rate="12")])
    (row,) = of(county, programme)
    assert (row.rate, row.amount) == (None, 22)


def test_totals_agree_with_the_rows_to_the_cent(county):
    programme = county.programme()
    county.pay(programme, VILLAGE, [acre(str(n), f"户{n}", f"{n}.37", rate="95.35") for n in range(1, 301)])
    rows = of(county, programme)
    total = totals(rows)
    assert total.households == 300
    assert total.amount == sum((row.amount for row in rows), Decimal(0))
    assert total.quantity == sum((row.quantity for row in rows), Decimal(0))


def test_no_quantity_at_all_is_not_a_quantity_of_zero(county):
    programme = county.programme("医疗救助")
    county.pay(programme, VILLAGE, [("a", "赵一", "1组", None, None, Decimal("300"))])
    assert totals(of(county, programme)).quantity is None


def test_it_takes_one_query(county, django_assert_num_queries):
    programme = county.programme()
    county.pay(programme, VILLAGE, [acre(str(n), f"户{n}", "1") for n in range(50)])
    village = county.place(VILLAGE)
    with django_assert_num_queries(1):
        assert len(households(programme, village)) == 50


def test_a_household_does_not_print_its_name_into_a_log(county):
    programme = county.programme()
    county.pay(programme, VILLAGE, [acre("a" * 32, "赵一一", "1")])
    (row,) = of(county, programme)
    assert "赵一一" not in repr(row)
    assert "a" * 32 not in repr(row)
