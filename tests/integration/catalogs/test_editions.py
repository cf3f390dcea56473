"""目录的版本：从标准沿用、分领域审核、确认即公开并冻结。"""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from catalogs import actions, selectors
from catalogs.actions import EditedByAnother
from catalogs.models import Edition, Item, Section
from portal.core import clock
from portal.core.rules import Denied
from portal.publications import actions as publications
from portal.publications.gate import Blocked
from portal.publications.models import Publication
from tests.integration.catalogs.conftest import values


def test_a_county_inherits_the_items_of_its_level(city):
    city.standard()
    draft = city.draft()
    assert draft.items.count() == 4
    assert set(draft.items.values_list("origin", flat=True)) == {Item.Origin.INHERITED}
    assert draft.items.filter(limit_value=20, limit_unit="工作日").count() == 4
    assert draft.sections.count() == 2


def test_a_township_inherits_only_township_items(city):
    city.standard()
    officer = city.who("township_officer", "YD-T1")
    catalog = actions.open_catalog(organisation=city.places["YD-T1"], by=officer, at=city.at)
    draft = actions.open_draft(catalog=catalog, by=officer, at=city.at)
    assert [item.item_2 for item in draft.items.all()] == ["耕地地力保护补贴"]


def test_opening_a_draft_twice_gives_the_same_one(city):
    city.standard()
    assert city.draft() == city.draft()


def test_changing_an_inherited_item_makes_it_adapted_and_needs_a_reason(city):
    city.standard()
    draft = city.draft()
    item = draft.items.get(item_2="办事指南")
    item = actions.save_item(
        item=item,
        values={"time_limit": "实时公开"},
        reason="",
        version=item.version,
        by=city.officer,
        at=city.at,
    )
    assert item.origin == Item.Origin.ADAPTED
    with pytest.raises(Denied, match="1 条调整或不适用的事项没有写明理由"):
        actions.submit_sections(edition=draft, by=city.officer, at=city.at)
    item = actions.save_item(
        item=item, values={}, reason="本县网上办理即时更新", version=item.version, by=city.officer, at=city.at
    )
    assert len(actions.submit_sections(edition=draft, by=city.officer, at=city.at)) == 2


def test_changing_it_back_makes_it_inherited_again(city):
    city.standard()
    item = city.draft().items.get(item_2="办事指南")
    for limit in ("实时公开", item.time_limit):
        item = actions.save_item(
            item=item,
            values={"time_limit": limit},
            reason="试改",
            version=item.version,
            by=city.officer,
            at=city.at,
        )
    assert (item.origin, item.reason) == (Item.Origin.INHERITED, "")


def test_a_colleagues_change_is_not_overwritten(city):
    city.standard()
    item = city.draft().items.first()
    args = {"item": item, "reason": "", "version": item.version, "by": city.officer, "at": city.at}
    actions.save_item(values={"subject": "县农业农村局"}, **args)
    with pytest.raises(EditedByAnother) as caught:
        actions.save_item(values={"subject": "县财政局"}, **args)
    assert caught.value.theirs.subject == "县农业农村局"


def test_a_waived_item_needs_a_reason_and_leaves_the_count(city):
    city.standard()
    draft = city.draft()
    item = draft.items.get(item_2="办事指南")
    with pytest.raises(Denied, match="理由"):
        actions.waive_item(item=item, reason=" ", version=item.version, by=city.officer, at=city.at)
    actions.waive_item(
        item=item, reason="本县无此审批权限", version=item.version, by=city.officer, at=city.at
    )
    assert draft.items.applicable().count() == 3


def test_a_standard_item_cannot_be_removed_but_an_own_one_can(city):
    city.standard()
    draft = city.draft()
    with pytest.raises(Denied, match="不适用的请说明理由"):
        actions.remove_item(item=draft.items.first(), by=city.officer, at=city.at)
    own = actions.add_item(
        edition=draft,
        field=city.fields["16"],
        values=values("本县补贴", "稻谷补贴", "补贴标准", ["县级"]),
        by=city.officer,
        at=city.at,
    )
    actions.remove_item(item=own, by=city.officer, at=city.at)
    assert draft.items.count() == 4


def test_the_field_department_reviews_its_field_and_nobody_else(city):
    city.standard()
    sections = actions.submit_sections(edition=city.draft(), by=city.officer, at=city.at)
    section = next(s for s in sections if s.field.code == "16")
    with pytest.raises(Denied, match="可以审核“涉农补贴”领域"):
        actions.move_section(section=section, move="pass", by=city.scorer_of("01"), at=city.at)
    passed = actions.move_section(section=section, move="pass", by=city.scorer_of("16"), at=city.at)
    assert passed.status == Section.Status.PASSED
    assert section not in selectors.sections_awaiting(city.scorer_of("16"))


