"""按期公开：各期从周期现算，登记过才有一行；逾期的数得出、也看得到是哪些。"""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.core import files
from portal.core.rules import Denied
from portal.core.uploads import Refused
from portal.organisations.models import Organisation
from tests.integration.village.catalogs.conftest import MODEL, TODAY, moment, values
from tests.unit.village.pictures import png
from village.actions import deviation, record
from village.actions.record import Posting
from village.duties import reading
from village.models import CycleRecord

AT = moment(TODAY)
HERE, NEXT = "YD-T1-V1", "YD-T1-V2"
YEAR = TODAY.year


def board(county, code=HERE, on=TODAY):
    return reading.board(county.places[code], year=YEAR, on=on)


def slot(county, name, label, code=HERE, on=TODAY):
    found = board(county, code, on).outstanding
    return next(one for one in found if one.item.name == name and one.period.label == label)


def post(county, *wanted, code=HERE, who="village", posted_on=TODAY, on=TODAY, **rest):
    slots = [slot(county, name, label, code, on) for name, label in wanted]
    posting = Posting(posted_on, **rest)
    village = county.places[code]
    return record.record_slots(village=village, slots=slots, posting=posting, by=county.who(who), at=AT)


def named(slots) -> list[tuple[str, str]]:
    return [(one.item.name, one.period.label) for one in slots]


def test_what_was_due_since_the_model_took_effect_is_overdue(county):
    found = named(board(county).overdue)
    assert found[0] == ("低保对象名单", "2026年3月")
    assert ("村级财务收支", "2026年2月") not in found
    assert len([label for name, label in found if name == "村级财务收支"]) == 4
    assert [label for name, label in found if name == "惠农补贴发放"] == ["2026年第一季度", "2026年第二季度"]
    assert "村集体资产" not in dict(found) and "宅基地审批" not in dict(found)


def test_what_is_due_today_is_not_overdue_yet(county):
    waiting = named(board(county).waiting)
    assert ("低保对象名单", "2026年7月") in waiting
    assert ("低保对象名单", "2026年7月") in named(board(county, on=TODAY + dt.timedelta(days=1)).overdue)
    assert waiting[-1] == ("村集体资产", "2026年")


def test_the_last_day_of_the_year_is_still_in_time(county):
    last = dt.date(YEAR, 12, 31)
    assert ("村集体资产", "2026年") in named(board(county, on=last).waiting)
    assert board(county, on=last + dt.timedelta(days=1)).tally.due == 10 + 4 + 1 + 10


def test_nothing_is_stored_until_it_is_posted(county):
    board(county)
    assert CycleRecord.objects.count() == 0
    [row] = post(county, ("村级财务收支", "2026年7月"))
    assert (row.due_on, row.days_late, row.place) == (dt.date(YEAR, 7, 31), 0, "村务公开栏")
    assert ("村级财务收支", "2026年7月") not in named(board(county).waiting)


def test_posting_late_is_done_and_counted_as_late(county):
    [row] = post(county, ("村级财务收支", "2026年3月"))
    assert row.days_late == 101
    tally = board(county).tally
    assert (tally.done, tally.late, tally.due - tally.overdue) == (1, 1, 1)


def test_several_periods_share_one_photo_that_the_village_s_people_can_open(county):
    rows = post(
        county,
        ("村级财务收支", "2026年7月"),
        ("低保对象名单", "2026年7月"),
        photo=png(),
        photo_name="公开栏.png",
    )
    assert rows[0].photo == rows[1].photo
    who = {name for name, person in county.people.items() if files.may_read(person, rows[0].photo)}
    assert who == {"village", "township", "officer", "head", "clerk", "reviewer", "auditor"}


def test_what_is_not_a_photo_is_not_taken_and_nothing_is_recorded(county):
    with pytest.raises(Refused):
        post(county, ("村级财务收支", "2026年7月"), photo=b"%PDF-1.7", photo_name="photo.jpg")
    assert not CycleRecord.objects.exists()


def test_a_period_is_posted_once(county):
    twice = slot(county, "村级财务收支", "2026年7月")
    post(county, ("村级财务收支", "2026年7月"))
    with pytest.raises(Denied, match="已经登记过"):
        record.record_slots(
            village=county.places[HERE],
            slots=[twice],
            posting=Posting(TODAY),
            by=county.who("village"),
            at=AT,
        )


def test_dates_have_to_be_possible(county):
    with pytest.raises(Denied, match="还没有到"):
        post(county, ("村级财务收支", "2026年7月"), posted_on=TODAY + dt.timedelta(days=1))
    with pytest.raises(Denied, match="早于2026年7月"):
        post(county, ("村级财务收支", "2026年7月"), posted_on=dt.date(YEAR, 6, 30))


def test_a_mistake_is_retracted_and_the_period_is_owed_again(county):
    [row] = post(county, ("村级财务收支", "2026年3月"))
    with pytest.raises(Denied, match="原因"):
        record.retract_record(record=row, reason="", by=county.who("village"), at=AT)
    record.retract_record(record=row, reason="贴错了村", by=county.who("village"), at=AT)
    assert ("村级财务收支", "2026年3月") in named(board(county).overdue)
    post(county, ("村级财务收支", "2026年3月"))
    assert CycleRecord.objects.count() == 2


