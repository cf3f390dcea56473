"""机构表：新增、变更、相同，各种写错的都有地址；同一份再导不变；成千个村一次插入。"""

import pytest
from django.core.management import call_command

from portal.core import creditcode, imports
from portal.core.models import AuditEvent, ImportBatch
from portal.core.rules import Denied
from portal.core.sheets import kinds
from portal.organisations import actions
from portal.organisations.models import Organisation
from tests.integration.assessments.workbooks import edited

HEAD = "机构编码,全称,简称,类别,上级编码,区划代码,统一社会信用代码,公开电话\n"
CREDIT = creditcode.make("11999000999999999")


def stage(town, body, *, head=HEAD, scope=None, name="机构.csv", by=None):
    data = (head + body).encode() if isinstance(body, str) else body
    return imports.stage(
        kind="organisations",
        data=data,
        name=name,
        campaign=None,
        scope=scope or {},
        by=by or town.admin,
        at=town.at,
    )


def load(town, body, **options):
    """没有错误就确认，返回校验结果。"""
    batch = stage(town, body, **options)
    if batch.state == ImportBatch.State.STAGED:
        imports.confirm(batch, by=town.admin, at=town.at)
    return imports.plan_of(batch)


def test_new_places_are_added_whatever_their_order_in_the_file(town):
    body = (
        "YX-T1-V1,大河镇河口村,河口村,村（居）,YX-T1,,,\n"
        "YX-T1,云西县大河镇,大河镇,乡镇（街道）,YX,,,\n"
        f"YX,云西县人民政府,云西县,县区,YC,999002,{CREDIT},0999-5550100\n"
        "YD-T1-V2,青石镇红旗村,红旗村,村,YD-T1,,,\n"
    )
    plan = load(town, body)
    assert (plan.problems, plan.rows, plan.new, plan.gone) == ([], 4, 4, 5)
    county = Organisation.objects.get(code="YX")
    villages = Organisation.objects.get_descendants(county).filter(kind="village")
    assert [v.name for v in villages] == ["大河镇河口村"]
    assert (county.phone, county.credit_code) == ("0999-5550100", CREDIT)
    assert Organisation.objects.find_problems() == ([], [], [], [], [])
    assert AuditEvent.objects.get(event="organisations.organisations.imported").detail["added"] == [
        "YX",
        "YX-T1",
        "YX-T1-V1",
        "YD-T1-V2",
    ]


def test_the_exported_workbook_imported_again_changes_nothing(town):
    data = kinds.get_exporter("organisations").workbook(by=town.admin, at=town.at)
    plan = load(town, data, name="机构.xlsx")
    assert (plan.problems, plan.new, plan.changed, plan.same, plan.gone) == ([], 0, 0, 5, 0)


def test_the_same_file_twice_changes_nothing_the_second_time(town):
    body = "YD,云东县人民政府,云东,县区,YC,999001,,0999-1\nYX,云西县人民政府,云西县,县区,YC,,,\n"
    first, second = load(town, body), load(town, body)
    assert (first.problems, first.new, first.changed, first.same) == ([], 1, 1, 0)
    assert (second.new, second.changed, second.same) == (0, 0, 2)
    town.county.refresh_from_db()
    assert (town.county.short_name, town.county.credit_code) == ("云东", None)


def test_a_column_left_out_leaves_the_data_alone_and_an_empty_cell_clears_it(town):
    head = "编码,机构名称,简称,类别,区划代码\n"
    plan = load(town, "YD,云东县人民政府,云东县,县区,\n", head=head)
    town.county.refresh_from_db()
    assert (plan.problems, plan.changed) == ([], 1)
    assert (town.county.region_code, bool(town.county.credit_code)) == ("", True)


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        ("YX,云西县,云西县,县区,ZZ,,,", "E2", "没有编码为“ZZ”的上级机构"),
        ("YX,云西县,云西县,县区,NY,,,", "E2", "县区不能设在市直部门之下"),
        ("YX,云西县,云西县,县区,,,,", "E2", "县区不能设在最上级之下"),
        ("YX,云西县,云西县,县级,YC,,,", "D2", "不在可选项中"),
        ("YX,,云西县,县区,YC,,,", "B2", "没有填写"),
        ("YX,云西县,云西县,县区,YC,9990,,", "F2", "6、9 或 12 位数字"),
        ("YX,云西县,云西县,县区,YC,999001,,", "F2", "区划代码“999001”已用于云东县人民政府"),
        ("YX,云西县,云西县,县区,YC,,11999000999999999X,", "G2", "校验不符"),
        ("Y X！,云西县,云西县,县区,YC,,,", "A2", "机构编码只用数字、字母与连字符"),
        ("YC2,另一市,另一市,市,,,,", "A2", "本站已有所属的市"),
        ("YD,云东县,云东县,市直部门,YC,,,", "D2", "登记为县区"),
        ("YD-T1,青石镇,青石镇,乡镇（街道）,YC,,,", "E2", "上级不能在此改变"),
        ("yd,云东县,云东县,县区,NY,,,", "E2", "上级不能在此改变"),
    ],
)
def test_each_mistake_is_named_at_its_cell(town, row, cell, words):
    (problem,) = load(town, row + "\n").problems
    assert problem.cell == cell and words in problem.message and problem.hint
    assert Organisation.objects.count() == 5


