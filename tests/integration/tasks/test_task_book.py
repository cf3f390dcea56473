"""任务书：导出与导入互逆；承办由县区办、市里审；写进工作簿的错都有地址。"""

import datetime as dt
import io

import openpyxl  # noqa: TID251 造坏的工作簿
import pytest

from portal.core.rules import Denied
from portal.core.sheets import kinds, reading
from portal.core.workflow import ReasonMissing, WrongState
from tasks import actions
from tasks.actions import TaskLine
from tasks.models import Assignment, Task
from tests.integration.tasks.city import YEAR, StartedCity

pytestmark = pytest.mark.django_db
LINES = [
    TaskLine(
        "1",
        "明确责任领导，6月15日前报市政务公开办",
        area="组织推进",
        clause="二、（一）1.",
        deliverable="责任领导名单",
        lead="各县区",
        due_on=dt.date(YEAR, 6, 15),
        organisations=("WS", "YD"),
    ),
    TaskLine("2", "报送政策解读情况", area="解读回应", recurrence="monthly", lead="市直各部门"),
]


class City(StartedCity):
    """启动了行动，还没有任务书。"""

    def record(self, lines=LINES, by=None):
        return actions.record_tasks(campaign=self.campaign, lines=lines, by=by or self.clerk, at=self.at)

    def plan(self, data: bytes, by=None):
        book = reading.read(data, "任务书.xlsx")
        return kinds.get("tasks").plan(book, campaign=YEAR, scope={}, by=by or self.clerk)

    def book(self) -> bytes:
        return kinds.get_exporter("tasks").workbook(campaign=YEAR, at=self.at)

    def move(self, assignment, move, by, reason=""):
        return actions.move_assignment(assignment=assignment, move=move, by=by, at=self.at, reason=reason)


@pytest.fixture
def city():
    return City()


def changed(data: bytes, *, extra: tuple[str, ...] = (), **cells) -> bytes:
    """改了几格的工作簿；`number_1` 指“编号”列第 1 行；`extra` 是编号之后多出的列。"""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["任务书"]
    heads = next(row for row in sheet.iter_rows() if any(str(c.value).startswith("编号") for c in row))
    titles = [
        "number",
        *extra,
        "area",
        "title",
        "clause",
        "deliverable",
        "lead",
        "supporting",
        "opens_on",
        "due_on",
        "recurrence",
        "policy",
    ]
    columns = {key: heads[index].column for index, key in enumerate([*titles, "organisations"])}
    for name, value in cells.items():
        key, _, row = name.rpartition("_")
        sheet.cell(heads[0].row + int(row), columns[key]).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_what_is_exported_and_imported_again_changes_nothing(city):
    city.record()
    plan = city.plan(city.book())
    assert (plan.problems, plan.rows, plan.new, plan.changed, plan.same) == ([], 2, 0, 0, 2)


def test_an_empty_template_filled_in_makes_tasks_and_assignments(city):
    data = changed(
        city.book(), number_1="1", title_1="召开工作会议", organisations_1="全部县区", recurrence_1="每季度"
    )
    plan = city.plan(data)
    assert (plan.problems, plan.new) == ([], 1)
    kinds.get("tasks").apply(plan, by=city.clerk, at=city.at)
    task = Task.objects.get()
    assert (task.recurrence, task.organisations.count()) == ("quarterly", city.campaign.participants.count())
    assert set(task.assignments.values_list("period", flat=True)) == {"2026-Q2"}
    assert city.plan(data).same == 1


def test_a_change_is_found_and_written(city):
    city.record()
    plan = city.plan(changed(city.book(), due_on_1=dt.date(YEAR, 6, 20), organisations_1="云东县"))
    assert (plan.problems, plan.changed) == ([], 1)
    kinds.get("tasks").apply(plan, by=city.clerk, at=city.at)
    task = Task.objects.get(number="1")
    assert task.due_on == dt.date(YEAR, 6, 20)
    assert [a.organisation.code for a in task.assignments.all()] == ["YD"]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"number_2": "1"}, "编号 1 重复"),
        ({"area_1": "别的方面"}, "不在可选项中"),
        ({"title_1": ""}, "没有填写"),
        ({"due_on_1": "13月"}, "13月"),
        ({"organisations_1": "云东县、火星县"}, "火星县"),
    ],
)
def test_every_mistake_has_its_cell(city, cells, said):
    city.record()
    problems = city.plan(changed(city.book(), **cells)).problems
    assert [said in str(problem) for problem in problems] == [True]
    assert problems[0].cell


def test_a_book_of_another_year_is_refused(city):
    data = city.book()
    actions.create_campaign(city=city.places["YC"], year=2027, counties=[], by=city.clerk, at=city.at)
    book = reading.read(data, "任务书.xlsx")
    plan = kinds.get("tasks").plan(book, campaign=2027, scope={}, by=city.clerk)
    assert plan.problems


def test_only_the_city_office_writes_the_task_book(city):
    with pytest.raises(Denied):
        city.record(by=city.officer)
    city.record()
    assert city.plan(city.book(), by=city.officer).problems


def test_an_assignment_goes_from_receipt_to_done(city):
    city.record()
    mine = Assignment.objects.get(task__number="1", organisation__code="YD")
    mine = city.move(mine, "receive", city.officer)
    with pytest.raises(Denied, match="进展"):
        city.move(mine, "submit", city.officer)
    actions.add_progress(assignment=mine, text="名单已报", by=city.officer, at=city.at)
    mine = city.move(mine, "submit", city.officer)
    with pytest.raises(ReasonMissing):
        city.move(mine, "return", city.clerk)
    mine = city.move(mine, "return", city.clerk, reason="缺联系方式")
    mine = city.move(city.move(mine, "submit", city.officer), "accept", city.clerk)
    assert (mine.status, mine.accepted_by) == ("done", city.clerk)
    with pytest.raises(WrongState):
        city.move(mine, "submit", city.officer)
    with pytest.raises(Denied, match="不能再记"):
        actions.add_progress(assignment=mine, text="补记", by=city.officer, at=city.at)


def test_another_county_or_the_city_cannot_act_for_the_county(city):
    city.record()
    other = Assignment.objects.get(task__number="1", organisation__code="WS")
    for person in (city.officer, city.clerk, city.head):
        with pytest.raises(Denied):
            city.move(other, "receive", person)


def test_a_county_that_has_received_cannot_be_dropped(city):
    city.record()
    city.move(Assignment.objects.get(task__number="1", organisation__code="YD"), "receive", city.officer)
    with pytest.raises(Denied, match="已接收"):
        city.record([TaskLine("1", "明确责任领导", organisations=("WS",))])
    assert Assignment.objects.filter(task__number="1").count() == 2


def test_reading_the_task_book_takes_five_queries_whatever_its_size(city, django_assert_num_queries):
    city.record([TaskLine(str(n), f"任务 {n}", organisations=("WS", "YD")) for n in range(30)])
    with django_assert_num_queries(5):
        assert len(kinds.get_exporter("tasks").rows(campaign=YEAR)) == 30
