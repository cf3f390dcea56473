"""演示城市的大小可以选：乡镇数不多不少，各县相差不过一个。"""

import datetime as dt
from collections import Counter

import pytest

from portal.core import clock
from portal.desk.demo import places
from portal.organisations.models import Organisation

AT = dt.datetime(2026, 1, 5, 9, tzinfo=clock.TZ)


@pytest.mark.parametrize("townships", [places.TOWNSHIPS, 61])
def test_the_city_has_as_many_townships_as_asked(db, townships):
    places.build(year=2026, at=AT, townships=townships)
    codes = Organisation.objects.of_kind(Organisation.Kind.TOWNSHIP).values_list("code", flat=True)
    counts = Counter(code.partition("-")[0] for code in codes)
    assert sum(counts.values()) == townships
    assert len(counts) == 8
    assert max(counts.values()) - min(counts.values()) <= 1