def test_what_happens_when_it_happens_is_recorded_each_time(county):
    item = county.item("宅基地审批")
    for note in ("第一批", "第二批"):
        posting = Posting(TODAY, note=note)
        record.record_prompt(
            village=county.places[HERE], item=item, posting=posting, by=county.who("village"), at=AT
        )
    [(shown, latest)] = board(county).prompt
    assert (shown.name, latest.note) == ("宅基地审批", "第二批")
    with pytest.raises(Denied, match="具体的一期"):
        record.record_prompt(
            village=county.places[HERE],
            item=county.item("村级财务收支"),
            posting=Posting(TODAY),
            by=county.who("village"),
            at=AT,
        )


@pytest.mark.parametrize("who", ["other_village", "other_township", "officer", "clerk"])
def test_only_the_village_and_its_township_record(county, who):
    with pytest.raises(Denied, match="东风村与所在乡镇"):
        post(county, ("村级财务收支", "2026年7月"), who=who)


def test_an_item_without_a_cycle_is_shown_as_unclear(county):
    assert [item.name for item in board(county).unclear] == ["其他事项"]


# 合计


def rows(county, code="YD", on=TODAY):
    return {row.village.code: row for row in reading.village_rows(county.places[code], year=YEAR, on=on)}


def test_the_sums_of_many_villages_equal_each_village_s_own_board(county):
    post(county, ("村级财务收支", "2026年3月"), ("惠农补贴发放", "2026年第三季度"))
    item = county.items(NEXT)["村级财务收支"]
    deviation.adapt_item(
        village=county.places[NEXT],
        item=item,
        values={"time_limit": "每季度"},
        reason="按季",
        version=0,
        by=county.who("other_village"),
        at=AT,
    )
    post(county, ("村级财务收支", "2026年第三季度"), code=NEXT, who="other_village")
    found = rows(county)
    assert len(found) == 3
    for code, row in found.items():
        assert row.tally == board(county, code).tally, code
    assert found[NEXT].deviations == 1 and found[HERE].deviations == 0
    assert found[HERE].tally.late == 1 and found[HERE].tally.open_done == 1


def test_a_new_edition_changes_the_periods_to_come_and_leaves_the_past(county):
    post(county, ("惠农补贴发放", "2026年第二季度"))
    changed = [(name, "每月" if name == "惠农补贴发放" else limit) for name, limit in MODEL]
    county.issue(changed, effective_on=dt.date(YEAR, 7, 1))
    found = board(county)
    assert ("惠农补贴发放", "2026年第一季度") in named(found.overdue)
    assert ("惠农补贴发放", "2026年6月") not in named(found.overdue)
    assert ("惠农补贴发放", "2026年7月") in named(found.waiting)
    assert rows(county)[HERE].tally == found.tally and found.tally.done == 1


def test_what_the_model_dropped_is_still_owed_for_the_past_and_can_be_posted(county):
    county.issue([row for row in MODEL if row[0] != "村级财务收支"], effective_on=dt.date(YEAR, 7, 1))
    assert "村级财务收支" not in county.items()
    assert ("村级财务收支", "2026年6月") in named(board(county).overdue)
    assert ("村级财务收支", "2026年7月") not in named(board(county).outstanding)
    post(county, ("村级财务收支", "2026年6月"))
    assert rows(county)[HERE].tally == board(county).tally


def test_adapting_or_waiving_does_not_erase_what_is_overdue(county):
    village, acting = county.places[HERE], {"by": county.who("village"), "at": AT}
    before = named(board(county).overdue)
    item = county.item("村级财务收支")
    facts = {"values": {"time_limit": "每季度"}, "reason": "按季", "version": 0}
    deviation.adapt_item(village=village, item=item, **facts, **acting)
    deviation.waive_item(village=village, item=county.item("惠农补贴发放"), reason="没有", **acting)
    assert named(board(county).overdue) == before
    waiting = named(board(county).waiting)
    assert ("村级财务收支", "2026年第三季度") in waiting and ("村级财务收支", "2026年7月") not in waiting
    assert "惠农补贴发放" not in dict(waiting)


def test_every_overdue_number_has_its_rows(county):
    post(county, ("村级财务收支", "2026年3月"))
    found = reading.overdue_rows(county.places["YD"], year=YEAR, on=TODAY)
    assert len(found) == sum(row.tally.overdue for row in rows(county).values())
    mine = [slot for village, slot in found if village.code == HERE]
    assert named(mine) == named(board(county).overdue)


def test_a_county_without_a_model_owes_nothing(county):
    row = rows(county, "YX")["YX-T1-V1"]
    assert (row.has_model, row.tally.due) == (False, 0)


def test_the_number_of_queries_does_not_grow_with_the_villages(county):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            reading.village_rows(county.places["YC"], year=YEAR, on=TODAY)
        return len(queries)

    before = asked()
    for number in range(3, 23):
        place = county.add(f"YD-T2-V{number}", "YD-T2", f"新{number}村", Organisation.Kind.VILLAGE)
        if number % 2:
            deviation.add_item(
                village=place,
                field=county.field,
                values=values(1, "自有事项", "每月"),
                reason="",
                by=county.who("other_township"),
                at=AT,
            )
    assert asked() - before <= 1
    assert asked() <= 8
