"""一个启动了行动的小城：八个县区，各角色有人。"""

import datetime as dt

from portal.core import clock
from tasks import actions
from tests.integration.settled import settled
from tests.kept import kept

YEAR = 2026
AT = clock.day_start(dt.date(YEAR, 6, 1))


class StartedCity:
    """`places` 是 {编码: 机构}，`cast` 是全部人物；常用的几位另有名字。"""

    def __init__(self):
        self.places, self.cast, self.campaign = kept(_started)
        self.county = self.places["YD"]
        self.officer = self.cast.who("county_officer", "YD")
        self.head = self.cast.who("county_head", "YD")
        self.clerk = self.cast.who("city_clerk", "YC")
        self.reviewer = self.cast.who("city_reviewer", "YC")
        self.at = AT + dt.timedelta(days=5)


def _started():
    found, cast = settled(AT)
    counties = [place for place in found.values() if place.kind == "county"]
    clerk = cast.who("city_clerk", "YC")
    campaign = actions.create_campaign(city=found["YC"], year=YEAR, counties=counties, by=clerk, at=AT)
    return found, cast, actions.move_campaign(campaign=campaign, move="start", by=clerk, at=AT)
