"""命令行的导入导出：退出码、错误写法、JSON 的形状。种类用一个虚设的，各业务的种类自有测试。"""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from portal.core.models import AuditEvent
from portal.core.rules import Denied
from portal.core.sheets import kinds
from portal.core.sheets.kinds import Plan
from portal.core.sheets.problems import Problem

pytestmark = pytest.mark.django_db
GOOD = "苹果,90.50\n"


class Fruit:
    """两列的清单：名称、得分；名称为“坏”的行有错。"""

    kind, label = "fruit", "水果表"

    def __init__(self):
        self.asked, self.applied, self.refusal = {}, [], ""

    def plan(self, book, *, campaign, scope, by):
        self.asked = {"campaign": campaign, "scope": scope, "by": by}
        rows = [(number, row[0], row[1]) for number, row in book.sheets[0].rows]
        bad = [
            Problem("水果", f"A{number}", name, "名称不对", "请改名")
            for number, name, _ in rows
            if name == "坏"
        ]
        return Plan(self.kind, rows=len(rows), new=len(rows), problems=bad, payload={"rows": rows})

    def apply(self, plan, *, by, at):
        self.applied = plan.payload["rows"]
        AuditEvent.objects.create(at=at, event="core.fruit.stored", hash="f")
        if self.refusal:
            raise Denied(self.refusal)
        return plan.outcome()

    def rows(self, *, campaign=None, scope=None, by=None):
        return [{"county": "青山县", "score": Decimal("90.50"), "reason": "=1+1", "rank": None}]

    def workbook(self, *, campaign=None, scope=None, by=None, at):
        return b"PK-workbook"


@pytest.fixture
def fruit(monkeypatch):
    made = Fruit()
    monkeypatch.setitem(kinds._importers, "fruit", made)
    monkeypatch.setitem(kinds._exporters, "fruit", made)
    return made


@pytest.fixture
def clerk():
    return get_user_model().objects.create_user("clerk", name="李办事")


@pytest.fixture
def sheet(tmp_path):
    def write(text, name="水果.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_clean_workbook_is_imported_and_recorded(fruit, clerk, sheet, capsys):
    call_command("import_workbook", "fruit", sheet(GOOD), "--by=clerk", "--campaign=2026", "--scope=F01")
    assert "已导入：水果表 1 行" in capsys.readouterr().out
    assert fruit.asked == {"campaign": 2026, "scope": {"code": "F01"}, "by": clerk}
    assert AuditEvent.objects.get(event="core.import.fruit").detail["new"] == 1


def test_a_dry_run_writes_nothing(fruit, clerk, sheet, capsys):
    call_command("import_workbook", "fruit", sheet(GOOD), "--by=clerk", "--dry-run")
    assert "没有写入" in capsys.readouterr().out
    assert fruit.applied == [] and not AuditEvent.objects.exists()


def test_a_refused_workbook_lists_every_error_and_exits_with_1(fruit, clerk, sheet, capsys, tmp_path):
    marked = tmp_path / "marked.xlsx"
    with pytest.raises(SystemExit) as stop:
        call_command(
            "import_workbook", "fruit", sheet("坏,1\n好,2\n坏,3\n"), "--by=clerk", f"--annotate={marked}"
        )
    said = capsys.readouterr().err
    assert stop.value.code == 1
    assert "“水果”A1：名称不对（请改名）" in said and "A3" in said and "2 处错误" in said
    assert marked.read_bytes().startswith(b"PK") and fruit.applied == []


def test_json_has_the_published_shape(fruit, clerk, sheet, capsys):
    with pytest.raises(SystemExit):
        call_command("import_workbook", "fruit", sheet("坏,1\n"), "--by=clerk", "--json")
    error = {"sheet": "水果", "cell": "A1", "value": "坏", "message": "名称不对", "hint": "请改名"}
    counts = {"kind": "fruit", "rows": 1, "new": 1, "changed": 0, "same": 0, "gone": 0}
    assert json.loads(capsys.readouterr().out) == counts | {"errors": [error]}


def test_a_file_that_is_no_workbook_is_one_error(fruit, clerk, sheet, capsys):
    with pytest.raises(SystemExit) as stop:
        call_command("import_workbook", "fruit", sheet("%PDF-1.7", "a.xlsx"), "--by=clerk", "--json")
    errors = json.loads(capsys.readouterr().out)["errors"]
    assert stop.value.code == 1 and [error["message"] for error in errors] == ["这是 PDF 文件，不是工作簿"]


def test_a_refusal_while_writing_leaves_nothing_behind(fruit, clerk, sheet, capsys):
    fruit.refusal = "已过截止时间"
    with pytest.raises(SystemExit) as stop:
        call_command("import_workbook", "fruit", sheet(GOOD), "--by=clerk")
    assert stop.value.code == 1 and "已过截止时间" in capsys.readouterr().err
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("kind", "name", "by"),
    [("nothing", "水果.csv", "clerk"), ("fruit", "没有.csv", "clerk"), ("fruit", "水果.csv", "nobody")],
)
def test_wrong_usage_exits_with_2(fruit, clerk, sheet, kind, name, by):
    path = sheet(GOOD).with_name(name)
    with pytest.raises(CommandError) as error:
        call_command("import_workbook", kind, path, f"--by={by}")
    assert error.value.returncode == 2


