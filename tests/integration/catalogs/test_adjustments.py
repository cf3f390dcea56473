"""标准调整：谁受影响、怎样处理、能不能撤销。"""

import datetime as dt

import pytest

from catalogs import actions, selectors
from catalogs.models import Adjustment, AdjustmentStep, Edition, Item
from portal.core.rules import Denied
from tests.integration.catalogs.conftest import STANDARD, YEAR

D = AdjustmentStep.Decision
LATER = dt.timedelta(days=60)
NEW = [
    (
        "16",
        "农业生产发展资金",
        "耕地地力保护补贴",
        "政策依据；申请指南；补贴结果；监督渠道；咨询电话",
        ["县级", "乡级"],
    ),
    ("01", "批准服务信息", "办事指南", "申报材料清单、批准流程、办理时限、收费依据", ["县级"]),
    ("01", "批准结果信息", "项目建议书审批结果", "批复单位、文号、时间", ["县级"]),
    ("01", "招标投标信息", "招标公告", "项目概况、时间", ["县级"]),
]


@pytest.fixture
def adjusted(city):
    """县区改过“办事指南”，之后标准出了新版：改两条、删一条、增一条。"""
    city.standard()
    draft = city.draft()
    item = draft.items.get(item_2="办事指南")
    actions.save_item(
        item=item,
        values={"time_limit": "实时公开"},
        reason="即时更新",
        version=item.version,
        by=city.officer,
        at=city.at,
    )
    city.confirmed(draft)
    city.standard(NEW, effective_on=dt.date(YEAR, 8, 1), at=city.at + LATER)
    city.at += LATER
    city.adjustment = Adjustment.objects.get(catalog=city.places["YD"].catalogs.get())
    return city


def step(city, name: str) -> AdjustmentStep:
    keys = dict(Item.objects.filter(item_2=name).values_list("item_2", "key"))
    return city.adjustment.steps.get(key=keys[name])


def decide(city, name: str, decision: str, **more) -> AdjustmentStep:
    return actions.decide_step(step=step(city, name), decision=decision, by=city.officer, at=city.at, **more)


def test_each_change_comes_with_a_proposal(adjusted):
    found = {
        s.change: s.proposal for s in adjusted.adjustment.steps.exclude(key=step(adjusted, "办事指南").key)
    }
    assert found == {"changed": D.TAKE, "removed": D.DROP, "added": D.TAKE}
    merged = step(adjusted, "办事指南")
    assert (merged.proposal, merged.conflicts) == (D.MERGE, [])
    assert merged.values["time_limit"] == "实时公开"
    assert merged.values["content"].endswith("收费依据")


def test_it_stands_dated_on_the_officers_workbench(adjusted):
    (waiting,) = selectors.adjustments_awaiting(adjusted.officer)
    assert waiting.due_on == dt.date(YEAR, 8, 21)
    assert not selectors.adjustments_awaiting(adjusted.who("county_officer", "YX"))


def test_plain_proposals_go_at_once_and_the_rest_wait_for_a_person(adjusted):
    assert actions.take_proposals(adjustment=adjusted.adjustment, by=adjusted.officer, at=adjusted.at) == 3
    with pytest.raises(actions.NotAllDecided, match="还有 1 条"):
        actions.apply_adjustment(adjustment=adjusted.adjustment, by=adjusted.officer, at=adjusted.at)


def test_departing_from_the_standard_needs_a_reason(adjusted):
    with pytest.raises(Denied, match="请写明理由"):
        decide(adjusted, "办事指南", D.KEEP)


def test_applying_drafts_a_new_edition_on_the_new_standard(adjusted):
    actions.take_proposals(adjustment=adjusted.adjustment, by=adjusted.officer, at=adjusted.at)
    decide(adjusted, "办事指南", D.MERGE, reason="本县即时更新")
    draft = actions.apply_adjustment(adjustment=adjusted.adjustment, by=adjusted.officer, at=adjusted.at)
    items = {item.item_2: item for item in draft.items.all()}
    assert set(items) == {"耕地地力保护补贴", "办事指南", "项目建议书审批结果", "招标公告"}
    assert items["招标公告"].origin == Item.Origin.INHERITED
    assert items["耕地地力保护补贴"].content.endswith("咨询电话")
    assert (items["办事指南"].origin, items["办事指南"].time_limit) == (Item.Origin.ADAPTED, "实时公开")
    assert draft.basis == adjusted.adjustment.new
    assert not selectors.adjustments_awaiting(adjusted.officer)


def test_a_kept_item_the_standard_dropped_becomes_our_own(adjusted):
    decide(adjusted, "农机购置与应用补贴", D.KEEP)
    decide(adjusted, "办事指南", D.MERGE, reason="本县即时更新")
    actions.take_proposals(adjustment=adjusted.adjustment, by=adjusted.officer, at=adjusted.at)
    draft = actions.apply_adjustment(adjustment=adjusted.adjustment, by=adjusted.officer, at=adjusted.at)
    assert draft.items.get(item_2="农机购置与应用补贴").origin == Item.Origin.ADDED


def test_undoing_discards_the_draft_and_keeps_the_decisions(adjusted):
    actions.take_proposals(adjustment=adjusted.adjustment, by=adjusted.officer, at=adjusted.at)
    decide(adjusted, "办事指南", D.MERGE, reason="本县即时更新")
    draft = actions.apply_adjustment(adjustment=adjusted.adjustment, by=adjusted.officer, at=adjusted.at)
    adjustment = actions.undo_adjustment(adjustment=adjusted.adjustment, by=adjusted.officer, at=adjusted.at)
    draft.refresh_from_db()
    assert draft.status == Edition.Status.DISCARDED
    assert adjustment.status == Adjustment.Status.PENDING
    assert not adjustment.steps.filter(decision="").exists()
    assert actions.apply_adjustment(adjustment=adjustment, by=adjusted.officer, at=adjusted.at).number == 3


def test_a_standard_issued_without_change_orders_nothing(city):
    city.standard()
    city.confirmed()
    city.standard(STANDARD, effective_on=dt.date(YEAR, 8, 1), at=city.at + LATER)
    assert not Adjustment.objects.exists()


def test_conflicting_columns_must_be_settled_by_a_person(city):
    city.standard()
    draft = city.draft()
    item = draft.items.get(item_2="办事指南")
    actions.save_item(
        item=item,
        values={"content": "本县另列"},
        reason="另列",
        version=item.version,
        by=city.officer,
        at=city.at,
    )
    city.confirmed(draft)
    city.standard(NEW, effective_on=dt.date(YEAR, 8, 1), at=city.at + LATER)
    city.adjustment = Adjustment.objects.get(catalog=draft.catalog)
    assert step(city, "办事指南").conflicts == ["content"]
    with pytest.raises(Denied, match="两边都改的栏还没有定"):
        decide(city, "办事指南", D.MERGE, reason="另列")
    settled = decide(city, "办事指南", D.MERGE, reason="另列", values={"content": "两边合写"})
    assert settled.values["content"] == "两边合写"