def test_confirmation_publishes_freezes_and_repeals_the_earlier_edition(city):
    city.standard()
    first = city.confirmed()
    publication = Publication.objects.published().get()
    assert publication.column.slug == "catalogs"
    assert publication.organisation == city.places["YD"]
    assert len(publication.rows["rows"]) == 4
    assert publication.written_on == publication.effective_on == clock.local_date(city.at)
    second = city.confirmed(city.draft())
    first.refresh_from_db()
    publication.refresh_from_db()
    assert publication.validity == Publication.Validity.REPEALED
    assert publication.repealed_on == second.effective_on
    assert publication.versions.count() == 2
    assert (first.repealed_on, second.number) == (second.effective_on, 2)
    assert selectors.edition_on(second.catalog, clock.local_date(city.at)) == second


def test_a_number_in_an_item_is_let_through_by_two_people_even_the_next_day(city):
    """申请、批准在当天，确认在第二天：成文日期变了，放行仍然有效。"""
    city.standard()
    draft = city.draft()
    content = "负责人身份证号 11010519491231002X"
    filled = values("本县补贴", "稻谷补贴", content, ["县级"])
    actions.add_item(edition=draft, field=city.fields["16"], values=filled, by=city.officer, at=city.at)
    edition = city.handed_in(draft)
    with pytest.raises(Blocked) as blocked:
        actions.confirm_edition(edition=edition, by=city.reviewer, at=city.at)
    assert Edition.objects.get(pk=edition.pk).status == Edition.Status.HANDED_IN
    held = publications.hold(blocked.value, by=city.reviewer, at=city.at)
    assessment = dict.fromkeys(("purpose", "necessity", "impact", "measures"), "依法须公开")
    override = publications.request_override(
        publication=held,
        reason="依法须公开",
        assessment=assessment | {"assessed_on": city.at.date()},
        by=city.officer,
        at=city.at,
    )
    publications.move_override(override=override, move="approve", by=city.reviewer, reason="同意", at=city.at)
    later = city.at + dt.timedelta(days=1)
    edition = actions.confirm_edition(edition=Edition.objects.get(pk=edition.pk), by=city.reviewer, at=later)
    assert edition.publication == held == Publication.objects.published().get()


def test_an_unreviewed_catalog_cannot_be_handed_in(city):
    city.standard()
    with pytest.raises(Denied, match="还没有审核通过"):
        actions.move_edition(edition=city.draft(), move="hand_in", by=city.head, at=city.at)


def test_the_drafter_cannot_confirm(city):
    city.standard()
    handed_in = city.handed_in()
    with pytest.raises(Denied):
        actions.confirm_edition(edition=handed_in, by=city.officer, at=city.at)


@pytest.mark.parametrize("act", ["update", "delete", "insert"])
def test_the_database_refuses_to_touch_an_issued_edition(city, act):
    item = city.standard().items.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        if act == "update":
            Item.objects.filter(pk=item.pk).update(content="改")
        elif act == "delete":
            Item.objects.filter(pk=item.pk).delete()
        else:
            Item.objects.create(edition=item.edition, field=item.field, position=99)


def test_a_returned_catalog_can_be_changed_again(city):
    city.standard()
    edition = actions.move_edition(
        edition=city.handed_in(), move="return", by=city.reviewer, at=city.at, reason="渠道不全"
    )
    assert edition.status == Edition.Status.DRAFT
    assert edition in city.places["YD"].catalogs.get().editions.open()


def test_the_auditor_and_the_administrator_draft_nothing(city):
    for role in ("auditor", "administrator"):
        with pytest.raises(Denied):
            actions.open_catalog(organisation=city.places["YD"], by=city.who(role, "YC"), at=city.at)


def test_the_catalog_of_an_earlier_day_is_shown(city, client):
    city.standard()
    first = city.confirmed()
    client.force_login(city.officer)
    before = client.get("/desk/catalogs/YD/", {"on": "2026-01-01"}).content.decode()
    after = client.get("/desk/catalogs/YD/", {"on": "2026-06-02"}).content.decode()
    assert "这一天没有有效的版本" in before
    assert f'<a href="{first.get_absolute_url()}">{first}</a>' in after


def test_a_comparison_is_narrowed_to_one_field(city, client):
    city.standard()
    draft = city.draft()
    for name in ("办事指南", "农机购置与应用补贴"):
        item = draft.items.get(item_2=name)
        actions.save_item(
            item=item,
            values={"subject": "县政务办"},
            reason="",
            version=item.version,
            by=city.officer,
            at=city.at,
        )
    client.force_login(city.officer)
    other = city.places["YD"].catalogs.get().base.editions.get()
    query = {"with": other.pk, "field": "16"}
    page = client.get(f"/desk/catalogs/editions/{draft.pk}/compare/", query).content.decode()
    assert "农机购置与应用补贴" in page
    assert "办事指南" not in page