def test_exported_json_keeps_numbers_exact_and_gaps_null(fruit, capsys):
    call_command("export_workbook", "fruit")
    out = capsys.readouterr().out
    assert '"score": 90.50' in out
    assert json.loads(out) == [{"county": "青山县", "score": 90.5, "reason": "=1+1", "rank": None}]


def test_exported_csv_cannot_carry_a_formula(fruit, tmp_path):
    target = tmp_path / "out.csv"
    call_command("export_workbook", "fruit", f"--out={target}")
    assert target.read_text("utf-8-sig").splitlines() == [
        "county,score,reason,rank",
        "青山县,90.50,'=1+1,",
    ]


def test_a_workbook_goes_to_a_file_only(fruit, tmp_path):
    target = tmp_path / "out.xlsx"
    call_command("export_workbook", "fruit", f"--out={target}")
    with pytest.raises(CommandError) as error:
        call_command("export_workbook", "fruit", "--format=xlsx")
    assert target.read_bytes() == b"PK-workbook" and error.value.returncode == 2


@pytest.mark.parametrize("year", ["abc", "-5", "0", "99", "２０２６"])
def test_a_year_that_is_none_is_refused_before_anything_is_read(fruit, clerk, sheet, year):
    with pytest.raises(CommandError, match="不是年份"):
        call_command("import_workbook", "fruit", sheet(GOOD), "--by=clerk", f"--year={year}")
    assert fruit.asked == {}


def test_a_folder_is_called_a_folder(fruit, clerk, tmp_path):
    with pytest.raises(CommandError, match="文件夹") as refused:
        call_command("import_workbook", "fruit", tmp_path, "--by=clerk")
    assert refused.value.returncode == 2


def test_rows_with_rows_of_their_own_are_nested_and_keep_days_and_numbers(fruit, capsys):
    inner = ({"on": dt.date(2026, 7, 1), "hours": Decimal("2.50")},)
    fruit.rows = lambda **chosen: [{"title": "热点", "responses": inner, "tags": ["甲"]}]
    call_command("export_workbook", "fruit", "--format=json")
    (row,) = json.loads(capsys.readouterr().out, parse_float=Decimal)
    assert row == {
        "title": "热点",
        "responses": [{"on": "2026-07-01", "hours": Decimal("2.50")}],
        "tags": ["甲"],
    }
    call_command("export_workbook", "fruit", "--format=csv")
    assert "2026-07-01" in capsys.readouterr().out
