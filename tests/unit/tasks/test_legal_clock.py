"""依申请公开的法定期限：期望的日期照国务院办公厅放假通知逐日手算，不由程序得出。"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import workdays
from tasks.registers.requests.legal_clock import Case, Kind, Refused, State, Step, check, read

D = dt.date
# 2023：9月29日至10月6日放假，10月7日（六）、8日（日）上班。
BEFORE_NATIONAL_DAY = D(2023, 9, 25)
# 2024：2月10日至17日放假，2月4日（日）、18日（日）上班；4月4日至6日放假，7日（日）上班；
# 5月1日至5日放假，4月28日（日）、5月11日（六）上班。
THIRD_PARTY = (Step(Kind.CONSULT, D(2024, 3, 6)), Step(Kind.OPINION, D(2024, 3, 13)))
CORRECTION = (Step(Kind.ASK, D(2023, 9, 27), 10), Step(Kind.CORRECTED, D(2023, 10, 9)))


@pytest.mark.parametrize(
    ("received", "steps", "due", "extended"),
    [
        pytest.param(BEFORE_NATIONAL_DAY, (), D(2023, 10, 27), None, id="国庆前收到，调休的周六周日计入"),
        pytest.param(D(2024, 2, 2), (), D(2024, 3, 6), None, id="春节前收到，两个调休的周日计入"),
        pytest.param(D(2024, 2, 12), (), D(2024, 3, 14), None, id="春节放假当天收到"),
        pytest.param(D(2024, 4, 7), (), D(2024, 5, 7), None, id="上班的周日收到，当天不计"),
        pytest.param(D(2099, 3, 2), (), D(2099, 3, 30), None, id="没有放假安排的年份按周末推算"),
        pytest.param(BEFORE_NATIONAL_DAY, CORRECTION, D(2023, 11, 6), None, id="补正到达后重新计算"),
        pytest.param(D(2024, 3, 4), THIRD_PARTY, D(2024, 4, 9), None, id="征求第三方的五个工作日不计"),
        pytest.param(
            D(2024, 3, 4), THIRD_PARTY[:1], D(2024, 4, 23), None, id="第三方不答复，至多十五个工作日不计"
        ),
        pytest.param(
            D(2024, 3, 4),
            (THIRD_PARTY[0], Step(Kind.OPINION, D(2024, 4, 2))),
            D(2024, 4, 23),
            None,
            id="第三方晚于十五个工作日答复，超出的照计",
        ),
        pytest.param(
            BEFORE_NATIONAL_DAY,
            (Step(Kind.EXTEND, D(2023, 10, 20), 20),),
            D(2023, 10, 27),
            D(2023, 11, 24),
            id="延长二十个工作日",
        ),
        pytest.param(
            D(2024, 1, 26),
            (Step(Kind.SUSPEND, D(2024, 1, 31)), Step(Kind.RESUME, D(2024, 2, 19))),
            D(2024, 3, 13),
            None,
            id="中止跨春节",
        ),
        pytest.param(
            D(2024, 3, 4),
            (*THIRD_PARTY, Step(Kind.EXTEND, D(2024, 4, 1), 10)),
            D(2024, 4, 9),
            D(2024, 4, 23),
            id="征求第三方又延长",
        ),
        pytest.param(
            BEFORE_NATIONAL_DAY,
            (*CORRECTION, Step(Kind.SUSPEND, D(2023, 10, 11)), Step(Kind.RESUME, D(2023, 10, 16))),
            D(2023, 11, 9),
            None,
            id="补正之后又中止",
        ),
        pytest.param(
            BEFORE_NATIONAL_DAY, (Step(Kind.SUSPEND, D(2023, 10, 9)),), None, None, id="中止着，没有最后一天"
        ),
        pytest.param(BEFORE_NATIONAL_DAY, CORRECTION[:1], None, None, id="等着补正，没有最后一天"),
    ],
)
def test_the_last_day(received, steps, due, extended):
    reading = read(Case(received, steps), today=received)
    assert (reading.due_on, reading.extended_on) == (due, extended)


def test_correction_must_be_asked_by_the_seventh_working_day_and_given_by_the_term():
    case = Case(BEFORE_NATIONAL_DAY)
    assert case.ask_by == D(2023, 10, 10)
    assert case.with_step(CORRECTION[0]).correct_by == D(2023, 10, 17)


def test_a_year_without_a_notice_is_marked_as_estimated():
    assert read(Case(D(2099, 3, 2)), today=D(2099, 3, 2)).estimated
    assert not read(Case(BEFORE_NATIONAL_DAY), today=BEFORE_NATIONAL_DAY).estimated
    lines = read(Case(D(2099, 3, 2)), today=D(2099, 3, 2)).lines
    assert any("按周末推算" in line.what for line in lines)


def test_an_override_moves_the_last_day():
    """3月5日（二）临时放假一天，最后一天由4月9日推到4月10日。"""
    overrides = {D(2024, 3, 5): (False, "临时放假", "市政府通知")}
    case = Case(D(2024, 3, 4), THIRD_PARTY, overrides=overrides)
    assert case.due_on == D(2024, 4, 10)


def test_the_clock_explains_itself_day_by_day():
    case = Case(BEFORE_NATIONAL_DAY, (Step(Kind.EXTEND, D(2023, 10, 20), 5),))
    lines = [
        (line.first.isoformat(), line.last.isoformat(), line.what, line.counted, line.left)
        for line in read(case, today=D(2023, 10, 23)).lines
    ]
    assert lines == [
        ("2023-09-25", "2023-09-25", "收到申请，次日起算", 0, 20),
        ("2023-09-26", "2023-09-28", "工作日", 3, 17),
        ("2023-09-29", "2023-09-29", "中秋节放假", 0, 17),
        ("2023-09-30", "2023-10-06", "国庆节放假", 0, 17),
        ("2023-10-07", "2023-10-08", "国庆节调休上班", 2, 15),
        ("2023-10-09", "2023-10-13", "工作日", 5, 10),
        ("2023-10-14", "2023-10-15", "周末", 0, 10),
        ("2023-10-16", "2023-10-20", "工作日", 5, 5),
        ("2023-10-20", "2023-10-20", "延长期限 5 个工作日", 0, 10),
        ("2023-10-21", "2023-10-22", "周末", 0, 10),
        ("2023-10-23", "2023-10-27", "工作日", 5, 5),
        ("2023-10-28", "2023-10-29", "周末", 0, 5),
        ("2023-10-30", "2023-11-03", "工作日", 5, 0),
    ]


def test_days_that_do_not_count_say_why():
    case = Case(D(2024, 3, 4), THIRD_PARTY)
    said = {line.what: line.counted for line in read(case, today=D(2024, 3, 20)).lines}
    assert said["征求意见，不计"] == 0


@pytest.mark.parametrize(
    ("steps", "step", "words"),
    [
        ((), Step(Kind.ASK, D(2023, 9, 22), 5), "早于上一步"),
        ((), Step(Kind.ASK, D(2023, 12, 2), 5), "还没有到"),
        ((), Step(Kind.ASK, D(2023, 10, 11), 5), "最迟 2023-10-10"),
        ((), Step(Kind.ASK, D(2023, 9, 27), 16), "1 至 15 个工作日"),
        (CORRECTION, Step(Kind.ASK, D(2023, 10, 9), 5), "一次性告知"),
        (CORRECTION[:1], Step(Kind.ANSWER, D(2023, 10, 9)), "等待补正"),
        (CORRECTION[:1], Step(Kind.LAPSE, D(2023, 10, 17)), "还不能认定"),
        ((), Step(Kind.CORRECTED, D(2023, 10, 9)), "不能登记“收到补正”"),
        ((), Step(Kind.EXTEND, D(2023, 10, 28), 20), "已于 2023-10-27 届满"),
        ((), Step(Kind.EXTEND, D(2023, 10, 20), 21), "1 至 20 个工作日"),
        ((Step(Kind.EXTEND, D(2023, 10, 20), 5),), Step(Kind.EXTEND, D(2023, 10, 23), 5), "只能延长一次"),
        ((Step(Kind.SUSPEND, D(2023, 10, 9)),), Step(Kind.CONSULT, D(2023, 10, 10)), "已经中止"),
        ((Step(Kind.ANSWER, D(2023, 10, 9)),), Step(Kind.EXTEND, D(2023, 10, 10), 5), "已于 2023-10-09 答复"),
    ],
)
def test_a_step_out_of_order_is_refused_with_a_sentence(steps, step, words):
    with pytest.raises(Refused, match=words):
        check(Case(BEFORE_NATIONAL_DAY, steps), step, today=D(2023, 12, 1))


def test_a_lapse_can_be_stated_on_the_day_after_the_term():
    check(Case(BEFORE_NATIONAL_DAY, CORRECTION[:1]), Step(Kind.LAPSE, D(2023, 10, 18)), today=D(2023, 12, 1))


def test_an_answered_request_stands_still():
    case = Case(BEFORE_NATIONAL_DAY, (Step(Kind.ANSWER, D(2023, 10, 10)),))
    reading = read(case, today=D(2024, 5, 1))
    assert (reading.state, reading.left, reading.lines[-1].what) == (State.ENDED, 13, "答复")


@given(st.dates(D(2005, 1, 1), D(2025, 6, 30)), st.integers(1, 20))
def test_the_last_day_is_a_working_day_with_twenty_counted_before_it(received, days):
    case = Case(received)
    assert case.counted(case.due_on) == 20
    assert workdays.is_workday(case.due_on)
    longer = case.with_step(Step(Kind.EXTEND, case.due_on, days))
    assert longer.counted(longer.extended_on) == 20 + days and longer.due_on == case.due_on


@given(st.dates(D(2015, 1, 1), D(2024, 6, 30)), st.integers(0, 15), st.integers(0, 30))
def test_asking_others_never_costs_the_answer_time_and_never_gives_more_than_fifteen_days(
    received, first, wait
):
    case = Case(received)
    asked = case.add(received, first)
    paused = case.with_step(Step(Kind.CONSULT, asked)).with_step(Step(Kind.OPINION, case.add(asked, wait)))
    assert paused.due_on == case.add(case.due_on, min(wait, 15))
