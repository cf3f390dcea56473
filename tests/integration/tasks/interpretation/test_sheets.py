"""三种工作簿：导出再导入没有变化；改动、新增、各种错都有地址；别的单位的不许改。"""

import datetime as dt
import io
import json

import openpyxl  # noqa: TID251 造坏的工作簿
import pytest
from django.core.management import CommandError, call_command

from portal.core.rules import Denied
from portal.core.sheets import kinds, reading
from tasks.registers.interpretation.models import Policy, Question, Topic
from tasks.registers.interpretation.sheets import POLICIES, QUESTIONS, TOPICS

DAY = dt.date(2026, 6, 30)


def plan(book, data, by):
    return kinds.get(book.kind).plan(reading.read(data, "表.xlsx"), campaign=None, scope={}, by=by)


def counts(found):
    return found.new, found.changed, found.same, found.gone, len(found.problems)


def edited(data: bytes, sheet: str, **cells) -> bytes:
    """改了几格；`标题_1` 指“标题”列第 1 个数据行。"""
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book[sheet]
    heads = {str(cell.value).rstrip("*＊ "): cell.column for cell in page[1]}
    for name, value in cells.items():
        title, _, row = name.rpartition("_")
        column = next(number for head, number in heads.items() if head.startswith(title))
        page.cell(1 + int(row), column).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def filled(town, fields):
    policy = town.policy(url="https://yd.example.gov.cn/政策", number="云东政发〔2026〕5号")
    town.interpret(policy, DAY, url="https://yd.example.gov.cn/b", is_linked=True)
    town.policy("只公布名单的通知", needs_interpretation=False, reason="只公布名单")
    town.policy("青石镇的通知", place="YD-T1", by=town.township)
    topic = town.topic(url="https://bbs.example.cn/1", text="网传停水")
    town.respond(topic, topic.found_at + dt.timedelta(hours=5), url="https://yd.example.gov.cn/c")
    town.answer(town.ask())
    town.ask("新生儿怎样参保？")
    return town


@pytest.mark.parametrize("book", [POLICIES, TOPICS, QUESTIONS], ids=lambda book: book.kind)
def test_what_was_exported_comes_back_without_change(filled, book):
    for by in (filled.officer, filled.clerk):
        data = book.workbook(by=by, at=filled.at)
        found = plan(book, data, by)
        assert counts(found)[:2] == (0, 0)
        assert (found.same, found.problems) == (book.seen(by).count(), [])


def test_new_and_changed_policies_are_written_with_their_interpretations(filled):
    data = POLICIES.workbook(by=filled.officer, at=filled.at)
    assert [one.title for one in POLICIES.seen(filled.officer)][2] == "关于支持个体工商户的若干措施"
    data = edited(
        data,
        "政策文件",
        文件名称_4="新的办法",
        制发机关_4="县政府",
        公布日期_4="2026年6月30日",
        文号_3="云东政发〔2026〕6号",
    )
    data = edited(
        data,
        "解读",
        文件名称_2="新的办法",
        解读标题_2="图解",
        解读形式_2="图解",
        发布日期_2="2026-07-01",
        解读单位_2="县府办",
        登记单位_2="云东县",
    )
    found = plan(POLICIES, edited(data, "政策文件", 登记单位_4="YD"), filled.officer)
    assert counts(found) == (1, 1, 2, 0, 0)
    POLICIES.apply(found, by=filled.officer, at=filled.at)
    made = Policy.objects.get(title="新的办法")
    assert [piece.form for piece in made.interpretations.all()] == ["picture"]
    again = plan(POLICIES, edited(data, "政策文件", 登记单位_4="YD"), filled.officer)
    assert counts(again) == (0, 0, 4, 0, 0)


def test_every_error_has_its_cell(filled):
    data = POLICIES.workbook(by=filled.officer, at=filled.at)
    data = edited(data, "政策文件", 公布日期_1="去年", 需要解读_2="否", 原文网址_2="没有", 登记单位_3="火星")
    data = edited(data, "解读", 文件名称_1="没有这份")
    found = plan(POLICIES, data, filled.officer)
    places = {(one.sheet, one.cell[0]) for one in found.problems}
    assert {("政策文件", "D"), ("政策文件", "G"), ("政策文件", "F"), ("解读", "B")} <= places
    assert all(one.cell for one in found.problems)


def test_rows_of_another_body_may_stay_but_not_change(filled):
    data = POLICIES.workbook(by=filled.officer, at=filled.at)
    rows = [one.title for one in POLICIES.seen(filled.officer)]
    row = rows.index("青石镇的通知") + 1
    found = plan(POLICIES, edited(data, "政策文件", **{f"文号_{row}": "1号"}), filled.officer)
    [problem] = found.problems
    assert "青石镇" in problem.message


def test_questions_with_numbers_of_people_or_settled_answers_are_refused(filled):
    data = QUESTIONS.workbook(by=filled.officer, at=filled.at)
    rows = [one.text for one in QUESTIONS.seen(filled.officer)]
    answered = rows.index("个体户怎样申请创业担保贷款？") + 1
    other = rows.index("新生儿怎样参保？") + 1
    found = plan(QUESTIONS, edited(data, "政策咨询", **{f"答复_{answered}": "改掉"}), filled.officer)
    assert "已经答复" in found.problems[0].message
    bad = {f"答复_{other}": "请找13800138000"}
    assert "手机" in plan(QUESTIONS, edited(data, "政策咨询", **bad), filled.officer).problems[0].message
    good = {f"答复_{other}": "带户口簿到镇里办", f"领域编号_{other}": "01"}
    found = plan(QUESTIONS, edited(data, "政策咨询", **good), filled.officer)
    QUESTIONS.apply(found, by=filled.officer, at=filled.at)
    assert Question.objects.get(text="新生儿怎样参保？").status == "answered"


def test_topics_from_a_sheet_and_an_ill_written_moment(filled):
    data = TOPICS.workbook(by=filled.officer, at=filled.at)
    found = plan(TOPICS, edited(data, "热点", 发现时间_1="昨天"), filled.officer)
    assert found.problems[0].cell == "B2"
    data = edited(data, "热点", 热点_2="新的", 发现时间_2="2026年6月20日9时5分", 来源_2="热线")
    found = plan(TOPICS, edited(data, "热点", 登记单位_2="云东县"), filled.officer)
    TOPICS.apply(found, by=filled.officer, at=filled.at)
    assert Topic.objects.get(title="新的").found_at.isoformat() == "2026-06-20T01:05:00+00:00"


@pytest.mark.parametrize("book", [POLICIES, TOPICS, QUESTIONS], ids=lambda book: book.kind)
def test_the_command_exports_one_place_and_refuses_one_that_is_not_there(filled, book, capsys):
    call_command("export_workbook", book.kind, scope="YD-T1", format="json")
    inside = json.loads(capsys.readouterr().out)
    call_command("export_workbook", book.kind, scope="YD", format="json")
    whole = json.loads(capsys.readouterr().out)
    assert {line["organisation"] for line in inside} <= {"YD-T1"}
    assert len(inside) < len(whole) == book.seen(None).count()
    with pytest.raises(CommandError, match="没有编码或名称为“XX”的机构"):
        call_command("export_workbook", book.kind, scope="XX", format="json")
    with pytest.raises(Denied, match="XX"):
        book.plan(None, campaign=None, scope={"code": "XX"}, by=filled.officer)
