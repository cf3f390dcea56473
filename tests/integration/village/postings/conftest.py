"""青石镇两个村各有两户的耕地补贴，已复核，公示已下达。"""

import datetime as dt

import pytest

from tests.integration.village.conftest import AT, acre
from tests.unit.village.pictures import png
from village import actions, summing
from village.actions import posting as posting_actions
from village.models import Posting

TODAY = AT.date()
VILLAGE = "YD-T1-V1"


class Town:
    """`due(村)` 是待张贴的一次，`show` 登记张贴。"""

    def __init__(self, county):
        self.county = county
        self.programme = county.programme()
        for village in (VILLAGE, "YD-T1-V2"):
            self.order(village, [acre("a", "王建国", "10"), acre("b", "李桂芳", "2.5")])

    def order(self, village: str, rows, *, at: dt.datetime = AT):
        batch = self.county.pay(self.programme, village, rows)
        summing.refresh(self.programme)
        posting_actions.order_postings(
            batch=batch, villages=[self.county.place(village).pk], by=self.county.who("head"), at=at
        )
        return batch

    def due(self, village: str = VILLAGE) -> Posting:
        return Posting.objects.due().get(village__code=village)

    def show(self, village: str = VILLAGE, *, on: dt.date = TODAY, who: str = "township", **changed):
        shown = actions.Shown(on, changed.get("place", "村务公开栏"), changed.get("supervisor", "王监督"))
        proofs = changed.get("proofs", [actions.Proof(png(), "公开栏.png")])
        [row] = actions.register_postings(
            village=self.county.place(village),
            postings=[self.due(village)],
            shown=shown,
            proofs=proofs,
            by=self.county.who(who),
            at=changed.get("at", AT),
        )
        return row


@pytest.fixture
def town(county, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Town(county)
