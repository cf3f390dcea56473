"""村级目录的县级样本：一县一本，与别的目录一样拟定、导入、审核、确认；领域认不出的归村务公开。"""

import io

import openpyxl
import pytest

from catalogs import actions, measuring, permissions, selectors
from catalogs.models import Catalog, Edition, Field
from portal.core import rules
from portal.core.rules import Denied
from portal.core.sheets import kinds, reading

SHORT = ["序号", "公开事项", "公开依据", "公开时限", "公开主体", "公开渠道", "公开层级"]
ROWS = [
    [1, "村级财务收支", "《村民委员会组织法》", "每月", "村民委员会", "村务公开栏", "村级"],
    [2, "惠农补贴发放", "《条例》", "每季度公布一次，重大事项随时公布", "村民委员会", "村务公开栏、村民微信群", "村级"],
    [3, "村规民约", "《村民委员会组织法》", "长期公开", "村民委员会", "村务公开栏、村应急广播", "村级"],
    [4, "征地补偿款分配", "《土地管理法》", "酌情", "村民委员会", "村务公开栏", "村级"],
]  # fmt: skip


def book(*rows, name="东风村公开目录.xlsx"):
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return reading.read(buffer.getvalue(), name)


def imported(city, *rows) -> Edition:
    plan = planned(city, *rows)
    assert plan.is_clean, plan.problems
    kinds.get("catalog").apply(plan, by=city.officer, at=city.at)
    return Edition.objects.get(catalog__code="YD_village")


def planned(city, *rows):
    return kinds.get("catalog").plan(
        book(*rows), campaign=None, scope={"code": "YD_village"}, by=city.officer
    )


@pytest.fixture
def village_field(city):
    field = Field.objects.get(is_village=True)
    owner = city.fields["21"].owners.get().department
    actions.set_owner(field=field, year=city.at.year, department=owner, by=None, at=city.at)
    return field


def test_the_short_village_table_is_read_as_it_is(city):
    edition = imported(city, SHORT, *ROWS)
    item = edition.items.get(item_1="惠农补贴发放")
    assert (edition.catalog.kind, edition.items.count()) == (Catalog.Kind.VILLAGE_MODEL, 4)
    assert item.field.is_village and item.level == ["村级"]
    assert item.time_limit == "每季度公布一次，重大事项随时公布"
    assert item.channels_other == ["村务公开栏", "村民微信群"]


def test_the_long_table_keeps_pilot_fields_and_sends_the_others_to_village_affairs(city):
    header = [
        "序号",
        "领域",
        "公开事项",
        "",
        "公开内容",
        "公开时限",
        "公开主体",
        "公开渠道和载体",
        "公开依据",
    ]
    header += ["公开对象", "", "公开方式", ""]
    below = ["", "", "一级事项", "二级事项", "", "", "", "", "", "全社会", "特定群众", "主动", "依申请公开"]
    edition = imported(
        city,
        header,
        below,
        [1, "社会救助", "最低生活保障", "审核结果", "名单、标准", "每月", "村委会", "村务公开栏", "《办法》", "", "√", "√", ""],
        [2, "党务公开", "党费", "党费收缴", "金额", "每年1月31日前", "党支部", "党务公开栏", "《条例》", "", "√", "√", ""],
    )  # fmt: skip
    assert edition.items.get(item_2="审核结果").field.code == "21"
    other = edition.items.get(item_2="党费收缴")
    assert other.field.is_village and other.extra == {"领域": "党务公开"}


def test_cycles_that_cannot_be_read_are_shown_before_the_import(city):
    doubts = [doubt for doubt in planned(city, SHORT, *ROWS).doubts if "公开周期" in doubt.message]
    assert [(doubt.cell, doubt.message) for doubt in doubts] == [
        ("D3", "公开周期按“每季度”"),
        ("D5", "没有读出公开周期，不排期次"),
    ]


def test_a_county_catalog_is_read_as_before(city):
    plan = kinds.get("catalog").plan(book(SHORT, *ROWS), campaign=None, scope={"code": "YD"}, by=city.officer)
    assert not any("公开周期" in doubt.message for doubt in plan.doubts)


def test_the_model_is_reviewed_by_the_owner_and_confirmed_by_the_city(city, village_field):
    edition = imported(city, SHORT, *ROWS)
    scorer = city.scorer_of("21")
    [section] = actions.submit_sections(edition=edition, by=city.officer, at=city.at)
    assert section in selectors.sections_awaiting(scorer)
    actions.move_section(section=section, move="pass", by=scorer, at=city.at)
    edition = actions.move_edition(edition=edition, move="hand_in", by=city.head, at=city.at)
    edition = actions.confirm_edition(edition=edition, by=city.reviewer, at=city.at)
    assert edition.status == Edition.Status.ISSUED and edition.publication


def test_the_model_does_not_take_the_place_of_the_county_catalog(city):
    imported(city, SHORT, *ROWS)
    assert city.places["YD"] in selectors.bodies_without_catalog(city.officer)
    own = city.draft().catalog
    assert {own.code, "YD_village"} == set(city.places["YD"].catalogs.values_list("code", flat=True))
    assert measuring.evidence_for(city.places["YD"], city.fields["16"], on=city.at.date()) == ""
    assert selectors.measured_catalogs(city.officer) == [own]


def test_disclosures_are_not_recorded_on_the_model(city):
    catalog = imported(city, SHORT, *ROWS).catalog
    assert "各村" in rules.refusal(permissions.check_can_record, city.officer, catalog)


def test_a_village_has_no_catalog_of_its_own(city):
    with pytest.raises(Denied, match="县级样本"):
        selectors.catalog_to_draft("YD-T1-V1")
    with pytest.raises(Denied, match="没有编码为“YD-T1”的县区"):
        selectors.catalog_to_draft("YD-T1_village")
