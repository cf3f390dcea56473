"""目录工作簿：导入即更新草稿，导出再导入不变，表里写到的领域以表为准。"""

import io
import json
from dataclasses import replace

import openpyxl
import pytest
from django.core.management import call_command

from catalogs import actions
from catalogs.models import Catalog, Edition, Item
from catalogs.sheets import exporting
from portal.core.sheets import kinds, reading
from tests.unit.catalogs import mess, truth

HEADER = [
    "序号",
    "一级事项",
    "二级事项",
    "公开内容",
    "公开依据",
    "公开时限",
    "公开主体",
    "公开渠道和载体",
    "全社会",
    "特定群众",
    "主动",
    "依申请公开",
    "县级",
    "乡级",
]
ROWS = [
    [
        1,
        "农业生产发展资金",
        "耕地地力保护补贴",
        "补贴对象；标准",
        "《条例》",
        "20个工作日内",
        "县农业农村局",
        "■政府网站□政府公报",
        "√",
        "",
        "√",
        "",
        "√",
        "√",
    ],
    [
        2,
        "农业生产发展资金",
        "稻谷补贴",
        "补贴标准",
        "《条例》",
        "每年6月底前",
        "县农业农村局",
        "■政府网站■村民微信群",
        "",
        "农户",
        "√",
        "",
        "√",
        "",
    ],
]


def book(rows=ROWS, header=HEADER, title="涉农补贴") -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = title
    for row in [header, *rows]:
        sheet.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def brought_in(city, data: bytes, *, code="YD", **scope):
    importer = kinds.get("catalog")
    plan = importer.plan(
        reading.read(data, "目录.xlsx"), campaign=None, scope={"code": code, **scope}, by=city.officer
    )
    return plan, importer.apply(plan, by=city.officer, at=city.at) if plan.is_clean else None


def items(code="YD") -> list[Item]:
    draft = Edition.objects.open().get(catalog__code=code)
    return list(draft.items.in_order())


def test_a_workbook_makes_the_draft(city):
    plan, outcome = brought_in(city, book())
    assert (outcome.rows, outcome.new, outcome.errors) == (2, 2, [])
    first, second = items()
    assert (first.limit_value, first.limit_unit, first.channels) == (20, "工作日", ["政府网站"])
    assert (first.audience, first.level) == (["全社会"], ["县级", "乡级"])
    assert (second.channels_other, second.audience_note, second.limit_anchor) == (
        ["村民微信群"],
        "农户",
        "每年6月底前",
    )


def test_the_same_file_twice_changes_nothing(city):
    brought_in(city, book())
    before = [(item.pk, item.version) for item in items()]
    plan, outcome = brought_in(city, book())
    assert (outcome.new, outcome.changed, outcome.same, outcome.gone) == (0, 0, 2, 0)
    assert [(item.pk, item.version) for item in items()] == before


def test_a_corrected_row_keeps_its_identity(city):
    brought_in(city, book())
    key = items()[0].key
    changed = [row[:] for row in ROWS]
    changed[0][3] = "补贴对象；标准；咨询电话"
    plan, outcome = brought_in(city, book(changed))
    assert (outcome.new, outcome.changed, outcome.same) == (0, 1, 1)
    assert (items()[0].key, items()[0].content) == (key, "补贴对象；标准；咨询电话")


def test_a_standard_item_left_out_becomes_waived_and_waits_for_a_reason(city):
    city.standard()
    plan, outcome = brought_in(city, book())
    waived = [item for item in items() if item.origin == Item.Origin.WAIVED]
    assert [item.item_2 for item in waived] == ["农机购置与应用补贴"]
    assert waived[0].lacks_reason
    assert any("表里没有" in doubt.message for doubt in outcome.doubts)


def test_other_fields_are_not_touched(city):
    city.standard()
    brought_in(city, book())
    others = [item for item in items() if item.field.code == "01"]
    assert {item.origin for item in others} == {Item.Origin.INHERITED}


def test_a_round_trip_through_our_own_workbook_is_the_identity(city):
    city.standard()
    draft = city.draft()
    item = draft.items.get(item_2="办事指南")
    actions.waive_item(item=item, reason="无权限", version=item.version, by=city.officer, at=city.at)
    data = exporting.workbook(draft, at=city.at)
    plan, _ = brought_in(city, data)
    assert (plan.new, plan.changed, plan.gone, plan.problems) == (0, 0, 0, [])
    waived = next(item for item in items() if item.item_2 == "办事指南")
    assert (waived.origin, waived.reason) == (Item.Origin.WAIVED, "无权限")


