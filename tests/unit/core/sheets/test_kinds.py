import json

import pytest

from portal.core.sheets import kinds
from portal.core.sheets.kinds import Plan, Table
from portal.core.sheets.problems import Outcome, Problem

PROBLEM = Problem("表", "B2", "九", "不是数字", "只填数字")


class Importer:
    kind, label = "colours", "颜色"


class Other:
    kind, label = "colours", "别的颜色"


@pytest.fixture(autouse=True)
def empty_registry(monkeypatch):
    monkeypatch.setattr(kinds, "_importers", {})
    monkeypatch.setattr(kinds, "_exporters", {})


def test_a_kind_is_found_by_its_name():
    importer = kinds.register(Importer())
    exporter = kinds.register_exporter(Other())
    assert kinds.get("colours") is importer
    assert kinds.get_exporter("colours") is exporter
    assert kinds.names() == kinds.exporter_names() == ["colours"]


def test_an_unknown_kind_is_answered_with_the_known_ones():
    kinds.register(Importer())
    with pytest.raises(kinds.UnknownKind, match="没有“sounds”这个种类，可用：colours"):
        kinds.get("sounds")


def test_one_kind_has_one_importer():
    kinds.register(Importer())
    with pytest.raises(ValueError, match="已由 Importer 登记"):
        kinds.register(Other())


def test_a_plan_survives_storage():
    table = Table("新增", ("名称", "值"), (("甲", "1"),), more=3)
    plan = Plan("colours", 3, 1, 1, 1, 0, [PROBLEM], [PROBLEM], {"rows": [{"a": "1.50"}]}, [table])
    assert Plan.from_json(json.loads(json.dumps(plan.as_json()))) == plan
    assert not plan.is_clean


def test_the_outcome_has_the_shape_the_command_prints():
    plan = Plan("colours", 3, 1, 1, 1, 0, [PROBLEM], [PROBLEM])
    assert plan.outcome().as_json() == {
        "kind": "colours",
        "rows": 3,
        "new": 1,
        "changed": 1,
        "same": 1,
        "gone": 0,
        "errors": [{"sheet": "表", "cell": "B2", "value": "九", "message": "不是数字", "hint": "只填数字"}],
    }
    assert Outcome("colours").as_json()["errors"] == []


def test_a_problem_reads_as_a_sentence():
    assert str(PROBLEM) == "“表”B2：不是数字（只填数字）"
    assert str(Problem("", "", "", "文件是空的")) == "文件是空的"
