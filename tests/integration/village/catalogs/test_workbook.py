"""一村的目录导出、改好再导入：没有改的什么也不变，改的各归各，别村的、没写理由的收不进来。"""

import io

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from portal.core import imports
from portal.core.models import ImportBatch
from portal.core.sheets import kinds
from portal.organisations.models import Organisation
from tests.integration.village.catalogs.conftest import MODEL, TODAY, moment
from village.actions import deviation as actions
from village.models import Deviation
from village.sheets import village_catalog as sheet

AT = moment(TODAY)
HERE = "YD-T1-V1"
TITLES = {column.title: index for index, column in enumerate(sheet.CATALOG.columns)}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False):
        yield


def exported(county, code=HERE) -> openpyxl.Workbook:
    data = sheet.catalog_book(county.places[code], on=TODAY, at=AT)
    return openpyxl.load_workbook(io.BytesIO(data))


def row_of(book, name: str) -> int:
    page = book[sheet.LABEL]
    return next(n for n in range(1, page.max_row + 1) if page.cell(n, TITLES["一级事项"] + 1).value == name)


def write(book, name: str, **changed) -> None:
    number = row_of(book, name)
    for title, value in changed.items():
        book[sheet.LABEL].cell(number, TITLES[title] + 1).value = value


def staged(county, book, who="village", code=HERE) -> ImportBatch:
    buffer = io.BytesIO()
    book.save(buffer)
    return imports.stage(
        kind=sheet.KIND,
        data=buffer.getvalue(),
        name="目录.xlsx",
        campaign=None,
        scope={"code": code},
        by=county.who(who),
        at=AT,
    )


def confirmed(county, book):
    batch = staged(county, book)
    assert imports.plan_of(batch).problems == []
    return imports.confirm(batch, by=county.who("village"), at=AT)


def test_what_was_exported_and_not_touched_changes_nothing(county):
    actions.waive_item(
        village=county.places[HERE], item=county.item("宅基地审批"), reason="没有", by=county.who("village"), at=AT
    )  # fmt: skip
    values = {"item_1": "渡口船班", "time_limit": "及时", "channels": [], "channels_other": ["渡口公告牌"]}
    actions.add_item(
        village=county.places[HERE], field=county.field, values=values, reason="沿江", by=county.who("village"), at=AT
    )  # fmt: skip
    before = list(Deviation.objects.order_by("pk").values())
    outcome = confirmed(county, exported(county))
    assert (outcome.rows, outcome.same, outcome.new, outcome.changed) == (
        len(MODEL) + 1,
        len(MODEL) + 1,
        0,
        0,
    )
    assert list(Deviation.objects.order_by("pk").values()) == before


def test_changed_waived_and_new_rows_each_take_their_own_way(county):
    book = exported(county)
    write(book, "村级财务收支", 公开时限="每季度", 理由="本村按季公布")
    write(book, "宅基地审批", 来历="不适用", 理由="本村没有")
    added = [None] * len(TITLES)
    for title, value in (
        ("领域", county.field.name),
        ("一级事项", "渡口船班"),
        ("公开时限", "及时"),
        ("公开渠道", "渡口公告牌"),
    ):
        added[TITLES[title]] = value
    last = row_of(book, MODEL[-1][0])
    for index, value in enumerate(added, start=1):
        book[sheet.LABEL].cell(last + 1, index).value = value
    outcome = confirmed(county, book)
    assert (outcome.new, outcome.changed, outcome.same) == (1, 2, len(MODEL) - 2)
    found = county.items(HERE)
    assert {name: item.origin for name, item in found.items() if item.origin != "inherited"} == {
        "村级财务收支": "adapted", "宅基地审批": "waived", "渡口船班": "added",
    }  # fmt: skip
    assert found["渡口船班"].channels == "渡口公告牌"
    assert confirmed(county, exported(county)).changed == 0
    back = exported(county)
    write(back, "村级财务收支", 公开时限="每月")
    write(back, "宅基地审批", 来历="沿用")
    assert confirmed(county, back).changed == 2
    assert Deviation.objects.get().kind == "added"


def test_a_row_left_out_is_told_and_stays(county):
    book = exported(county)
    book[sheet.LABEL].delete_rows(row_of(book, "村集体资产"))
    outcome = confirmed(county, book)
    assert (outcome.gone, outcome.changed) == (1, 0) and not Deviation.objects.exists()


def test_a_difference_without_a_reason_is_refused_with_its_cell(county):
    book = exported(county)
    write(book, "村级财务收支", 公开时限="每季度")
    write(book, "其他事项", 标识="x" * 32)
    problems = imports.plan_of(staged(county, book)).problems
    assert [problem.message for problem in problems] == [
        "与县级样本不同，没有写理由",
        "目录里没有这个标识的事项",
    ]
    assert all(problem.cell for problem in problems)


def test_another_village_s_workbook_and_another_village_s_clerk_are_refused(county):
    (wrong,) = imports.plan_of(staged(county, exported(county, "YD-T1-V2"))).problems
    assert "不能用于" in wrong.message
    (refused,) = imports.plan_of(staged(county, exported(county), who="other_village")).problems
    assert "经办可以调整" in refused.message or "没有编码" in refused.message


def test_the_page_takes_the_workbook_to_its_preview(county, client):
    book, buffer = exported(county), io.BytesIO()
    write(book, "村级财务收支", 公开时限="每季度", 理由="本村按季公布")
    book.save(buffer)
    buffer.seek(0)
    buffer.name = "目录.xlsx"
    client.force_login(county.who("village"))
    answer = client.post(reverse("village:village-upload", args=[HERE]), {"file": buffer}, follow=True)
    assert answer.status_code == 200 and "村级财务收支" in answer.text and "确认导入" in answer.text
    assert Organisation.objects.filter(code=HERE).exists() and kinds.get(sheet.KIND).label == "村级目录"