def test_a_handed_in_catalog_refuses_a_workbook(city):
    city.standard()
    city.handed_in()
    plan, _ = brought_in(city, book())
    assert "不能修改" in plan.problems[0].message


def test_another_county_cannot_bring_in_our_catalog(city):
    importer = kinds.get("catalog")
    stranger = city.who("county_officer", "YX")
    plan = importer.plan(reading.read(book(), "x.xlsx"), campaign=None, scope={"code": "YD"}, by=stranger)
    assert "云东县" in plan.problems[0].message


def test_an_unknown_column_is_kept(city):
    plan, _ = brought_in(
        city, book([[*row, f"科室{i}"] for i, row in enumerate(ROWS)], [*HEADER, "责任科室"])
    )
    assert [item.extra for item in items()] == [{"责任科室": "科室0"}, {"责任科室": "科室1"}]
    assert any("没有认出" in doubt.message and doubt.cell == "O1" for doubt in plan.doubts)


def test_an_unnamed_field_is_an_error_that_says_how_to_mend_it(city):
    plan, _ = brought_in(city, book(title="Sheet1"))
    assert "认不出 2 行属于哪个领域" in plan.problems[0].message
    assert not Catalog.objects.exists()


def test_the_commands_print_doubts_and_flat_rows(city, tmp_path, capsys):
    path = tmp_path / "涉农补贴.xlsx"
    path.write_bytes(book([[*row, "甲"] for row in ROWS], [*HEADER, "责任科室"], title="Sheet1"))
    call_command("import_workbook", "catalog", str(path), scope="YD", by=city.officer.username, json=True)
    printed = json.loads(capsys.readouterr().out)
    assert (printed["kind"], printed["rows"], printed["new"], printed["errors"]) == ("catalog", 2, 2, [])
    assert printed["doubts"][0]["cell"] == "O1"
    call_command("export_workbook", "catalog", scope="YD", format="json")
    first = json.loads(capsys.readouterr().out)[0]
    assert first["field"] == "涉农补贴"
    assert first["number"] == "1"
    assert (first["time_limit_value"], first["time_limit_unit"]) == (20, "工作日")
    assert first["channels"] == ["政府网站"]
    assert (first["audience"], first["method"], first["level"]) == (["全社会"], ["主动"], ["县级", "乡级"])


@pytest.mark.parametrize(
    ("code", "words"),
    [("XX", "没有编码为“XX”的机构"), ("D01", "市人力资源和社会保障局是市直部门，不单独编目录")],
)
def test_a_body_without_catalogs_is_refused(city, code, words, capsys, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(book())
    with pytest.raises(SystemExit):
        call_command("import_workbook", "catalog", str(path), scope=code, by=city.officer.username)
    assert capsys.readouterr().err.startswith(words)


def content() -> list[dict]:
    return exporting.flat(items())


@pytest.mark.parametrize("seed", range(24))
def test_what_is_exported_comes_back_the_same(city, seed):
    """任意一份乱表导入之后，导出再导入：内容一字不变，一条不多一条不少，标识也不变。"""
    rows = truth.rows(seed, fields=1 + seed % 4)
    brought_in(city, mess.workbook(rows, replace(mess.random_mess(seed), extra="", wide_digits=False)))
    before, keys = content(), [item.key for item in items()]
    draft = Edition.objects.open().get(catalog__code="YD")
    plan, outcome = brought_in(city, exporting.workbook(draft, at=city.at))
    assert (outcome.new, outcome.changed, outcome.gone) == (0, 0, 0)
    assert outcome.same == len(before) and plan.doubts == []
    assert (content(), [item.key for item in items()]) == (before, keys)
    again = exporting.workbook(draft, at=city.at)
    first = reading.read(exporting.workbook(draft, at=city.at), "a.xlsx").sheets
    assert [sheet.rows for sheet in reading.read(again, "b.xlsx").sheets] == [sheet.rows for sheet in first]


def test_a_workbook_exported_from_another_catalog_is_asked_about(city):
    brought_in(city, book())
    data = exporting.workbook(Edition.objects.open().get(catalog__code="YD"), at=city.at)
    assert brought_in(city, data)[0].doubts == []
    other = kinds.get("catalog").plan(
        reading.read(data, "目录.xlsx"),
        campaign=None,
        scope={"code": "YX"},
        by=city.who("county_officer", "YX"),
    )
    assert "导出的，不是云西县" in other.doubts[0].message and other.is_clean
