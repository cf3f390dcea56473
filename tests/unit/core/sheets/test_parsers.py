import datetime as dt
import time
from decimal import Decimal

import pytest

from portal.core.sheets import columns
from portal.core.sheets.columns import Column
from portal.core.sheets.problems import CellProblem

GRADES = columns.choice({"优秀": "excellent", "良好": "good"}, {"优": "excellent"})


@pytest.mark.parametrize(
    ("parse", "raw", "value"),
    [
        (columns.text(10), "\u3000云东县\u200b \x00", "云东县"),
        (columns.text(10), "公开\n时限", "公开时限"),
        (columns.text(10), "a\r\nb", "a b"),
        (columns.text(10), "a_x000D_\nb", "a b"),
        (columns.text(10, multiline=True), "一\r\n 二 ", "一\n二"),
        (columns.text(10), "（一）", "（一）"),
        (columns.text(10), 1.0, "1"),
        (columns.text(10), 1.5, "1.5"),
        (columns.text(10), dt.date(2026, 6, 30), "2026-06-30"),
        (columns.text(20, narrow=True), "１３８ ００", "13800"),
        (columns.whole(), "１２", 12),
        (columns.whole(), 12.0, 12),
        (columns.number(2), 95.1, Decimal("95.10")),
        (columns.number(2), 0.1 + 0.2, Decimal("0.30")),
        (columns.number(2), "１，２３４．５", Decimal("1234.50")),
        (columns.number(2), " 1 234.5 ", Decimal("1234.50")),
        (columns.number(1), "－2", Decimal("-2.0")),
        (columns.number(0), 0, Decimal(0)),
        (columns.day(), 46203.0, dt.date(2026, 6, 30)),
        (columns.day(), 20260630.0, dt.date(2026, 6, 30)),
        (columns.day(), dt.datetime(2026, 6, 30, 8), dt.date(2026, 6, 30)),
        (columns.day(), "2026-6-30", dt.date(2026, 6, 30)),
        (columns.day(), "2026年6月30日", dt.date(2026, 6, 30)),
        (columns.day(), "２０２６．６．３０", dt.date(2026, 6, 30)),
        (columns.day(), "2026/06/30 00:00:00", dt.date(2026, 6, 30)),
        (columns.day(), "20260630", dt.date(2026, 6, 30)),
        (GRADES, " 优 秀 ", "excellent"),
        (GRADES, "优", "excellent"),
        (columns.flag(), "√", True),
        (columns.flag(), "■", True),
        (columns.flag(), "●", True),
        (columns.flag(), "否", False),
        (columns.flag(), 0.0, False),
        (columns.url(), " https://www.example.gov.cn/a?b=1 ", "https://www.example.gov.cn/a?b=1"),
    ],
)
def test_what_people_write_is_understood(parse, raw, value):
    assert parse(raw) == value


@pytest.mark.parametrize(
    ("parse", "raw", "words"),
    [
        (columns.text(3), "四个字啊", "超过 3 字"),
        (columns.text(20), 1.1010119900101e17, "失真"),
        (columns.text(20), "#REF!", "公式出错"),
        (columns.number(2), "95分", "不是数字"),
        (columns.number(2), "九十五", "不是数字"),
        (columns.number(2), "1,23", "不是数字"),
        (columns.number(2), "1e5", "不是数字"),
        (columns.number(2), "NaN", "不是数字"),
        (columns.number(2), float("nan"), "不是有效的数字"),
        (columns.number(2), float("inf"), "不是有效的数字"),
        (columns.number(2), True, "不是数字"),
        (columns.number(2), dt.date(2026, 1, 1), "不是数字"),
        (columns.number(2), "#DIV/0!", "公式出错"),
        (columns.number(2), 1.234, "多于 2 位小数"),
        (columns.number(2), 1e300, "过大"),
        (columns.number(2, 0, 10), 10.5, "超过上限 10"),
        (columns.number(2, 0, 10), -1, "小于下限 0"),
        (columns.whole(), 1.5, "不是整数"),
        (columns.day(), "2026-02-30", "不是存在的日期"),
        (columns.day(), "2026年6月", "不是完整的日期"),
        (columns.day(), "6月30日", "不是完整的日期"),
        (columns.day(), 1.5e9, "不是日期"),
        (columns.day(), True, "不是日期"),
        (columns.day(), 3.0, "不在"),
        (GRADES, "中等", "不在可选项中"),
        (columns.flag(), "也许", "既不是"),
        (columns.url(), "www.example.gov.cn", "不是网址"),
        (columns.url(), "javascript:alert(1)", "不是网址"),
        (columns.url(), "见 https://a.gov.cn/x", "不是网址"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_a_remedy(parse, raw, words):
    with pytest.raises(CellProblem) as problem:
        parse(raw)
    assert words in problem.value.message
    assert problem.value.hint


def test_a_near_miss_is_offered_the_option_it_means():
    with pytest.raises(CellProblem) as problem:
        GRADES("优秀级")
    assert "您是否指“优秀”" in problem.value.hint
    assert "优秀、良好" in problem.value.hint


@pytest.mark.parametrize("blank", [None, "", "  ", "\u3000\u200b", "\n"])
def test_blank_is_missing_never_zero(blank):
    assert Column("score", "得分", columns.number(2)).read(blank) is None
    with pytest.raises(CellProblem, match="没有填写"):
        Column("score", "得分", columns.number(2), required=True).read(blank)


def test_drop_downs_come_from_the_parser_unless_given():
    assert Column("grade", "等次", GRADES).options == ("优秀", "良好")
    assert Column("ok", "是否", columns.flag()).options == ("是", "否")
    assert Column("grade", "等次", columns.text(9), choices=("甲", "乙")).options == ("甲", "乙")


@pytest.mark.parametrize(
    "text", [" " * 200_000, "\u2028" * 200_000, "(" * 200_000, "\n" * 200_000 + "县", "1," * 99_999]
)
def test_long_nonsense_is_refused_quickly(text):
    begun = time.perf_counter()
    for parse in (columns.text(20), columns.number(2), columns.day(), columns.flag(), columns.url(), GRADES):
        with pytest.raises(CellProblem):
            parse(text + "x" * 30)
    assert time.perf_counter() - begun < 5
