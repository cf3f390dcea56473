"""任务书工作簿：县区自己的一本互逆；实际工作里的乱表读得懂；错的全部列出并给改法。"""

import datetime as dt
import io
import json

import openpyxl  # noqa: TID251 造实际工作里的乱表
import pytest
from django.core.management import call_command

from portal.core.sheets import kinds, reading
from tasks import actions, timetable
from tasks.actions import TaskLine
from tasks.models import Assignment, Task
from tests.integration.tasks.test_task_book import YEAR, City, changed

pytestmark = pytest.mark.django_db
SCOPE = {"code": "YD"}
OWN = [
    TaskLine(
        "Y1",
        "补齐本级内容",
        area="标准指引",
        parent="1",
        due_on=dt.date(YEAR, 9, 20),
        organisations=("YD-B1", "YD-T1", "YD-T2", "YD-T3"),
    ),
    TaskLine("Y2", "每季度碰头", recurrence="quarterly", policy="block", organisations=("YD-T2",)),
]


@pytest.fixture
def city():
    found = City()
    found.record()
    return found


def own(city):
    county = city.places["YD"]
    return actions.record_tasks(campaign=city.campaign, owner=county, lines=OWN, by=city.officer, at=city.at)


def plan(data: bytes, by, scope=SCOPE):
    book = reading.read(data, "任务书.xlsx")
    return kinds.get("tasks").plan(book, campaign=YEAR, scope=scope, by=by)


def exported(city, scope=SCOPE) -> bytes:
    return kinds.get_exporter("tasks").workbook(campaign=YEAR, scope=scope, at=city.at)


def messy(rows) -> bytes:
    """没有模板的隐藏信息：大标题、两行表头、方面竖向合并。"""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["2026年重点任务分解表"])
    sheet.append(["序号", "任务类别", "工作任务", "责任分工", "", "时限", "落实单位"])
    sheet.append(["", "", "", "牵头单位", "配合单位", "", ""])
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("D2:E2")
    if len(rows) > 1:
        sheet.merge_cells("B4:B5")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_county_book_goes_out_and_comes_back_without_change(city):
    own(city)
    result = plan(exported(city), city.officer)
    assert (result.problems, result.rows, result.same) == ([], 2, 2)
    task = Task.objects.get(number="Y1")
    assert (task.parent.number, task.owner.code, task.assignments.count()) == ("1", "YD", 4)


def test_the_book_of_one_body_is_not_read_as_that_of_another(city):
    own(city)
    assert "云东县" in str(plan(exported(city), city.clerk, scope={}).problems[0])
    assert plan(exported(city), city.clerk).problems[0].message.startswith("只有云东县的填报人")


def test_a_real_workbook_is_read_as_it_is(city):
    rows = [
        [11, "（一）组织推进", "召开会议", "各县区", "市直各部门", "6月底前", "各县区"],
        [12, "", "报送总结", "各县区", "", "2026.6.30", "云东县，望山区"],
        [13, "解读回应方面", "报送情况", "各县区", "", "每季度末", ""],
        [14, "", "长期抓好", "", "", "长期坚持", ""],
    ]
    result = plan(messy(rows), city.clerk, scope={})
    assert result.problems == []
    kinds.get("tasks").apply(result, by=city.clerk, at=city.at)
    first, second, third, fourth = Task.objects.filter(number__in=("11", "12", "13", "14"))
    assert (first.area.name, first.due_on, first.supporting) == (
        "组织推进",
        dt.date(YEAR, 6, 30),
        "市直各部门",
    )
    assert first.organisations.count() == city.campaign.participants.count()
    assert (second.area.name, second.due_on) == ("组织推进", dt.date(YEAR, 6, 30))
    assert {place.code for place in second.organisations.all()} == {"YD", "WS"}
    assert (third.recurrence, fourth.recurrence, third.area.name) == ("quarterly", "standing", "解读回应")


def test_all_mistakes_are_listed_with_what_was_meant(city):
    own(city)
    data = changed_county(
        exported(city),
        number_2="Y1",
        area_1="标准指导",
        due_on_2="适时",
        organisations_1="青石镇、柳弯镇",
        parent_1="17",
    )
    said = "\n".join(str(problem) for problem in plan(data, city.officer).problems)
    for words in ("标准指导", "您是否指“标准指引”", "适时", "6月底前"):
        assert words in said


def test_unknown_bodies_and_parents_say_what_was_meant(city):
    own(city)
    data = changed_county(exported(city), organisations_1="青石镇、柳弯镇", parent_1="17", number_2="Y1")
    said = "\n".join(str(problem) for problem in plan(data, city.officer).problems)
    for words in ("“柳弯镇”不是可以承办的单位", "您是否指“柳湾镇”", "没有编号 17", "编号 Y1 重复，与"):
        assert words in said


def changed_county(data: bytes, **cells) -> bytes:
    return changed(data, extra=("parent",), **cells)


def test_commands_import_and_export_a_county_book(city, tmp_path, capsys):
    own(city)
    path = tmp_path / "book.xlsx"
    call_command("export_workbook", "tasks", out=path, scope="YD", by=city.officer.username)
    capsys.readouterr()
    call_command("import_workbook", "tasks", str(path), scope="YD", by=city.officer.username, json=True)
    outcome = json.loads(capsys.readouterr().out)
    assert (outcome["rows"], outcome["same"], outcome["errors"]) == (2, 2, [])
    with pytest.raises(SystemExit):
        call_command("import_workbook", "tasks", str(path), scope="YDX", by=city.officer.username, json=True)
    assert "您是否指" in json.loads(capsys.readouterr().out)["errors"][0]["message"]


def test_the_timetable_of_a_county_keeps_its_identifiers_when_a_period_opens(city):
    line = TaskLine("9", "每月报送", recurrence="monthly", organisations=("YD",))
    city.record([line])

    def known():
        found = timetable.entries(city.campaign, city.officer, owner=city.places["YC"], mine=True)
        return {entry.uid for entry in found}

    before = known()
    actions.open_periods(on=dt.date(YEAR, 8, 1), at=city.at)
    assert Assignment.objects.filter(task__number="9").count() == 3
    assert known() == before and len([uid for uid in before if uid.startswith("task-")]) == 8