def test_all_mistakes_are_listed_at_once_and_nothing_is_written(town):
    body = "YX,云西县,云西县,县区,YC,,坏代码,\nYX,云西县,云西县,县区,YC,,,\nYB,云北县,云北县,县区,没有,,,\n"
    plan = load(town, body)
    assert [problem.cell for problem in plan.problems] == ["A3", "G2", "E4"]
    assert Organisation.objects.count() == 5


def test_a_mistake_in_the_parent_row_is_not_blamed_on_its_children(town):
    plan = load(town, "YX,,云西县,县区,YC,,,\nYX-T1,大河镇,大河镇,乡镇（街道）,YX,,,\n")
    assert [problem.cell for problem in plan.problems] == ["B2"]


def test_two_rows_cannot_share_a_code_and_may_take_over_one_that_is_given_up(town):
    shared = f"YX,云西县,云西县,县区,YC,,{CREDIT},\nYB,云北县,云北县,县区,YC,,{CREDIT},\n"
    (problem,) = load(town, shared).problems
    assert problem.cell == "G3" and "已用于云西县" in problem.message
    handed = "YD,云东县人民政府,云东县,县区,YC,,,\nYX,云西县,云西县,县区,YC,999001,,\n"
    assert load(town, handed).problems == []
    assert Organisation.objects.get(region_code="999001").code == "YX"


def test_an_ended_place_is_not_brought_back_by_a_file(town):
    actions.end_organisation(organisation=town.village, on=town.on, successor=None, by=None, at=town.at)
    row = "YD-T1-V1,青石镇东风村,东风村,村（居）,YD-T1,,,\n"
    (problem,) = load(town, row).problems
    assert problem.cell == "A2" and "撤并" in problem.message


def test_a_scope_keeps_other_places_out_and_counts_only_its_own(town):
    plan = load(town, "YD-T2,白鹤乡,白鹤乡,乡镇（街道）,YD,,,\n", scope={"code": "YD"})
    assert (plan.problems, plan.new, plan.gone) == ([], 1, 3)
    (problem,) = load(town, "YX,云西县,云西县,县区,YC,,,\n", scope={"code": "YD"}).problems
    assert "不在“云东县”之下" in problem.message


def test_messy_workbooks_are_read(town):
    def mess(book):
        sheet = book["机构"]
        sheet.insert_rows(1, 2)
        sheet["A1"] = "云川市机构一览表（2026年）"
        sheet.append(["YX", " 云西县\n人民政府 ", "云西县", "县区", "ＹＣ", 999002, None, None])
        sheet.append(["合计", None, None, None, None, 6])

    data = kinds.get_exporter("organisations").workbook(by=town.admin, at=town.at)
    plan = load(town, edited(data, mess), name="机构.xlsx")
    assert (plan.problems, plan.new, plan.same) == ([], 1, 5)
    assert Organisation.objects.get(code="YX").name == "云西县人民政府"


def test_another_kinds_workbook_is_refused_with_a_sentence(town):
    data = kinds.get_exporter("users").workbook(by=town.admin, at=town.at)
    (problem,) = load(town, data, name="人员.xlsx").problems
    assert "这是人员表的模板，不是机构表的模板" in problem.message


@pytest.mark.parametrize("who", ["auditor", "clerk"])
def test_only_administrators_import(town, who):
    with pytest.raises(Denied, match="只有系统管理员"):
        stage(town, "YX,云西县,云西县,县区,YC,,,\n", by=town.people[who])


def test_two_thousand_villages_go_in_with_few_queries(town, django_assert_max_num_queries):
    body = "".join(f"YD-T1-N{n},青石镇第{n}村,第{n}村,村（居）,YD-T1,,,\n" for n in range(2000))
    batch = stage(town, body)
    with django_assert_max_num_queries(60):
        imports.confirm(batch, by=town.admin, at=town.at)
    assert Organisation.objects.filter(kind="village").count() == 2001
    assert Organisation.objects.find_problems(town.township)[4] == []


def test_the_command_imports_and_exports(town, tmp_path, capsys):
    target = tmp_path / "机构.csv"
    target.write_text(HEAD + "YX,云西县人民政府,云西县,县区,YC,,,\n", encoding="utf-8")
    call_command("import_workbook", "organisations", target, "--by=admin", "--json")
    assert '"new": 1' in capsys.readouterr().out
    call_command("export_workbook", "organisations", "--scope=YX")
    assert '"code": "YX", "name": "云西县人民政府"' in capsys.readouterr().out
