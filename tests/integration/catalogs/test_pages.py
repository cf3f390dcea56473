"""目录的页面：各角色打得开、看得到该看的、点得动该点的。"""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalogs.models import Adjustment, Edition, Item
from tests.integration.catalogs.conftest import YEAR
from tests.integration.catalogs.test_adjustments import LATER, NEW
from tests.integration.catalogs.test_workbook import HEADER, ROWS, book


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"catalogs:{name}", args=args), query)


def post(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"catalogs:{name}", args=args), data, follow=True)


@pytest.fixture
def drafted(city):
    city.standard()
    city.edition = city.draft()
    return city


def test_the_whole_walk_of_a_county_catalog(client, drafted):
    city, edition = drafted, drafted.edition
    item = edition.items.get(item_2="办事指南")
    assert "办事指南" in page(client, city.officer, "edition", edition.pk).text
    shown = page(client, city.officer, "item", item.pk)
    data = shown.context["form"].initial | {
        name: shown.context["form"][name].value() for name in shown.context["form"].fields
    }
    data = {name: value if value is not None else "" for name, value in data.items()}
    answer = post(
        client, city.officer, "item", item.pk, **data | {"time_limit": "实时公开", "reason": "即时更新"}
    )
    assert "已保存，调整" in answer.text
    assert "与标准不同" in answer.text
    post(client, city.officer, "edition-submit", edition.pk)
    for section in edition.sections.all():
        post(client, city.scorer_of(section.field.code), "section-move", section.pk, "pass")
    post(client, city.head, "edition-move", edition.pk, "hand_in")
    answer = post(client, city.reviewer, "edition-move", edition.pk, "confirm")
    assert "已印发" in answer.text
    edition.refresh_from_db()
    assert edition.status == Edition.Status.ISSUED


def test_a_stale_form_shows_both_values_and_loses_nothing(client, drafted):
    item = drafted.edition.items.first()
    form = page(client, drafted.officer, "item", item.pk).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    post(client, drafted.officer, "item", item.pk, **data | {"subject": "县财政局"})
    answer = post(client, drafted.officer, "item", item.pk, **data | {"subject": "县农业农村局"})
    assert answer.status_code == 422
    assert "县财政局" in answer.text and "县农业农村局" in answer.text
    again = {name: answer.context["form"][name].value() or "" for name in answer.context["form"].fields}
    post(client, drafted.officer, "item", item.pk, **again)
    item.refresh_from_db()
    assert item.subject == "县农业农村局"


def test_waiving_restoring_adding_and_removing(client, drafted):
    city, edition = drafted, drafted.edition
    item = edition.items.get(item_2="办事指南")
    assert "已记为不适用" in post(client, city.officer, "item-waive", item.pk, reason="没有权限").text
    assert "已恢复" in post(client, city.officer, "item-restore", item.pk).text
    data = {"item_1": "本县", "content": "内容", "channels": ["政府网站"], "level": ["县级"]}
    assert "已新增" in post(client, city.officer, "item-add", edition.pk, "16", **data).text
    own = edition.items.get(item_1="本县")
    assert "已删除" in post(client, city.officer, "item-remove", own.pk).text
    assert not Item.objects.filter(pk=own.pk).exists()


def test_an_item_without_content_is_refused_with_a_sentence(client, drafted):
    answer = post(client, drafted.officer, "item-add", drafted.edition.pk, "16", item_1="只有名称")
    assert answer.status_code == 422
    assert "公开内容" in answer.text


@pytest.mark.parametrize(
    "query", [{"field": "16"}, {"level": "乡级"}, {"origin": "inherited"}, {"words": "耕地"}]
)
def test_items_can_be_filtered(client, drafted, query):
    assert "耕地地力保护补贴" in page(client, drafted.officer, "edition", drafted.edition.pk, **query).text


def test_the_standard_change_from_effect_to_draft(client, city):
    city.standard()
    city.confirmed()
    city.standard(NEW, effective_on=dt.date(YEAR, 8, 1), at=city.at + LATER)
    adjustment = Adjustment.objects.get()
    shown = page(client, city.officer, "adjustment", adjustment.pk)
    assert "招标公告" in shown.text and "<ins>" in shown.text
    step = adjustment.steps.get(change="removed")
    assert "已处理 1 条" in post(client, city.officer, "step", step.pk, decision="keep").text
    assert "已按建议处理 3 条" in post(client, city.officer, "adjustment-proposals", adjustment.pk).text
    assert "已生成新版草稿" in post(client, city.officer, "adjustment-apply", adjustment.pk).text
    assert "已撤销" in post(client, city.officer, "adjustment-undo", adjustment.pk).text
    assert "标准调整" in client.get(reverse("desk:home")).text


