"""各村的目录从县级样本来：没有改动的一行也不存；调整、新增、不适用都由村里或乡镇办，写明理由。"""

import datetime as dt

import pytest

from catalogs.models import Item
from portal.core.models import AuditEvent
from portal.core.rules import Denied
from tests.integration.village.catalogs.conftest import MODEL, TODAY, moment, values
from village.actions import deviation as actions
from village.duties import reading
from village.models import Deviation

AT = moment(TODAY)
HERE, NEXT = "YD-T1-V1", "YD-T1-V2"


def adapt(county, name="村级财务收支", who="village", version=0, reason="本村按季公布", **changes):
    return actions.adapt_item(
        village=county.places[HERE],
        item=county.item(name),
        values=changes or {"time_limit": "每季度"},
        reason=reason,
        version=version,
        by=county.who(who),
        at=AT,
    )


def waive(county, name="宅基地审批", who="village"):
    item, village = county.item(name), county.places[HERE]
    return actions.waive_item(village=village, item=item, reason="本村没有", by=county.who(who), at=AT)


def test_a_village_that_changed_nothing_stores_nothing_and_reads_the_model(county):
    assert Deviation.objects.count() == 0
    assert list(county.items(HERE)) == list(county.items(NEXT)) == [name for name, _ in MODEL]
    assert {item.origin for item in county.items(HERE).values()} == {"inherited"}


def test_another_county_has_no_model_yet(county):
    assert county.items("YX-T1-V1") == {}


def test_what_is_adapted_is_this_village_s_alone(county):
    adapt(county)
    mine, others = county.item("村级财务收支"), county.items(NEXT)["村级财务收支"]
    assert (mine.origin, mine.text("time_limit"), mine.reason) == ("adapted", "每季度", "本村按季公布")
    assert (others.origin, others.text("time_limit")) == ("inherited", "每月")
    assert mine.differences == [("公开时限", "每月", "每季度")]
    assert Deviation.objects.get().values == {"time_limit": "每季度"}


def test_adapting_needs_a_reason(county):
    with pytest.raises(Denied, match="理由"):
        adapt(county, reason=" ")


def test_writing_what_the_model_says_is_no_deviation(county):
    adapt(county)
    assert adapt(county, version=1, time_limit="每月", reason="") is None
    assert not Deviation.objects.exists()


def test_two_people_cannot_overwrite_each_other(county):
    adapt(county)
    with pytest.raises(actions.ChangedByAnother):
        adapt(county, who="township", version=0, reason="乡镇统一")


def test_what_is_waived_is_no_longer_owed(county):
    waive(county)
    assert county.item("宅基地审批").origin == "waived"
    actions.restore_item(
        village=county.places[HERE], key=county.item("宅基地审批").key, by=county.who("village"), at=AT
    )
    assert county.item("宅基地审批").origin == "inherited"


def test_a_village_adds_its_own_items_and_takes_them_back(county):
    row = actions.add_item(
        village=county.places[HERE],
        field=county.field,
        values=values(9, "村办幼儿园收费", "每月"),
        reason="",
        by=county.who("village"),
        at=AT,
    )
    added = county.item("村办幼儿园收费")
    assert (added.origin, added.terms[0].since) == ("added", TODAY)
    assert "村办幼儿园收费" not in county.items(NEXT)
    actions.restore_item(village=county.places[HERE], key=row.key, by=county.who("village"), at=AT)
    assert "村办幼儿园收费" not in county.items(HERE)


def test_the_model_moves_on_and_the_village_is_told(county):
    adapt(county, name="惠农补贴发放", content="本村的内容", reason="本村另有项目")
    later = dt.date(2026, 7, 1)
    rows = [(name, "每月" if name == "村集体资产" else limit) for name, limit in MODEL]
    county.issue(rows, effective_on=later)
    assert not county.item("惠农补贴发放").is_outdated
    assert county.item("村集体资产").rhythm.cycle == "month"

    item = Item.objects.filter(edition__catalog__code="YD_village", item_1="惠农补贴发放").last()
    assert county.item("惠农补贴发放").model["content"] == item.content


def test_a_deviation_is_outdated_when_the_model_changed_the_same_words(county):
    adapt(county, name="村集体资产", time_limit="每半年", reason="资产多")
    rows = [(name, "每季度" if name == "村集体资产" else limit) for name, limit in MODEL]
    county.issue(rows, effective_on=dt.date(2026, 7, 1))
    item = county.item("村集体资产")
    assert item.is_outdated and item.text("time_limit") == "每半年"


def test_a_deviation_dies_with_the_model_s_item(county):
    waive(county)
    county.issue([row for row in MODEL if row[0] != "宅基地审批"], effective_on=dt.date(2026, 7, 1))
    assert "宅基地审批" not in county.items(HERE)


@pytest.mark.parametrize("who", ["village", "township"])
def test_the_village_and_its_township_may_adapt(county, who):
    adapt(county, who=who)
    assert AuditEvent.objects.filter(event="village.deviation.saved").count() == 1


@pytest.mark.parametrize("who", ["other_village", "other_township", "officer", "head", "clerk"])
def test_nobody_else_may(county, who):
    with pytest.raises(Denied, match="东风村与所在乡镇"):
        adapt(county, who=who)
    assert reading.items_of(county.places[HERE], on=TODAY)[0].origin == "inherited"
