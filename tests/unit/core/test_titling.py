"""公文标题的分行：不落单字，不拆数字、括号与常用的词，一字不少。"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.charts.drawing import room
from portal.core.titling import CLOSERS, MOST, OPENERS, title_lines


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于专项行动方案逾期未报的督办单", ["关于专项行动方案逾期未报的督办单"]),
        (
            "云东县人民政府2025年政府信息公开工作年度报告",
            ["云东县人民政府2025年", "政府信息公开工作年度报告"],
        ),
        ("补贴公示一码查：公开栏贴码，扫码看全村合计", ["补贴公示一码查：", "公开栏贴码，扫码看全村合计"]),
        (
            "云川市2026年基层政务公开提升行动综合评估报告",
            ["云川市2026年基层政务", "公开提升行动综合评估报告"],
        ),
    ],
)
def test_lines_are_even_and_words_whole(title, lines):
    assert title_lines(title) == lines


@given(st.text("云川市政务公开的“（）”，：2026 ab", min_size=1, max_size=120).map(str.strip).filter(bool))
def test_nothing_is_lost_and_no_line_is_too_long_or_starts_with_a_stop(title):
    lines = title_lines(title)
    assert "".join(lines) == title
    if len(lines) > 1:
        assert max(room(line, 1) for line in lines) <= MOST
        assert not any(line[0] in CLOSERS for line in lines[1:])
        assert not any(line[-1] in OPENERS for line in lines[:-1])