def test_the_effect_is_shown_before_issuing(client, city):
    city.standard()
    city.confirmed()
    draft = city.standard_draft(NEW)
    shown = page(client, city.clerk, "edition-effect", draft.pk)
    assert shown.context["rows"][0].total == 4
    assert "云东县" in shown.text


def test_the_comparison_shows_and_exports(client, city):
    city.standard()
    second = city.standard(NEW, effective_on=dt.date(YEAR, 8, 1), at=city.at + LATER)
    shown = page(client, city.officer, "edition-compare", second.pk)
    assert "<ins>" in shown.text and "招标公告" in shown.text
    assert page(client, city.officer, "compare-workbook", second.pk).status_code == 200


@pytest.mark.parametrize("role", ["auditor", "city_clerk", "city_reviewer"])
def test_the_city_sees_every_catalog(client, drafted, role):
    shown = page(client, drafted.who(role, "YC"), "home")
    assert "云东县" in shown.text


def test_another_countys_draft_is_not_to_be_seen(client, drafted):
    assert page(client, drafted.who("county_officer", "YX"), "edition", drafted.edition.pk).status_code == 404


def test_a_department_head_sees_the_button_greyed_with_the_reason(client, drafted):
    section = drafted.edition.sections.first()
    post(client, drafted.officer, "edition-submit", drafted.edition.pk)
    shown = page(client, drafted.officer, "section", section.pk)
    assert "可以审核" in shown.text


def test_the_lists_ask_a_constant_number_of_queries(client, drafted, django_assert_max_num_queries):
    for code in ("YX", "CN", "CB"):
        drafted.draft(code)
    client.force_login(drafted.clerk)
    client.get(reverse("catalogs:home"))
    with django_assert_max_num_queries(25):
        client.get(reverse("catalogs:home"))
    with django_assert_max_num_queries(25):
        client.get(reverse("catalogs:edition", args=[drafted.edition.pk]))


def test_a_workbook_is_staged_previewed_and_confirmed(client, city):
    upload = SimpleUploadedFile("目录.xlsx", book())
    answer = post(client, city.officer, "catalog-import", "YD", file=upload)
    assert "各列认作" in answer.text
    batch = answer.context["batch"]
    client.post(reverse("core:import-confirm", args=[batch.pk]))
    assert Edition.objects.open().get().items.count() == 2


def test_a_person_corrects_the_columns_and_they_are_remembered(client, city):
    rows = [[*row, f"备注{number}"] for number, row in enumerate(ROWS)]
    data = book(rows, [*HEADER, "科室意见"], title="Sheet1")
    answer = post(client, city.officer, "catalog-import", "YD", file=SimpleUploadedFile("甲.xlsx", data))
    assert "认不出 2 行属于哪个领域" in answer.text
    batch = answer.context["batch"]
    shown = page(client, city.officer, "mapping", batch.pk)
    name, column = shown.context["sheets"][0]["columns"][0]
    assert (column.header, column.certain) == ("科室意见", False)
    answer = post(client, city.officer, "mapping", batch.pk, **{name: "remark", "field": "16"})
    assert answer.context["plan"].problems == []
    again = post(client, city.officer, "catalog-import", "YD", file=SimpleUploadedFile("涉农补贴.xlsx", data))
    assert again.context["plan"].doubts == []
    client.post(reverse("core:import-confirm", args=[again.context["batch"].pk]))
    assert [item.remark for item in Edition.objects.open().get().items.in_order()] == ["备注0", "备注1"]


def test_another_persons_import_is_not_to_be_corrected(client, city):
    answer = post(client, city.officer, "catalog-import", "YD", file=SimpleUploadedFile("甲.xlsx", book()))
    stranger = city.who("county_officer", "YX")
    assert page(client, stranger, "mapping", answer.context["batch"].pk).status_code == 404
