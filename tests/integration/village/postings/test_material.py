"""留存：登记地点、保管人与年限；期满先复核，销毁由另一人批准，列入清册。"""

import datetime as dt
import io

import openpyxl
import pytest

from portal.core.rules import Denied
from portal.organisations.roles import Role
from tests.integration.village.conftest import AT
from village import actions

LATER = AT.replace(year=2031, month=8)


@pytest.fixture
def material(town):
    row = town.show()
    return actions.keep_material(
        posting=row, place="档案柜", keeper="文书", contents="公示表", by=town.county.who("village"), at=AT
    )


def move(material, name, who, at=LATER, **rest):
    return actions.move_material(material=material, move=name, by=who, at=at, **{"reason": "期满"} | rest)


def test_it_is_kept_for_the_years_of_the_programme_from_the_last_day(material):
    assert (material.kept_from, material.kept_until) == (dt.date(2026, 7, 8), dt.date(2031, 7, 7))


def test_it_is_recorded_once(material, town):
    with pytest.raises(Denied, match="已经登记"):
        actions.keep_material(
            posting=material.posting,
            place="柜",
            keeper="文书",
            contents="表",
            by=town.county.who("village"),
            at=AT,
        )


def test_nothing_is_destroyed_before_its_term_nor_by_the_one_who_proposed(material, town):
    county = town.county
    with pytest.raises(Denied, match="还没有期满"):
        move(material, "propose", county.who("village"), at=AT)
    proposed = move(material, "propose", county.who("township"))
    with pytest.raises(Denied, match="另一位"):
        move(proposed, "destroy", county.who("township"))
    with pytest.raises(Denied, match="只有"):
        move(proposed, "destroy", county.who("village"))
    county.hire("second", Role.TOWNSHIP_OFFICER, "YD-T1")
    assert move(proposed, "destroy", county.who("second")).destroyed_by == county.who("second")


def test_it_can_be_kept_longer_to_a_later_day_only(material, town):
    who = town.county.who("village")
    with pytest.raises(Denied, match="新的留存期限"):
        move(material, "keep", who, kept_until=dt.date(2031, 7, 7))
    assert move(material, "keep", who, kept_until=dt.date(2035, 7, 7)).kept_until.year == 2035


def test_the_destruction_list_lists_what_was_proposed(material, town, browse):
    move(material, "propose", town.county.who("village"))
    browser = browse(town.county.who("township"))
    answer = browser.get("/desk/village/materials/?state=proposed")
    assert "销毁清册" in answer.text and "东风村" in answer.text
    answer = browser.get("/desk/village/materials/?state=proposed&export=1")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert {"东风村", "档案柜", "待批准销毁", "经办village"} <= set(cells)
