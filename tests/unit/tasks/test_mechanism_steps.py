"""机制流程：写得出就读得回；写不清的说出是第几步；流程图一步一框。"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.registers.mechanisms import flow
from tasks.registers.mechanisms.steps import MOST, Step, Unclear, read, write

WORD = st.text("起草审核发布公开由专员三个工作日内", min_size=1, max_size=30)
STEPS = st.lists(st.builds(Step, WORD, WORD, st.one_of(st.just(""), WORD)), max_size=MOST)


@given(STEPS)
def test_what_is_written_reads_back(steps):
    assert read(write(steps)) == tuple(steps)


@pytest.mark.parametrize("line", ["1. 起草｜信息员｜当日", "起草 | 信息员 | 当日", "（1）起草｜信息员｜当日"])
def test_numbers_and_bars_are_read_however_typed(line):
    assert read(line) == (Step("起草", "信息员", "当日"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("起草｜信息员\n审核", "第 2 步"),
        ("起草｜甲｜乙｜丙", "第 1 步"),
        ("｜信息员", "第 1 步"),
        (f"起草｜{'长' * 81}", "81 字"),
        ("起草｜甲\n" * 31, "至多 30 步"),
    ],
)
def test_what_is_unclear_names_the_step(text, said):
    with pytest.raises(Unclear, match=said):
        read(text)


def test_the_drawing_has_a_box_for_each_step_and_a_table_of_the_same_words():
    chart = flow.draw("流程", [Step("起草", "信息员", "当日"), Step("长" * 60, "分管负责人")])
    assert chart.svg.count("<rect") == 2
    assert chart.rows == (("1", "起草", "信息员", "当日"), ("2", "长" * 60, "分管负责人", "—"))
