"""问题清单与整改反馈的工作簿。"""

import datetime as dt

import pytest

from assessments.models import Issue
from portal.core import imports
from portal.core.rules import Denied
from portal.core.sheets import kinds
from tests.integration.assessments.workbooks import edited


def export(kind, world, by, scope):
    return kinds.get_exporter(kind).workbook(campaign=2026, scope=scope, by=by, at=world.at)


def stage(kind, world, data, by, scope):
    return imports.stage(kind=kind, data=data, name="表.xlsx", campaign=2026, scope=scope, by=by, at=world.at)


def write(sheet, row, **values):
    titles = [str(cell.value or "").rstrip(" *") for cell in sheet[2]]
    for title, value in values.items():
        sheet.cell(row=2 + row, column=titles.index(title) + 1).value = value


def listed(book):
    write(book["问题清单"], 1, 整改要求="补齐目录", 整改时限=dt.date(2026, 10, 10))
    write(book["问题清单"], 2, 来源="群众", 县区="云西县", 问题描述="村务公开栏多日未更新")


def test_a_department_adds_an_issue_and_sets_a_term_and_twice_changes_nothing(world, approved):
    scope = {"field": "01"}
    data = edited(export("issues", world, world.scorer, scope), listed)
    batch = stage("issues", world, data, world.scorer, scope)
    plan = imports.plan_of(batch)
    assert (plan.problems, plan.new, plan.changed) == ([], 1, 1)
    imports.confirm(batch, by=world.scorer, at=world.at)
    known = Issue.objects.get(source="department")
    added = Issue.objects.get(source="public")
    assert (known.requirement, known.due_on) == ("补齐目录", dt.date(2026, 10, 10))
    assert (added.number, added.status) == ("202601-YX-001", "issued")
    again = imports.plan_of(stage("issues", world, data, world.scorer, scope))
    assert (again.new, again.changed, again.gone) == (0, 0, 0)


def test_issues_left_out_of_the_file_stay_open(world, approved):
    scope = {"field": "01"}

    def emptied(book):
        book["问题清单"].delete_rows(3)
        write(book["问题清单"], 1, 县区="云西县", 问题描述="新的问题")

    batch = stage(
        "issues", world, edited(export("issues", world, world.scorer, scope), emptied), world.scorer, scope
    )
    assert imports.plan_of(batch).gone == 1
    imports.confirm(batch, by=world.scorer, at=world.at)
    assert Issue.objects.get(source="department").status == "issued"


def answered(book):
    write(book["整改反馈"], 1, 整改措施="已补齐两项目录", 整改链接="https://example.gov.cn/ml")


def test_a_county_answers_by_workbook_receiving_first(world, approved):
    data = edited(export("rectifications", world, world.officer, {}), answered)
    batch = stage("rectifications", world, data, world.officer, {})
    assert imports.plan_of(batch).problems == []
    imports.confirm(batch, by=world.officer, at=world.at)
    issue = Issue.objects.get()
    assert (issue.status, issue.received_by, issue.rectifications.count()) == ("answered", world.officer, 1)
    again = imports.plan_of(stage("rectifications", world, data, world.officer, {}))
    assert (again.new, again.changed, again.same) == (0, 0, 1)


def test_an_answer_without_a_link_is_refused(world, approved):
    def without(book):
        write(book["整改反馈"], 1, 整改措施="已补齐")

    data = edited(export("rectifications", world, world.officer, {}), without)
    (problem,) = imports.plan_of(stage("rectifications", world, data, world.officer, {})).problems
    assert problem.message == "没有填写整改链接"
    assert problem.cell == "H3"


def test_another_countys_file_is_refused(world, approved):
    data = export("rectifications", world, world.officer, {})
    plan = imports.plan_of(stage("rectifications", world, data, world.west, {}))
    assert "这是云东县的整改反馈表，不能用于云西县" in plan.problems[0].message


def test_a_county_cannot_answer_for_another_even_with_its_file(world, approved):
    data = edited(export("rectifications", world, world.officer, {}), answered)
    batch = stage("rectifications", world, data, world.west, {"county": "YD"})
    with pytest.raises(Denied, match="只有云东县的填报人"):
        imports.confirm(batch, by=world.west, at=world.at)
    assert Issue.objects.get().status == "issued"


def test_the_county_head_cannot_list_issues(world, approved):
    scope = {"field": "01"}
    batch = stage("issues", world, export("issues", world, world.scorer, scope), world.county_head, scope)
    assert "只有市农业农村局的评分人" in imports.plan_of(batch).problems[0].message
