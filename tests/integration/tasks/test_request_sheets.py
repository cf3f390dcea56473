"""依申请公开台账的工作簿：导出再导入不变，旧台账照登，错处一次列全。"""

import datetime as dt

import pytest
import time_machine

from portal.core.sheets import kinds, reading
from portal.core.sheets.stamp import Stamp
from portal.core.sheets.writing import Draft, SheetDraft, build
from tasks.registers.requests import sheets
from tasks.registers.requests.models import DisclosureRequest
from tests.integration.tasks.requesting import DAY, Town, moment

pytestmark = pytest.mark.django_db
D = dt.date
TODAY = D(2026, 9, 1)


@pytest.fixture
def town():
    with time_machine.travel(moment(TODAY), tick=False):
        yield Town()


def everything(town) -> None:
    town.register()
    asked = town.take(town.register(), "ask", D(2026, 6, 3), days=10, text="请写明年度")
    town.take(asked, "correct", D(2026, 6, 10))
    consulted = town.take(town.register(body=town.township), "consult", D(2026, 6, 3), text="征求企业意见")
    town.take(
        town.take(consulted, "opinion", D(2026, 6, 12), text="同意公开"),
        "extend",
        D(2026, 6, 30),
        days=10,
        text="案卷多",
    )
    town.take(town.register(), "suspend", D(2026, 6, 5), text="已收费通知")
    town.take(town.answer(town.register(), D(2026, 6, 8), "partly"), "deliver", D(2026, 6, 9), text="邮寄")


def book_of(*rows) -> reading.Book:
    draft = SheetDraft(sheets.SHEET, rows)
    data = build(Draft((draft,), stamp=Stamp(sheets.KIND, sheets.LABEL, sheets.VERSION, {}, moment(DAY))))
    return reading.read(data, "台账.xlsx")


def row(**values) -> dict:
    base = {"body": "云东县", "received_on": D(2026, 3, 2), "way": "online", "applicant_kind": "natural"}
    return base | {"subject": "征地补偿安置方案"} | values


def plan_of(town, book):
    return kinds.get("requests").plan(book, campaign=None, scope={}, by=town.officer)


def test_what_was_exported_imports_without_change(town):
    everything(town)
    rows = sheets.in_order(DisclosureRequest.objects.all())
    plan = plan_of(town, reading.read(sheets.workbook(rows, at=moment(TODAY)), "台账.xlsx"))
    assert plan.problems == []
    assert (plan.rows, plan.new, plan.changed, plan.same) == (5, 0, 0, 5)


def test_an_old_ledger_is_taken_over_with_its_clock(town):
    book = book_of(
        row(
            asked_on=D(2026, 3, 4),
            ask_days=10,
            ask_text="请写明地块",
            corrected_on=D(2026, 3, 10),
            outcome="disclosed",
            finished_on=D(2026, 4, 2),
            delivered_on=D(2026, 4, 3),
        ),
        row(subject="低保名册", outcome="third_party", finished_on=D(2026, 3, 20)),
        row(subject="没有答复的", serial=9),
    )
    plan = plan_of(town, book)
    assert plan.problems == []
    kinds.get("requests").apply(plan, by=town.officer, at=moment(TODAY))
    first, second, third = DisclosureRequest.objects.order_by("pk")
    assert (first.status, first.is_imported, first.due_on) == ("delivered", True, D(2026, 4, 8))
    assert [event.kind for event in first.events.all()] == ["ask", "corrected", "answer"]
    assert (second.status, third.status, third.serial) == ("answered", "processing", 9)
    again = plan_of(town, book)
    assert (again.new, again.changed, again.same) == (0, 0, 3)


def test_all_errors_come_at_once_with_their_cells(town):
    plan = plan_of(
        town,
        book_of(
            row(body="云西县"),
            row(subject="甲", asked_on=D(2026, 4, 1), ask_days=10, ask_text="请写明"),
            row(subject="乙", outcome="disclosed"),
            row(subject="丙", extended_on=D(2026, 3, 20), extend_days=10),
            row(subject="丁，电话13800138000"),
            row(subject="戊", received_on=D(2027, 1, 1)),
        ),
    )
    said = {problem.cell: problem.message for problem in plan.problems}
    assert "你不能替“云西县”" in said["A3"]
    assert "最迟 2026-03-11" in said["I4"]
    assert "没有填答复日期" in said["X5"]
    assert "请写明延长的理由" in said["P6"]
    assert "疑似" in said["F7"]
    assert "还没有到" in said["C8"]
    assert plan.new == 0 or plan.problems


def test_the_course_of_a_known_request_is_not_changed_by_a_workbook(town):
    request = town.register()
    changed = sheets.row_of(request) | {"subject": "改了内容"}
    plan = plan_of(town, book_of(changed))
    assert (plan.changed, plan.problems) == (1, [])
    kinds.get("requests").apply(plan, by=town.officer, at=moment(TODAY))
    assert DisclosureRequest.objects.get().subject == "改了内容"
    moved = sheets.row_of(DisclosureRequest.objects.select_related("body").get()) | {"outcome": "partly"}
    [problem] = plan_of(town, book_of(moved)).problems
    assert "平台为 空" in problem.message


def test_the_workbook_has_no_applicant(town):
    town.register(applicant="张三丰 13800138000")
    data = sheets.workbook(sheets.in_order(DisclosureRequest.objects.all()), at=moment(TODAY))
    assert "张三丰" not in str([sheet.rows for sheet in reading.read(data, "x.xlsx").sheets])
