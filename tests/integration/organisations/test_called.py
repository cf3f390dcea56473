"""列在别的单位中间时怎样称呼：村写全称，别的写简称。"""

import datetime as dt

import pytest

from portal.organisations.models import Organisation
from tasks.obligations import Obligation

K = Organisation.Kind
VILLAGE = Organisation(kind=K.VILLAGE, name="青石镇东风村", short_name="东风村")
COUNTY = Organisation(kind=K.COUNTY, name="云东县人民政府", short_name="云东县")


def test_a_village_is_called_by_its_full_name():
    assert (VILLAGE.called, COUNTY.called) == ("青石镇东风村", "云东县")


@pytest.mark.parametrize(
    ("place", "text", "title"),
    [
        (VILLAGE, "公益林补偿公示", "青石镇东风村：公益林补偿公示"),
        (COUNTY, "召开工作会议", "云东县：召开工作会议"),
        (COUNTY, "云东县方案备案", "云东县方案备案"),
    ],
)
def test_what_is_owed_names_who_owes_it_once(place, text, title):
    assert Obligation(place, "x", text, "/desk/", dt.date(2026, 6, 30)).title == title
