"""评审标准：写得出就读得回；平均分按四舍五入，没有人评的不是零分。"""

from decimal import Decimal

import pytest

from tasks.registers.rules import criteria
from tasks.registers.rules.criteria import Criterion, Unclear, average, full, read, write


def test_the_default_scale_reads_back_and_sums_to_a_hundred():
    assert read(write(criteria.DEFAULT)) == criteria.DEFAULT
    assert full(criteria.DEFAULT) == 100


@pytest.mark.parametrize("line", ["成效 40", "成效：40分", "成效 40 分", "成效40"])
def test_people_write_points_in_several_ways(line):
    assert read(line) == (Criterion("成效", Decimal(40)),)


@pytest.mark.parametrize(
    ("text", "said"), [("", "1 至"), ("成效", "没有分值"), ("成效 0", "不能是 0"), ("成效 1\n成效 2", "重复")]
)
def test_what_is_unclear_is_said(text, said):
    with pytest.raises(Unclear, match=said):
        read(text)


def test_an_average_is_rounded_half_up_and_absent_without_judges():
    assert average([Decimal("80.5"), Decimal("80.6")]) == Decimal("80.6")
    assert average([Decimal(0)]) == 0
    assert average([]) is None
