"""演示城市有一个县直主管部门的账号，它自己的待办看得到。"""

import datetime as dt

from portal.core import clock
from portal.desk.demo import people, places, village
from village import competent, owing

AT = dt.datetime(2026, 1, 5, 9, tzinfo=clock.TZ)


def test_the_line_department_finds_its_own_subsidies_on_its_desk(db):
    found = places.build(year=2026, at=AT)
    cast = people.Cast(found, year=2026, seed=1)
    code, own, _ = places.LINE_DEPARTMENT
    village.owe(cast, code, found[code], 2026)
    officer = cast.who("county_officer", own)
    assert officer.username == "yd-b2-officer"
    assert competent.departments_of(officer) == [found[own]]
    titles = [title for _, title, *_ in owing.awaiting(officer, on=dt.date(2026, 11, 28))]
    assert titles == ["1 项补贴还没有申报信息", "1 项补贴今年还没有发放清单"]
