"""报告 PDF 的分部分：长附件分成几部分同时排，内容一行不少、次序不变。"""

import re

import pytest

from assessments.report import build
from assessments.report.content import Annex, Content
from portal.core.printing import Table


def content(*sizes):
    """一个附件，各表的行数为 `sizes`。"""
    tables = tuple(
        Table(f"第{number}县", ("编号",), tuple((f"{number}-{row}",) for row in range(size)), (100,))
        for number, size in enumerate(sizes)
    )
    return Content("报告", "", "", (), ("市公开办", "2026年11月20日"), (Annex(3, "问题清单", tables),), "")


@pytest.mark.parametrize(
    "sizes", [(), (1,), (200, 128, 77, 182, 115, 48, 162, 93), (900, 10, 10), (300,) * 26]
)
def test_every_row_stands_once_and_in_order_however_the_annex_is_divided(sizes):
    whole = content(*sizes)
    found = re.findall(r"<td>(.*?)</td>", "".join(build.pdf_parts(whole)))
    assert found == [cell for table in whole.annexes[0].tables for (cell,) in table.rows]


def test_a_long_annex_is_divided_into_parts_of_similar_length_and_titled_once():
    _, *parts = build.pdf_parts(content(200, 128, 77, 182, 115, 48, 162, 93))
    assert [part.count("<td>") for part in parts] == [328, 374, 303]
    assert [part.count("附件3") for part in parts] == [1, 0, 0]


def test_a_short_annex_stays_in_one_part():
    assert len(build.pdf_parts(content(10, 20))) == 2
