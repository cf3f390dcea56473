"""评分工作簿：用真实文件走上传、核对、确认。"""

from decimal import Decimal

import pytest

from assessments import actions
from assessments.models import Score
from portal.core import imports
from portal.core.rules import Denied
from portal.core.sheets import kinds
from portal.core.sheets.gate import Refused
from tests.integration.assessments.workbooks import edited


def template(world, field="01"):
    return kinds.get_exporter("scores").workbook(
        campaign=2026, scope={"field": field}, by=world.scorer, at=world.at
    )


def column(sheet, title) -> int:
    """表头 `title` 所在的列（第二行是表头）。"""
    titles = [str(cell.value or "").rstrip(" *") for cell in sheet[2]]
    return titles.index(title) + 1


def put(book, sheet, row, title, value):
    book[sheet].cell(row=2 + row, column=column(book[sheet], title)).value = value


def full_marks(book):
    for name in ("云东县", "云西县"):
        for row in (1, 2, 3):
            put(book, name, row, "扣分", 0)


def stage(world, data, by=None, field="01"):
    return imports.stage(
        kind="scores",
        data=data,
        name="评分表.xlsx",
        campaign=2026,
        scope={"field": field},
        by=by or world.scorer,
        at=world.at,
    )


def problems(world, round_, change):
    plan = imports.plan_of(stage(world, edited(template(world), change)))
    assert not Score.objects.exists()
    return plan.problems


def test_a_filled_workbook_scores_every_county_and_twice_changes_nothing(world, round_):
    data = edited(template(world), full_marks)
    batch = stage(world, data)
    assert imports.plan_of(batch).new == 6
    imports.confirm(batch, by=world.scorer, at=world.at)
    assert Score.objects.filter(deduction=0).count() == 6
    again = imports.plan_of(stage(world, data))
    assert (again.new, again.changed, again.same) == (0, 0, 6)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda b: put(b, "云东县", 1, "得分", "二十"), "不是数字"),
        (lambda b: put(b, "云东县", 1, "得分", 21), "超过分值"),
        (lambda b: put(b, "云东县", 1, "扣分", 21), "超过分值"),
        (lambda b: put(b, "云东县", 1, "扣分", 2), "扣了分就要写明扣分原因"),
        (lambda b: put(b, "云东县", 2, "扣分", 10), "酌情扣分应在"),
        (lambda b: put(b, "云东县", 2, "得分", "不适用"), "没有规定本指标可以不适用"),
        (lambda b: setattr(b["云东县"], "title", "云中县"), "不是参加本次行动的县区"),
        (
            lambda b: setattr(b["云东县"].cell(row=2, column=column(b["云东县"], "序号")), "value", "编码"),
            "缺少必需的列“序号”",
        ),
    ],
)
def test_bad_input_is_refused_with_its_place(world, round_, change, words):
    found = problems(world, round_, change)
    assert [words for problem in found if words in problem.message] != [], found
    assert all(problem.sheet for problem in found)


def test_an_extra_column_is_only_mentioned(world, round_):
    def add(book):
        full_marks(book)
        sheet = book["云东县"]
        sheet.cell(row=2, column=sheet.max_column + 1).value = "备注说明"

    plan = imports.plan_of(stage(world, edited(template(world), add)))
    assert plan.problems == []
    assert "不认得的列“备注说明”" in plan.doubts[0].message


def test_another_fields_workbook_is_refused(world, round_):
    other = actions.create_scheme(
        campaign=world.campaign,
        field=world.fields[1],
        department=world.departments[1],
        by=world.other_scorer,
        at=world.at,
    )
    lines = [actions.scheme.IndicatorLine("1", "", "公开", "", Decimal(100), "deduction")]
    actions.replace_indicators(scheme=other, lines=lines, by=world.other_scorer, at=world.at)
    actions.issue_scheme(scheme=other, by=world.other_head, at=world.at)
    plan = imports.plan_of(stage(world, template(world, "02")))
    assert "义务教育" in plan.problems[0].message


def test_a_file_that_is_not_a_workbook_is_refused(world, round_):
    with pytest.raises(Refused, match="PDF"):
        stage(world, b"%PDF-1.7 ...")


def test_another_department_cannot_confirm(world, round_):
    batch = stage(world, edited(template(world), full_marks), by=world.other_scorer)
    with pytest.raises(Denied, match="只有市农业农村局的评分人"):
        imports.confirm(batch, by=world.other_scorer, at=world.at)
    assert not Score.objects.exists()


def test_the_preview_is_void_once_another_reviewer_saved(world, round_):
    batch = stage(world, edited(template(world), full_marks))
    other = stage(world, edited(template(world), full_marks), by=world.scorer_b)
    imports.confirm(other, by=world.scorer_b, at=world.at)
    with pytest.raises(imports.DataMoved):
        imports.confirm(batch, by=world.scorer, at=world.at)
    assert set(Score.objects.values_list("updated_by__username", flat=True)) == {"scorer_b"}
