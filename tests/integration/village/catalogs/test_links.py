"""有效衔接：县级目录的事项由县区确认，乡级随县级；缺口两头都列出来。"""

import pytest

from catalogs import actions as catalogs
from catalogs.models import Catalog
from portal.core.rules import Denied
from tests.integration.village.catalogs.conftest import TODAY, moment, values
from village.actions import deviation, linkage
from village.duties import linked, reading
from village.models import Linkage

AT = moment(TODAY)
ITEMS = (("惠农补贴", ["县级", "乡级"]), ("低保对象", ["县级", "村级"]), ("公益岗位", ["县级", "村级"]))


def catalog_of(county, code: str, who: str) -> Catalog:
    acting = {"by": county.who(who), "at": AT}
    catalog = catalogs.open_catalog(organisation=county.places[code], **acting)
    draft = catalogs.open_draft(catalog=catalog, **acting)
    known = {item.item_1: item.key for item in items_of(county)}
    lines = [
        catalogs.Line(known.get(name, ""), county.field.pk, values(n, name, "每季度") | {"level": level})
        for n, (name, level) in enumerate(ITEMS, start=1)
    ]
    catalogs.replace_items(edition=draft, lines=lines, **acting)
    return catalog


def items_of(county):
    catalog = Catalog.objects.filter(kind="county", organisation=county.places["YD"]).first()
    return catalog.editions.get().items.all() if catalog else []


def links(county, catalog: Catalog) -> linked.Links:
    place = catalog.organisation
    model = reading.models_for(place, on=TODAY)[place.path[: reading.COUNTY]]
    return linked.links_of(catalog, model.items)


def row(county, catalog: Catalog, name: str) -> linked.LinkRow:
    return next(row for row in links(county, catalog).rows if row.item.name == name)


@pytest.fixture
def catalog(county):
    return catalog_of(county, "YD", "officer")


def link(county, catalog, own: str, target: str, who="officer") -> Linkage:
    keys = {one.name: one.key for one in links(county, catalog).targets}
    return linkage.link_item(
        catalog=catalog, key=county.item(own).key, target_key=keys[target], by=county.who(who), at=AT
    )


def test_nothing_is_linked_until_a_person_confirms(county, catalog):
    found = links(county, catalog)
    assert len(found.gaps) == len(found.rows) == 6
    assert [one.name for one in found.unmatched] == ["低保对象", "公益岗位"]
    suggested = found.suggestions(row(county, catalog, "惠农补贴发放"))
    assert [one.name for one in suggested] == ["惠农补贴"]
    assert not Linkage.objects.exists()


def test_a_confirmed_link_closes_the_gap_on_both_sides(county, catalog):
    link(county, catalog, "低保对象名单", "低保对象")
    found = links(county, catalog)
    assert [match.target.name for match in row(county, catalog, "低保对象名单").matches] == ["低保对象"]
    assert [one.name for one in found.unmatched] == ["公益岗位"]


def test_an_item_may_stand_for_several_and_each_can_be_undone(county, catalog):
    first = link(county, catalog, "低保对象名单", "低保对象")
    link(county, catalog, "低保对象名单", "公益岗位")
    assert links(county, catalog).unmatched == []
    linkage.unlink(linkage=first, by=county.who("officer"), at=AT)
    assert [one.name for one in links(county, catalog).unmatched] == ["低保对象"]


def test_the_village_s_own_affairs_need_no_counterpart_but_a_reason(county, catalog):
    acting = {"catalog": catalog, "key": county.item("宅基地审批").key, "by": county.who("officer"), "at": AT}
    with pytest.raises(Denied, match="理由"):
        linkage.declare_own(reason=" ", **acting)
    linkage.declare_own(reason="村民自治事项", **acting)
    assert not row(county, catalog, "宅基地审批").is_gap
    keys = {one.name: one.key for one in links(county, catalog).targets}
    linkage.link_item(target_key=keys["公益岗位"], **acting)
    assert row(county, catalog, "宅基地审批").own is None


def test_what_is_not_in_the_catalog_cannot_be_linked(county, catalog):
    with pytest.raises(Denied, match="没有这个事项"):
        linkage.link_item(
            catalog=catalog,
            key=county.item("宅基地审批").key,
            target_key="x",
            by=county.who("officer"),
            at=AT,
        )


def test_the_township_follows_the_county_where_the_items_are_the_same(county, catalog):
    link(county, catalog, "惠农补贴发放", "惠农补贴")
    own = catalog_of(county, "YD-T1", "township")
    [match] = row(county, own, "惠农补贴发放").matches
    assert (match.target.name, match.why, match.row) == ("惠农补贴", "随县级", None)


def test_what_a_village_added_is_listed_with_its_village(county, catalog):
    village = county.places["YD-T1-V1"]
    added = {"field": county.field, "values": values(7, "公益岗位公示", "每月"), "reason": ""}
    deviation.add_item(village=village, by=county.who("village"), at=AT, **added)
    found = row(county, catalog, "公益岗位公示")
    assert found.villages == "东风村" and found.is_gap


@pytest.mark.parametrize("who", ["head", "township", "village", "clerk", "other_officer"])
def test_only_the_catalog_s_own_officer_confirms(county, catalog, who):
    with pytest.raises(Denied):
        link(county, catalog, "惠农补贴发放", "惠农补贴", who=who)
