from decimal import Decimal

import pytest

from assessments import actions
from assessments.models import Scheme
from portal.core import imports
from portal.core.sheets import kinds
from portal.core.sheets.columns import Column, SheetSpec, text
from portal.core.sheets.parsers import Number
from portal.core.sheets.writing import Draft, SheetDraft, build

FREE = SheetSpec(
    "考核细则",
    tuple(
        Column(key, title, text(500))
        for key, title in (("a", "一级指标"), ("b", "二级指标"), ("c", "三级指标"), ("d", "评分标准"))
    )
    + (Column("p", "分值", Number(2)), Column("r", "评分规则", text(500))),
)


def own_sheet(rows):
    """部门自己的表：没有签名，上级只写第一行。"""
    return build(Draft((SheetDraft(FREE, [dict(zip("abcdpr", row, strict=False)) for row in rows]),)))


def stage(world, data, by=None, scope=None, kind="scheme"):
    return imports.stage(
        kind=kind,
        data=data,
        name="表.xlsx",
        campaign=2026,
        scope=scope or {"field": "01"},
        by=by or world.scorer,
        at=world.at,
    )


def test_a_departments_own_sheet_becomes_a_numbered_tree(world):
    rows = [
        ("主动公开", "目录", "目录齐全", "标准", 20, "扣分｜缺项:2"),
        (None, None, "目录更新", "标准", 30, None),
        (None, "内容", "要素齐全", "标准", 10, "得分｜依据:4；标准:6"),
        ("解读", None, None, "标准", 40, "酌情扣分｜0.5-9"),
    ]
    batch = stage(world, own_sheet(rows))
    assert imports.plan_of(batch).problems == []
    imports.confirm(batch, by=world.scorer, at=world.at)
    scheme = Scheme.objects.get()
    assert list(scheme.indicators.values_list("number", "points")) == [
        ("1", Decimal(60)),
        ("1.1", Decimal(50)),
        ("1.1.1", Decimal(20)),
        ("1.1.2", Decimal(30)),
        ("1.2", Decimal(10)),
        ("1.2.1", Decimal(10)),
        ("2", Decimal(40)),
    ]
    assert scheme.department == world.department


def test_the_exported_scheme_comes_back_unchanged(world, scheme):
    data = kinds.get_exporter("scheme").workbook(
        campaign=2026, scope={"field": "01"}, by=world.scorer, at=world.at
    )
    plan = imports.plan_of(stage(world, data))
    assert (plan.problems, plan.new, plan.changed, plan.gone) == ([], 0, 0, 0)
    assert plan.same == 4


def test_a_parent_that_does_not_add_up_is_pointed_at(world):
    rows = [("主动公开", None, None, None, 50, None), (None, "目录", None, "标准", 20, None)]
    problems = imports.plan_of(stage(world, own_sheet(rows))).problems
    assert ["50.00 与下级合计 20.00 不符" in p.message for p in problems] == [True]
    assert problems[0].cell == "E2"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("加分", "不认识规则"),
        ("扣分｜缺项:两分", "不是数字"),
        ("得分｜依据:4", "应等于指标分值"),
        ("酌情扣分｜9-1", "下限不大于上限"),
    ],
)
def test_a_rule_that_cannot_be_read_says_how_to_write_it(world, rule, words):
    problems = imports.plan_of(stage(world, own_sheet([("公开", None, None, "标准", 20, rule)]))).problems
    assert words in problems[0].message
    assert "扣分｜" in problems[0].hint


def test_an_issued_scheme_is_not_replaced(world, round_):
    problems = imports.plan_of(stage(world, own_sheet([("公开", None, None, "标准", 100, None)]))).problems
    assert "已下发" in problems[0].message


def test_another_department_is_refused(world):
    batch = stage(world, own_sheet([("公开", None, None, "标准", 100, None)]), by=world.other_scorer)
    assert "只有市农业农村局的评分人" in imports.plan_of(batch).problems[0].message


def test_another_fields_template_is_refused(world, scheme):
    data = kinds.get_exporter("scheme").workbook(campaign=2026, scope={"field": "02"}, at=world.at)
    assert "义务教育" in imports.plan_of(stage(world, data)).problems[0].message


def test_flat_rows_have_the_agreed_keys(world, scheme):
    rows = kinds.get_exporter("scheme").rows(campaign=2026)
    assert list(rows[0]) == ["field", "number", "level_1", "level_2", "level_3", "standard", "points", "rule"]
    assert [row["rule"] for row in rows] == ["扣分", "酌情扣分｜0.5-9", "扣分｜链接失效:2"]


def test_numbers_that_do_not_fit_the_levels_are_renewed_with_a_word(world, scheme):
    actions.replace_indicators(scheme=scheme, lines=[], by=world.scorer, at=world.at)
    spec = SheetSpec("表", (Column("n", "序号", text(9)), *FREE.columns))
    rows = [{"n": "1", "a": "甲", "b": "子一", "p": 50}, {"n": "2", "a": "甲", "b": "子二", "p": 50}]
    plan = imports.plan_of(stage(world, build(Draft((SheetDraft(spec, rows),)))))
    assert plan.problems == []
    assert [line["number"] for line in plan.payload["lines"]] == ["1", "1.1", "1.2"]
    assert "改编为 1.1" in plan.doubts[0].message
