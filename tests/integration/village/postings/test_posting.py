"""公示：下达、张贴、期限、结束；一批一次，没有贴的并入后一批。"""

import datetime as dt

import pytest

from portal.core.models import DayOverride
from portal.core.rules import Denied
from tests.integration.village.conftest import AT, acre
from tests.integration.village.postings.conftest import TODAY, VILLAGE
from tests.unit.village.pictures import png
from village import actions, periods
from village.models import Evidence, Posting, Programme

DAY = dt.timedelta(days=1)


def test_a_confirmed_list_orders_one_posting_a_village_with_its_due_date(town):
    assert [row.due_on for row in Posting.objects.due()] == [TODAY + 10 * DAY] * 2


def test_a_later_list_joins_a_posting_not_yet_up_and_keeps_its_due_date(town):
    batch = town.order(VILLAGE, [acre("c", "赵一", "1")], at=AT + 3 * DAY)
    row = town.due()
    assert (row.batch, row.due_on) == (batch, TODAY + 10 * DAY)


def test_a_list_after_the_posting_went_up_orders_another(town):
    town.show()
    town.order(VILLAGE, [acre("c", "赵一", "1")], at=AT + 3 * DAY)
    assert town.due().due_on == TODAY + 13 * DAY
    assert Posting.objects.filter(village__code=VILLAGE).count() == 2


def test_a_village_reversed_to_nothing_has_nothing_to_post(town):
    town.order(VILLAGE, [acre("a", "王建国", "-10"), acre("b", "李桂芳", "-2.5")])
    row = Posting.objects.get(village__code=VILLAGE)
    assert row.status == Posting.Status.CANCELLED


def test_the_period_starts_the_day_after_and_never_ends_on_a_holiday(town):
    assert town.show().ends_on == dt.date(2026, 7, 8)  # 7 月 1 日张贴，七个自然日，止于星期三
    saturday = periods.posting_ends(town.programme, dt.date(2026, 7, 4))
    assert saturday == dt.date(2026, 7, 13)  # 第七天 11 日是星期六，顺延到星期一


def test_working_days_skip_weekends_holidays_and_local_changes(town):
    town.programme.posting_day_kind, town.programme.posting_days = Programme.DayKind.WORKING, 3
    assert periods.posting_ends(town.programme, dt.date(2023, 9, 28)) == dt.date(2023, 10, 9)
    DayOverride.objects.create(date=dt.date(2023, 10, 8), is_workday=False, name="放假", source="市通知")
    changed = {dt.date(2023, 10, 8): (False, "放假", "市通知")}
    assert periods.posting_ends(town.programme, dt.date(2023, 9, 28), changed) == dt.date(2023, 10, 10)


def test_material_from_the_29th_of_february_is_kept_to_the_28th(town):
    assert periods.kept_until(town.programme, dt.date(2024, 2, 29)) == dt.date(2029, 2, 28)


def test_registering_keeps_photo_signature_place_and_witness(town):
    proofs = [actions.Proof(png(), "栏.png"), actions.Proof(png() + b"", "签字.png", "signature")]
    row = town.show(proofs=proofs, place=" 村委会门口 ")
    assert (row.place, row.supervisor, row.posted_by) == (
        "村委会门口",
        "王监督",
        town.county.who("township"),
    )
    assert [one.kind for one in row.evidence.all()] == ["photo", "signature"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"on": TODAY + DAY}, "还没有到"),
        ({"on": TODAY - DAY}, "不能早于它"),
        ({"proofs": []}, "照片"),
        ({"supervisor": " "}, "监督委员会签字人"),
        ({"place": ""}, "张贴地点"),
        ({"who": "other_village"}, "只有"),
        ({"who": "officer"}, "只有"),
    ],
)
def test_a_posting_that_is_not_right_is_not_registered(town, changed, said):
    with pytest.raises(Denied, match=said):
        town.show(**changed)
    assert town.due().status == Posting.Status.DUE and not Evidence.objects.exists()


def test_a_posting_is_registered_once(town):
    row = town.due()
    town.show()
    with pytest.raises(Denied, match="请刷新"):
        actions.register_postings(
            village=row.village,
            postings=[row],
            shown=actions.Shown(TODAY, "栏", "王监督"),
            proofs=[actions.Proof(png(), "栏.png")],
            by=town.county.who("village"),
            at=AT,
        )


def test_it_ends_by_itself_the_day_after_its_last(town):
    row = town.show()
    assert actions.end_postings(on=row.ends_on, at=AT) == 0
    assert actions.end_postings(on=row.ends_on + DAY, at=AT) == 1
    assert actions.end_postings(on=row.ends_on + DAY, at=AT) == 0


def test_it_does_not_end_while_an_objection_is_open(town):
    row = town.show()
    objection = actions.raise_objection(posting=row, text="亩数不对", contact="", at=AT)
    assert actions.end_postings(on=row.ends_on + DAY, at=AT) == 0
    actions.answer_objection(
        objection=objection, move="uphold", answer="已核对", by=town.county.who("village"), at=AT
    )
    assert actions.end_postings(on=row.ends_on + DAY, at=AT) == 1
